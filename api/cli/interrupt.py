"""Ctrl-C ends a search early instead of losing what it has found."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def gentle_interrupt() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C only be noted while the block runs; the second ends it as usual.

    Yields
    ------
    Callable
        Tells whether Ctrl-C was pressed.
    """
    is_pressed = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield is_pressed.is_set  # signals reach the main thread only
        return
    usual = signal.getsignal(signal.SIGINT)

    def note(_number: int, _frame: FrameType | None) -> None:
        is_pressed.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield is_pressed.is_set
    finally:
        signal.signal(signal.SIGINT, usual)
