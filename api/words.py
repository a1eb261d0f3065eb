"""Sentences in the language of one request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.schemas.fields import ReasonOut, Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.languages import Catalogs
    from dispatch.model import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How to say codes to one person.

    Attributes
    ----------
    catalogs
        All sentences.
    language
        Which one they read.
    """

    catalogs: Catalogs
    language: str

    def say(self, key: str, values: Mapping[str, object] | None = None) -> str:
        """Say a sentence."""
        return self.catalogs.say(self.language, key, values)

    def said(self, kind: str, code: str, values: Mapping[str, object] | None = None) -> Said:
        """Say a code of a kind: reason, remedy, rule or report."""
        return Said(code=code, message=self.say(f"{kind}.{code}", values))

    def reason(self, remark: Remark) -> ReasonOut:
        """Say why not, and what would help."""
        return ReasonOut(
            code=remark.code,
            message=self.say(f"reason.{remark.code}", remark.values),
            remedies=[self.said("remedy", code, remark.values) for code in remark.remedies],
        )
