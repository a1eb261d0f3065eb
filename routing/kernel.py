"""Compiled inner loops: so that every kernel is compiled the same way.

A kernel is a plain function over numbers and numpy arrays. It is compiled on first use,
kept on disk, and runs without the interpreter's lock. The function it was made from stays
reachable as ``py_func``: tests run both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a function of numbers and arrays.

    Parameters
    ----------
    function
        Anything that numba's nopython mode understands. Bounds are not checked inside:
        callers check what they pass.
    """
    compiled = njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[Parameters, Result]", compiled)


def bare_kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a function that makes no arrays: it works on those it is given and views of them.

    Without the counting of references that arrays otherwise need, calls between small
    kernels that hand on many arrays cost a third.

    Parameters
    ----------
    function
        As for `kernel`, but without anything that takes memory; numba refuses the rest.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
    return cast("Callable[Parameters, Result]", njit(**options)(function))


def inner_kernel(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a function as part of the kernels that call it.

    To hand on a dozen arrays takes hundreds of instructions; in the innermost loops that is
    as much as the work itself.

    Parameters
    ----------
    function
        As for `bare_kernel`, called from few places: each has a copy of it.
    """
    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "_nrt": False,
        "forceinline": True,
    }
    return cast("Callable[Parameters, Result]", njit(**options)(function))
