"""Compiling once, and again when the source has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from routing.stale_kernels import forget_stale_kernels
from routing.warm import warm

if TYPE_CHECKING:
    from pathlib import Path


def test_warming_tells_what_it_does() -> None:
    """The last line says that it is over; a second time it finds everything made."""
    told: list[str] = []

    warm(told.append)

    assert len(told) == 4
    assert told[-1] == "Kernels are ready"


def test_newer_source_of_any_kernel_forgets_them_all(tmp_path: Path) -> None:
    """A callee's new source must not leave its old code inside a caller."""
    caller = made(tmp_path / "caller.py", at=10)
    callee = made(tmp_path / "callee.py", at=10)
    compiled = [made(tmp_path / "__pycache__" / f"{name}.nbi", at=20) for name in ("a", "b")]
    other = made(tmp_path / "__pycache__" / "caller.pyc", at=5)

    fresh = forget_stale_kernels(tmp_path)
    os.utime(callee, (30, 30))
    stale = forget_stale_kernels(tmp_path)

    assert (fresh, stale) == (0, 2)
    assert not any(path.exists() for path in compiled)
    assert caller.exists()
    assert other.exists()


def made(path: Path, *, at: int) -> Path:
    """Create an empty file that changed at a moment."""
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.utime(path, (at, at))
    return path
