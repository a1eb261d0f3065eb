"""A step of the set-up, and the stamp that says what it was last done for."""

from __future__ import annotations

import hashlib
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".setup"


class SetupError(Exception):
    """Set-up cannot go on; the message tells the person what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that set-up makes.

    Attributes
    ----------
    name
        Name of the stamp file.
    title
        What a person reads while it runs.
    inputs
        Digest of everything the result depends on.
    outputs
        Paths that exist once the step is done.
    run
        Does the work; safe to repeat after an interruption.
    """

    name: str
    title: str
    inputs: str
    outputs: tuple[Path, ...]
    run: Callable[[], None]


def say(text: str) -> None:
    """Write a line for the person, away from the output of the command itself."""
    sys.stderr.write(f"set-up: {text}\n")
    sys.stderr.flush()


def digest_of(words: Iterable[str], files: Iterable[Path]) -> str:
    """Return one digest of words and of the names and contents of files."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(f"{word}\0".encode())
    for file in files:
        digest.update(f"{file}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_done(step: Step) -> bool:
    """Tell whether the step's stamp fits its inputs and its outputs are all there."""
    stamp = STATE / f"{step.name}.stamp"
    if not stamp.is_file() or stamp.read_text().strip() != step.inputs:
        return False
    return all(path.exists() for path in step.outputs)


def ensure(step: Step) -> None:
    """Run the step unless it is done; its stamp is gone while it runs."""
    if is_done(step):
        return
    stamp = STATE / f"{step.name}.stamp"
    stamp.unlink(missing_ok=True)
    say(f"{step.title} ...")
    started = time.monotonic()
    step.run()
    missing = [str(path.relative_to(ROOT)) for path in step.outputs if not path.exists()]
    if missing:
        msg = f"{step.title}: expected {', '.join(missing)} to be there afterwards."
        raise SetupError(msg)
    stamp.write_text(f"{step.inputs}\n")
    say(f"{step.title}: done in {time.monotonic() - started:.1f} s")
