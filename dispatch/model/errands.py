"""Work that somebody asks for and a process of its own does."""

from enum import StrEnum


class ErrandState(StrEnum):
    """What has become of such work."""

    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"
    FAILED = "failed"
    """Its process came to nothing; it can be asked for again."""
