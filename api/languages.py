"""Sentences for people, in every language that is complete.

A sentence has a key such as ``problem.not_found.detail`` and may name values in braces. The
catalogs lie in ``translations/``, one JSON file per language, each with the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("en", "es", "ca", "fr", "de")
"""Tags of the languages that are complete; the first is spoken to strangers."""

MAX_HEADER = 256
"""Longest Accept-Language header that is looked at."""


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True, eq=False)
class Catalogs:
    """Sentences by language and key.

    Attributes
    ----------
    sentences
        For each language, the sentence of each key.
    """

    sentences: Mapping[str, Mapping[str, str]]

    def has(self, key: str) -> bool:
        """Tell whether there is a sentence for a key."""
        return key in self.sentences[LANGUAGES[0]]

    def say(self, language: str, key: str, values: Mapping[str, object] | None = None) -> str:
        """Put values into the sentence of a key.

        Parameters
        ----------
        language
            One of `LANGUAGES`; others get the first of them.
        key
            Key of the sentence.
        values
            What stands in for the names in braces; a missing one shows as an ellipsis.

        Returns
        -------
        str
            The sentence, or the key's last part in plain words where there is none.
        """
        spoken = self.sentences.get(language) or self.sentences[LANGUAGES[0]]
        sentence = spoken.get(key)
        if sentence is None:
            return key.rsplit(".", maxsplit=1)[-1].replace("_", " ")
        return sentence.format_map(_Values(values or {}))


def load_catalogs(languages: Sequence[str] = LANGUAGES) -> Catalogs:
    """Read the catalogs that lie beside this module.

    Returns
    -------
    Catalogs
        One per language.
    """
    folder = files("api") / "translations"
    return Catalogs(
        {
            language: orjson.loads((folder / f"{language}.json").read_bytes())
            for language in languages
        },
    )


def choose_language(accepted: str | None, otherwise: str = LANGUAGES[0]) -> str:
    """Choose the language that somebody reads best.

    Parameters
    ----------
    accepted
        An Accept-Language header, or nothing.
    otherwise
        BCP 47 tag to fall back on.

    Returns
    -------
    str
        One of `LANGUAGES`.
    """
    wishes: list[tuple[float, str]] = []
    for part in (accepted or "")[:MAX_HEADER].split(","):
        tag, _, weight = part.partition(";q=")
        language = tag.strip().split("-")[0].lower()
        if language in LANGUAGES:
            wishes.append((-_weight(weight), language))
    wishes.sort(key=lambda wish: wish[0])
    fallback = otherwise.split("-", maxsplit=1)[0].lower()
    known = fallback if fallback in LANGUAGES else LANGUAGES[0]
    return wishes[0][1] if wishes and wishes[0][0] < 0 else known


def _weight(text: str) -> float:
    digits = text.strip()
    if not digits:
        return 1.0
    if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit():
        return min(1.0, float(digits))
    return 0.0
