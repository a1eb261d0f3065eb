"""Says what would change who earns what, in the language of whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.words import Words

DECIMALS: Final = {"rate": 2, "even": 2}
"""Decimals of the numbers that have some."""


def verdict_text(words: Words, code: str, values: Mapping[str, float]) -> str:
    """Say the verdict on replayed weeks.

    Parameters
    ----------
    words
        In which language.
    code, values
        As `scenarios.replay.report.Verdict` has them.

    Returns
    -------
    str
        One or two sentences.
    """
    mark = words.say("distance.mark")
    written = {
        name: f"{value:.{DECIMALS.get(name, 0)}f}".replace(".", mark)
        for name, value in values.items()
    }
    return words.say(f"replay.{code}", written)
