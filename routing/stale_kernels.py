"""Forget compiled kernels that were made from other source than there is now.

Numba compiles a kernel anew when its own file has changed, but not when only a kernel that
it calls has: the old code of the callee lives on inside the caller. So when any file of a
folder of kernels is newer than anything compiled from them, all of it goes.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def forget_stale_kernels(folder: Path) -> int:
    """Remove what numba compiled from a folder's files if any of them is newer.

    Parameters
    ----------
    folder
        Package whose kernels call each other; kernels of other packages are not looked at.

    Returns
    -------
    int
        Number of files removed, 0 if nothing was stale.
    """
    compiled = [*chain(folder.glob("__pycache__/*.nbi"), folder.glob("__pycache__/*.nbc"))]
    source = max((path.stat().st_mtime_ns for path in folder.glob("*.py")), default=0)
    times = [_changed(path) for path in compiled]
    if not times or min(times) > source:
        return 0
    for path in compiled:
        path.unlink(missing_ok=True)
    return len(compiled)


@cache
def forget_stale_kernels_once(folder: Path) -> int:
    """Do the same as `forget_stale_kernels` the first time that a process asks; then nothing.

    Parameters
    ----------
    folder
        Package whose kernels call each other.

    Returns
    -------
    int
        Number of files removed the first time.
    """
    return forget_stale_kernels(folder)


def _changed(path: Path) -> int:
    """Return when a file changed; another process may have removed it in between."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
