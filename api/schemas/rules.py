"""The co-op's rules, their versions, what changes between them, and packs to start from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Self

from pydantic import JsonValue

from api.policy_words import change_texts, rule_texts
from api.schemas.fields import Answer
from api.words import Words
from fairness.differences import Change, differences
from fairness.laws import law_named, law_names
from fairness.policy import Policy, to_mapping

ON_CLIMB: Final = ("max_climb_m", "per_climb_m_minor")
"""Clauses that do nothing in a city without heights."""


class RuleOut(Answer):
    """One clause of a policy: its value, and what it says in plain words."""

    clause: str
    value: JsonValue
    text: str


class PolicyOut(Answer):
    """One version of the rules."""

    version: int
    valid_from: datetime
    currency: str
    rules: list[RuleOut]

    @classmethod
    def of(cls, policy: Policy, words: Words, *, has_heights: bool = True) -> Self:
        """Write a policy; clauses about climb say so where the city knows none."""
        written, said = to_mapping(policy), rule_texts(words, policy)
        for name in () if has_heights else ON_CLIMB:
            if written[name]:
                said[name] = f"{said[name]} ({words.say('clause.no_heights')})"
        return cls(
            version=policy.version,
            valid_from=policy.valid_from,
            currency=policy.currency,
            rules=[
                RuleOut.model_validate({"clause": name, "value": value, "text": said[name]})
                for name, value in written.items()
            ],
        )


class ChangeOut(Answer):
    """One clause that differs between two policies."""

    clause: str
    before: JsonValue
    after: JsonValue
    direction: str
    text: str

    @classmethod
    def of(cls, change: Change, text: str) -> Self:
        """Write a change."""
        return cls.model_validate(
            {
                "clause": change.clause,
                "before": change.before,
                "after": change.after,
                "direction": change.direction.value,
                "text": text,
            }
        )


class ChangesOut(Answer):
    """What one version changes of another, in the order of the rulebook."""

    changes: list[ChangeOut]

    @classmethod
    def of(cls, old: Policy, new: Policy, words: Words) -> Self:
        """Write what changes from one policy to another."""
        changes = differences(old, new)
        said = change_texts(words, changes, before=old.currency, after=new.currency)
        return cls(changes=[ChangeOut.of(c, text) for c, text in zip(changes, said, strict=True)])


class VersionOut(Answer):
    """A version and since when it holds."""

    version: int
    valid_from: datetime
    is_in_force: bool


class VersionsOut(Answer):
    """Every version of the rules, oldest first."""

    versions: list[VersionOut]

    @classmethod
    def of(cls, policies: Sequence[Policy], in_force: int) -> Self:
        """Write versions."""
        return cls(
            versions=[
                VersionOut(
                    version=policy.version,
                    valid_from=policy.valid_from,
                    is_in_force=policy.version == in_force,
                )
                for policy in policies
            ]
        )


class PackOut(Answer):
    """Rules to start from."""

    name: str
    title: str
    about: str


class LawOut(Answer):
    """Minima that a policy can bind itself to; no legal advice."""

    name: str
    source: str
    as_of: str


class PacksOut(Answer):
    """Policy packs and law packs."""

    packs: list[PackOut]
    laws: list[LawOut]

    @classmethod
    def of(cls, names: Sequence[str], words: Words) -> Self:
        """Write packs."""
        laws = map(law_named, law_names())
        return cls(
            packs=[
                PackOut(
                    name=name,
                    title=words.say(f"pack.{name}.title"),
                    about=words.say(f"pack.{name}.about"),
                )
                for name in names
            ],
            laws=[LawOut(name=law.name, source=law.source, as_of=law.as_of) for law in laws],
        )
