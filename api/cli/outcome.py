"""From arguments to an exit code: every wrong input ends in one line on stderr and code 2.

==== =====================================================================
Code Meaning
==== =====================================================================
0    done
1    something outside failed, such as the store; one line says what
2    wrong input: usage, a file, a place, a rule; one line says what was expected
130  stopped by Ctrl-C
143  stopped by SIGTERM
==== =====================================================================

A traceback appears only when the program itself is wrong.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

import typer
from typer.exceptions import TyperException
from typer.main import get_command

EXIT_FAILED = 1
EXIT_WRONG_INPUT = 2
EXIT_INTERRUPTED = 130


class Stopped(Exception):  # noqa: N818 - it is no error to be stopped
    """A signal asked the command to end.

    Parameters
    ----------
    code
        Exit code to leave with.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"stopped with code {code}")
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """Where a command writes.

    Attributes
    ----------
    out
        Results.
    err
        Progress and the one line about what went wrong.
    """

    out: TextIO
    err: TextIO


def run(arguments: Sequence[str], streams: Streams) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        What stands behind the program's name; nothing: its help.
    streams
        Where to write.

    Returns
    -------
    int
        Exit code; see the table above.
    """
    from api.cli.app import make_app

    command = get_command(make_app())
    try:
        with command.make_context(
            "commonwheel", list(arguments) or ["--help"], obj=streams
        ) as context:
            command.invoke(context)
        streams.out.flush()
    except typer.Exit as exit_:
        return exit_.exit_code
    except (KeyboardInterrupt, Stopped) as stopped:
        return _say(streams, "stopped.", getattr(stopped, "code", EXIT_INTERRUPTED))
    except BrokenPipeError:
        # The reader of our output has left; leave without a word about it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return EXIT_FAILED
    except Exception as error:
        verdict = _judge(error)
        if verdict is None:
            raise
        return _say(streams, *verdict)
    return 0


def _judge(error: Exception) -> tuple[str, int] | None:
    """Tell the line and code for an error, or ``None`` when it is a fault of the program."""
    if isinstance(error, TyperException):
        message = error.format_message().replace("Value error, ", "").rstrip(".")
        return f"{message}.{_hint(error)}", EXIT_WRONG_INPUT
    from dispatch.errors import RuleError, StoreUnavailable

    if isinstance(error, StoreUnavailable):
        return str(error), EXIT_FAILED
    if isinstance(error, RuleError):
        return error.message, EXIT_WRONG_INPUT
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}.", EXIT_WRONG_INPUT
    if isinstance(error, ValueError):
        return str(error), EXIT_WRONG_INPUT
    return None


def _hint(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return "" if context is None else f" See '{context.command_path} --help'."


def _say(streams: Streams, message: str, code: int) -> int:
    streams.err.write(f"commonwheel: {' '.join(message.split())}\n")
    streams.err.flush()
    return code
