"""Structured logs: one JSON object per line, without anything about a person."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from typing import IO, Final

import orjson

LOGGER_NAME: Final = "commonwheel.api"

FIELDS: Final = (
    "request_id",
    "method",
    "route",
    "status",
    "ms",
    "coop",
    "role",
    "code",
    "error",
    "address",
    "version",
)
"""What a line may hold beside time, level and message: nothing else is ever written."""


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON with the fields of `FIELDS` only.

    Of an exception, the class and the places in the code are written, never its message: that
    could repeat what a person sent.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one record.

        Parameters
        ----------
        record
            What was logged.

        Returns
        -------
        str
            One line.
        """
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line.update(
            (name, getattr(record, name))
            for name in FIELDS
            if getattr(record, name, None) is not None
        )
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["places"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return orjson.dumps(line, default=str).decode()


def start_logging(stream: IO[str], level: int = logging.INFO) -> None:
    """Let the API's log lines go to a stream.

    Parameters
    ----------
    stream
        Where lines go; usually standard error.
    level
        The least level that is written.
    """
    logger = logging.getLogger(LOGGER_NAME)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
