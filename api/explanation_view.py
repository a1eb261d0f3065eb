"""Say why an order is with a courier, in sentences and in numbers; nobody else is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.explanation import ExplanationOut, NextTermsOut, OwnTermsOut

if TYPE_CHECKING:
    from api.words import Words
    from dispatch.explaining import OrderExplanation
    from fairness.explain import Alternative


def write_explanation(words: Words, found: OrderExplanation) -> ExplanationOut:
    """Write an explanation.

    Parameters
    ----------
    words
        In which language.
    found
        What is known.

    Returns
    -------
    ExplanationOut
        The first sentence is the reason; the others say what is behind it and what to do.
    """
    ranking = found.ranking
    own = next_one = None
    if ranking is not None:
        own = next(a for a in ranking.alternatives if a.candidate.courier == ranking.chosen)
        able = (a for a in ranking.alternatives if a.candidate.blocked_by is None)
        next_one = next((a for a in able if a is not own), None)
    return ExplanationOut(
        order_id=found.order,
        message=_reason(words, found, own),
        sentences=_behind(words, found, own, next_one),
        is_pinned=found.is_pinned,
        is_first=ranking.is_first if ranking else None,
        rank=own.rank if own else None,
        candidates=len(ranking.alternatives) if ranking else 0,
        own=_own_terms(own) if own else None,
        next=_next_terms(next_one) if next_one else None,
        plan_version=found.plan_version,
        policy_version=found.policy_version,
        clauses=list(ranking.clauses) if ranking else [],
    )


def _reason(words: Words, found: OrderExplanation, own: Alternative | None) -> str:
    if found.is_pinned:
        return words.say("explain.pinned")
    if found.ranking is None or own is None:
        return words.say("explain.on_board")
    values = {"rank": own.rank, "candidates": len(found.ranking.alternatives)}
    return words.say("explain.first" if found.ranking.is_first else "explain.not_first", values)


def _behind(
    words: Words,
    found: OrderExplanation,
    own: Alternative | None,
    next_one: Alternative | None,
) -> list[str]:
    if own is None:
        return []
    added = {"minutes": round(own.candidate.added_s / 60)}
    said = [words.say("explain.added", added)]
    if next_one is None:
        said.append(words.say("explain.nobody_else"))
    elif next_one.extra_s >= 0:
        said.append(words.say("explain.next_longer", {"minutes": round(next_one.extra_s / 60)}))
    else:
        said.append(words.say("explain.next_shorter", {"minutes": round(-next_one.extra_s / 60)}))
    weighed = own.candidate.imbalance_s
    key = "explain.ahead" if weighed > 0 else "explain.behind"
    said.append(words.say(key, {"minutes": round(abs(weighed) / 60)}))
    said.append(words.say("explain.policy", {"version": found.policy_version}))
    said.append(words.say("explain.review"))
    return said


def _own_terms(own: Alternative) -> OwnTermsOut:
    return OwnTermsOut(
        added_s=own.candidate.added_s,
        added_m=own.candidate.added_m,
        imbalance_s=own.candidate.imbalance_s,
        balance_minor=own.candidate.balance_minor,
    )


def _next_terms(other: Alternative) -> NextTermsOut:
    return NextTermsOut(
        extra_s=other.extra_s,
        extra_m=other.extra_m,
        extra_imbalance_s=other.extra_imbalance_s,
    )
