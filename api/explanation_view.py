"""Say why an order is with a courier or not, in sentences and in numbers; nobody else is named."""

from __future__ import annotations

from functools import partial
from math import ceil, floor
from typing import TYPE_CHECKING

from api.policy_words import decimal
from api.schemas.explanation import (
    CandidateOut,
    DecisionOut,
    ExplanationOut,
    FlipOut,
    OtherOut,
    TermsOut,
)
from api.schemas.fields import ReasonOut
from dispatch import explaining
from dispatch.binding_rules import CANNOT
from fairness.explain import CLAUSES_BEHIND, MILLI

if TYPE_CHECKING:
    from api.deps import Ask
    from api.words import Words
    from dispatch.explaining import OrderExplanation
    from dispatch.model import OrderId
    from fairness.explain import Alternative, Binding, Flip

MINUTE_S = 60
TENTH = MILLI // 10
"""Thousandths of an order in the smallest part that sentences name."""


async def read_explanation(ask: Ask, order: OrderId) -> OrderExplanation:
    """Find out why an order is with whom it is."""
    explain = partial(
        explaining.explain_order,
        actor=ask.actor,
        order=order,
        streets=ask.streets,
        now=ask.now,
        live_plans=ask.services.live_plans,
    )
    return await ask.read(explain)


def write_explanation(words: Words, found: OrderExplanation) -> ExplanationOut:
    """Write an explanation for the courier who asks.

    Parameters
    ----------
    words
        In which language.
    found
        What is known.

    Returns
    -------
    ExplanationOut
        The first sentence is the reason; the others say what is behind it, where it would
        turn, and what to do.
    """
    ranking = found.ranking
    own = None if ranking is None or found.asker is None else ranking.of(found.asker)
    blocked = None if own is None else own.candidate.blocked_by
    other = None if own is None or blocked else _other(found, own)
    is_mine = found.asker is not None and found.holder == found.asker
    return ExplanationOut(
        order_id=found.order,
        message=_reason(words, found, own, is_mine=is_mine),
        sentences=_behind(words, found, own, other, is_mine=is_mine),
        standing=found.standing,
        is_mine=is_mine,
        is_pinned=found.is_pinned,
        is_first=None if own is None else own.rank == 1 and not blocked,
        rank=own.rank if own and not blocked else None,
        candidates=ranking.num_able if ranking else 0,
        own=TermsOut.of(own) if own and not blocked else None,
        other=_other_terms(own, other) if own and other else None,
        flip=FlipOut.of(own.flip) if own and own.flip else None,
        blocked_by=_binding(words, blocked) if blocked else None,
        reason=words.reason(found.reason) if found.reason else None,
        plan_version=found.plan_version,
        policy_version=found.policy_version,
        clauses=list(CLAUSES_BEHIND),
    )


def write_decision(words: Words, found: OrderExplanation) -> DecisionOut:
    """Write an explanation for a dispatcher, with everybody who was considered."""
    ranking = found.ranking
    return DecisionOut(
        order_id=found.order,
        courier_id=found.holder,
        first_courier_id=None if ranking is None else ranking.first,
        standing=found.standing,
        message=_decision(words, found),
        sentences=[words.say("explain.policy", {"version": found.policy_version})],
        is_pinned=found.is_pinned,
        is_first=None if ranking is None or found.holder is None else ranking.is_first,
        reason=words.reason(found.reason) if found.reason else None,
        candidates=[_candidate(words, one) for one in ranking.alternatives] if ranking else [],
        plan_version=found.plan_version,
        policy_version=found.policy_version,
        clauses=list(CLAUSES_BEHIND),
    )


def _other(found: OrderExplanation, own: Alternative) -> Alternative | None:
    """Give who has the order, or who would have it next if that is the asker."""
    if found.ranking is None:
        return None
    holder = found.ranking.of(found.holder) if found.holder else None
    if holder is not None and holder is not own and holder.candidate.blocked_by is None:
        return holder
    able = (one for one in found.ranking.alternatives if one.candidate.blocked_by is None)
    return next((one for one in able if one is not own), None)


def _decision(words: Words, found: OrderExplanation) -> str:
    if found.reason is not None:
        return words.reason(found.reason).message
    if found.is_pinned:
        return words.say("explain.decided_by_a_person")
    if found.ranking is None:
        return words.say(f"explain.standing_{found.standing}")
    return words.say("explain.rule_agrees" if found.ranking.is_first else "explain.rule_differs")


def _reason(
    words: Words, found: OrderExplanation, own: Alternative | None, *, is_mine: bool
) -> str:
    if found.is_pinned and found.holder is not None:
        return words.say("explain.pinned" if is_mine else "explain.pinned_elsewhere")
    if own is None or found.ranking is None:
        return words.say("explain.on_board" if is_mine else f"explain.standing_{found.standing}")
    if own.candidate.blocked_by is not None and not is_mine:
        return _binding(words, own.candidate.blocked_by).message
    if found.reason is not None:
        return words.reason(found.reason).message
    values = {"rank": own.rank, "candidates": found.ranking.num_able}
    mine, other = ("first", "not_first") if is_mine else ("elsewhere_by_plan", "elsewhere")
    return words.say(f"explain.{mine if own.rank == 1 else other}", values)


def _behind(
    words: Words,
    found: OrderExplanation,
    own: Alternative | None,
    other: Alternative | None,
    *,
    is_mine: bool,
) -> list[str]:
    if own is None:
        return []
    said = []
    blocked = own.candidate.blocked_by
    if blocked is not None:
        remedies = [remedy.message for remedy in _binding(words, blocked).remedies]
        if remedies:
            said.append(words.say("explain.would_help", {"remedies": "; ".join(remedies)}))
    else:
        said += _terms(words, own, other, is_mine=is_mine)
        if own.flip is not None:
            said += _flip(words, own.flip)
    said.append(words.say("explain.policy", {"version": found.policy_version}))
    said.append(words.say("explain.review" if is_mine else "explain.review_other"))
    return said


def _terms(
    words: Words, own: Alternative, other: Alternative | None, *, is_mine: bool
) -> list[str]:
    said = [words.say("explain.added", {"minutes": round(own.candidate.added_s / MINUTE_S)})]
    if other is None:
        said.append(words.say("explain.nobody_else"))
    else:
        more = round((other.candidate.added_s - own.candidate.added_s) / MINUTE_S)
        key = f"explain.{'next' if is_mine else 'holder'}_{'longer' if more >= 0 else 'shorter'}"
        said.append(words.say(key, {"minutes": abs(more)}))
        if late := round((other.candidate.lateness_s - own.candidate.lateness_s) / MINUTE_S):
            key = "explain.other_later" if late > 0 else "explain.other_earlier"
            said.append(words.say(key, {"minutes": abs(late)}))
        said.append(words.say(f"explain.band_{other.candidate.band}"))
    key = "explain.ahead" if own.evenness_s > 0 else "explain.behind"
    values = {
        "orders": _tenths(words, abs(own.candidate.balance_milli)),
        "minutes": round(abs(own.evenness_s) / MINUTE_S),
    }
    return [*said, words.say(key, values)]


def _flip(words: Words, flip: Flip) -> list[str]:
    """Say where the decision turns, rounded to the side on which it does."""
    if flip.nearer_s is None:
        return []
    is_won = flip.nearer_s <= 0
    way = "keep" if is_won else "take"
    minutes = floor(-flip.nearer_s / MINUTE_S) if is_won else ceil(flip.nearer_s / MINUTE_S)
    said = [words.say(f"explain.{way}_by_travel", {"minutes": minutes})]
    if flip.balance_milli is not None:
        tenths = floor(flip.balance_milli / TENTH) * TENTH
        side = "ahead" if tenths >= 0 else "behind"
        orders = _tenths(words, abs(tenths))
        said.append(words.say(f"explain.{way}_{side}", {"orders": orders}))
    return said


def _tenths(words: Words, milli: int) -> str:
    return decimal(words, round(milli / TENTH), 10)


def _other_terms(own: Alternative, other: Alternative) -> OtherOut:
    return OtherOut(
        extra_s=other.candidate.added_s - own.candidate.added_s,
        extra_m=other.candidate.added_m - own.candidate.added_m,
        extra_lateness_s=other.candidate.lateness_s - own.candidate.lateness_s,
        extra_evenness_s=other.evenness_s - own.evenness_s,
        extra_total_s=other.total_s - own.total_s,
        band=other.candidate.band,
    )


def _candidate(words: Words, one: Alternative) -> CandidateOut:
    blocked = one.candidate.blocked_by
    return CandidateOut(
        courier_id=one.candidate.courier,
        rank=one.rank,
        terms=None if blocked else TermsOut.of(one),
        extra_s=one.extra_s,
        extra_m=one.extra_m,
        extra_lateness_s=one.extra_lateness_s,
        extra_evenness_s=one.extra_evenness_s,
        extra_total_s=one.extra_total_s,
        flip=FlipOut.of(one.flip) if one.flip else None,
        blocked_by=_binding(words, blocked) if blocked else None,
    )


def _binding(words: Words, rule: Binding) -> ReasonOut:
    key = f"binding.{rule.code}"
    return ReasonOut(
        code=rule.code,
        message=words.say(key if words.catalogs.has(key) else f"binding.{CANNOT}", rule.values),
        remedies=[words.said("remedy", code, rule.values) for code in rule.remedies],
    )
