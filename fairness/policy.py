"""Policies: the versioned rules of a co-op that planning and pay must follow.

`fairness.clauses` says what each clause may be. A clause that a document leaves out says
nothing: no premium, no cap, no evening out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime, time
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from fairness.clauses import CLAUSES, PayForm, PolicyError, Settlement, TipSharing
from fairness.contradictions import reject_contradictions
from fairness.laws import NO_LAW
from fairness.work import WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL_BUT_BREAKS: Final = frozenset(WorkKind) - {WorkKind.BREAK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of a co-op's rules; every attribute is a clause.

    Attributes
    ----------
    version, valid_from, currency
        Which version this is, from when it holds, and the currency of its amounts.
    hourly_floor_minor
        Guaranteed pay per online hour.
    per_drop_minor, per_km_minor
        Pay per completed drop and per kilometre of it.
    settlement
        Whether the floor is guaranteed per shift, week or month.
    pay_forms
        How work may be paid; the first is that of whoever has no contract of another.
    hourly_rate_minor
        Pay per online hour in the hourly form, and for hours beyond a monthly contract.
    monthly_pay_minor, full_month_s
        Salary of a month of full contracted hours; how many seconds these are.
    overtime_percent
        What hours beyond a monthly contract pay of the hourly rate.
    hourly_waiting_minor
        Pay per hour of waiting in the mixed form; counts toward the floor.
    time_credit_permille, time_credit_cap_s
        Seconds credited per thousand worked in the time credit form; the largest credit.
    paid_kinds
        Kinds of work whose time counts as online and is paid.
    per_climb_m_minor, per_kg_km_minor
        Premium per metre of ascent; per kilogram carried one kilometre.
    rain_percent, night_percent, sunday_percent
        Premium on the drop pay of drops in rain, at night, on Sundays.
    night_from, night_until
        Wall-clock interval that is night; may cross midnight, the end excluded.
    waiting_free_s, per_waiting_minute_minor
        Premium per minute of waiting for one order beyond the free seconds.
    tip_sharing
        Whether tips are one's own or pooled.
    on_cost_permille
        Employer's cost on top of pay.
    labor_share_permille
        Share of a fee that goes to labor with on-cost.
    member_share_percent, ally_share_percent, market_share_percent
        What storefronts of a class pay of the co-op's usual share of a fee.
    tax_permille
        Tax on a fee, per thousand of the rest of it.
    reserve_permille, surplus_by_hours_permille
        Share of a surplus kept; share of the rest that goes by hours (what is left, by drops).
    eps_permille
        Extra cost of a plan allowed for evenness.
    lambda_s
        Seconds we will spend per order of imbalance when an order is inserted live.
    ledger_mix_permille
        Weight of the period against the day in that imbalance.
    decay_permille, balance_cap_minor
        What remains of ledger balances per period; their largest size.
    max_need_percent
        Largest need weight that may be voted; 100: all weigh the same.
    max_day_s, max_week_s
        Hard caps on a courier's hours.
    min_daily_rest_s, min_weekly_rest_s
        Shortest rest between the work of two days; longest rest that each week must have.
    max_load_g, max_climb_m
        Hard caps on what is on board, and on the ascent of one shift.
    law
        Law pack whose minima every other clause must keep; ``"none"`` for none.
    soft_day_s, soft_day_cost_per_s, soft_day_m, soft_day_cost_per_m
        Soft caps on a route of the day, and the plan cost of each unit beyond.
    stability_s
        Seconds of travel that moving a published order to another courier must save.
    may_decline
        Whether couriers may give orders back.
    max_care_s
        Longest time away for care in one shift.
    auto_publish
        Whether plans go out without a dispatcher's confirmation.
    auto_publish_orders
        Plans that give at most so many orders to somebody else go out by themselves; 0: none.
    quote_hold_s
        How long a quote is held.
    tracking_window_s
        How wide the window is in which recipients are told to expect the courier.
    vote_days, vote_quorum_percent, vote_threshold_percent
        How long a vote is open, who must take part, and what a yes needs.
    vote_is_secret, vote_may_delegate
        Whether ballots are secret; whether members may vote through another.

    Raises
    ------
    PolicyError
        When a clause is not what it may be, or two clauses contradict each other.
    """

    version: int
    valid_from: datetime
    currency: str
    hourly_floor_minor: int
    per_drop_minor: int
    per_km_minor: int
    settlement: Settlement
    pay_forms: tuple[PayForm, ...] = (PayForm.PER_DROP,)
    hourly_rate_minor: int = 0
    monthly_pay_minor: int = 0
    full_month_s: int | None = None
    overtime_percent: int = 100
    hourly_waiting_minor: int = 0
    time_credit_permille: int = 1000
    time_credit_cap_s: int | None = None
    paid_kinds: frozenset[WorkKind] = ALL_BUT_BREAKS
    per_climb_m_minor: int = 0
    per_kg_km_minor: int = 0
    rain_percent: int = 0
    night_percent: int = 0
    night_from: time = time(22)
    night_until: time = time(6)
    sunday_percent: int = 0
    waiting_free_s: int = 0
    per_waiting_minute_minor: int = 0
    tip_sharing: TipSharing = TipSharing.OWN
    on_cost_permille: int = 0
    labor_share_permille: int = 1000
    member_share_percent: int = 100
    ally_share_percent: int = 100
    market_share_percent: int = 100
    tax_permille: int = 0
    reserve_permille: int = 0
    surplus_by_hours_permille: int = 1000
    eps_permille: int = 0
    lambda_s: int = 0
    ledger_mix_permille: int = 0
    decay_permille: int = 1000
    balance_cap_minor: int | None = None
    max_need_percent: int = 100
    max_day_s: int | None = None
    max_week_s: int | None = None
    min_daily_rest_s: int | None = None
    min_weekly_rest_s: int | None = None
    max_load_g: int | None = None
    max_climb_m: int | None = None
    law: str = NO_LAW
    soft_day_s: int | None = None
    soft_day_cost_per_s: int = 0
    soft_day_m: int | None = None
    soft_day_cost_per_m: int = 0
    stability_s: int = 0
    may_decline: bool = True
    max_care_s: int | None = None
    auto_publish: bool = False
    auto_publish_orders: int = 0
    quote_hold_s: int = 600
    tracking_window_s: int = 1800
    vote_days: int = 7
    vote_quorum_percent: int = 50
    vote_threshold_percent: int = 50
    vote_is_secret: bool = True
    vote_may_delegate: bool = False

    def __post_init__(self) -> None:
        for name, clause in CLAUSES.items():
            value = getattr(self, name)
            if clause.read(name, value) != value:
                raise PolicyError(
                    clause=name, expected=f"a typed value ({clause.expected})", got=value
                )
        reject_contradictions(self)


def parse_policy(document: object) -> Policy:
    """Read a policy from its written form, strictly.

    Parameters
    ----------
    document
        Mapping of clause names to values, as JSON gives it. An amount may be a whole
        number of minor units or ``{"minor": ..., "currency": ...}``.

    Returns
    -------
    Policy
        The policy; clauses left out say nothing.

    Raises
    ------
    PolicyError
        When a clause is unknown, missing, of the wrong type, out of range, in another
        currency, or contradicts another; `PolicyError.clause` names it.
    """
    if not isinstance(document, Mapping):
        raise PolicyError(
            clause="policy", expected="a mapping of clause names to values", got=document
        )
    for name in document:
        if name not in CLAUSES:
            raise PolicyError(
                clause=str(name)[:60],
                expected=f"a known clause{_did_you_mean(str(name)[:60])}",
                got=name,
            )
    for part in fields(Policy):
        if part.default is MISSING and part.name not in document:
            raise PolicyError(clause=part.name, expected=CLAUSES[part.name].expected, got=None)
    currency = CLAUSES["currency"].read("currency", document["currency"])
    values: dict[str, Any] = {
        name: CLAUSES[name].read(name, _bare(name, value, currency))
        for name, value in document.items()
    }
    return Policy(**values)


def _bare(name: str, value: object, currency: object) -> object:
    if not (CLAUSES[name].is_amount and isinstance(value, Mapping)):
        return value
    if set(value) != {"minor", "currency"}:
        raise PolicyError(
            clause=name, expected='an amount like {"minor": 5, "currency": "EUR"}', got=dict(value)
        )
    if value["currency"] != currency:
        raise PolicyError(
            clause=name, expected=f"in the policy's currency {currency}", got=value["currency"]
        )
    return value["minor"]


def _did_you_mean(name: str) -> str:
    near = get_close_matches(name, CLAUSES, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def to_mapping(policy: Policy) -> dict[str, object]:
    """Write a policy in the form that `parse_policy` reads.

    Parameters
    ----------
    policy
        The policy.

    Returns
    -------
    dict
        Every clause, in the order of the rulebook, with JSON values.
    """
    return {name: clause.write(getattr(policy, name)) for name, clause in CLAUSES.items()}


def policy_at(policies: Iterable[Policy], moment: datetime) -> Policy:
    """Find the policy in force at a moment.

    Parameters
    ----------
    policies
        Versions in any order.
    moment
        Moment with an offset.

    Returns
    -------
    Policy
        The one that became valid last, up to and including the moment; of several that
        began together, the highest version.

    Raises
    ------
    ValueError
        When the moment has no offset or no policy holds yet.
    """
    if moment.utcoffset() is None:
        msg = f"Expected a moment with an offset, got {moment}."
        raise ValueError(msg)
    now = moment.astimezone(UTC)
    in_force = [policy for policy in policies if policy.valid_from.astimezone(UTC) <= now]
    if not in_force:
        msg = f"Expected a policy valid at {moment.isoformat()}, got none that early."
        raise ValueError(msg)
    return max(in_force, key=lambda policy: (policy.valid_from.astimezone(UTC), policy.version))


def starter_policy(*, valid_from: datetime, version: int = 1, currency: str = "EUR") -> Policy:
    """Make a policy for a co-op that has not voted on one yet.

    Parameters
    ----------
    valid_from
        Moment with an offset from which it holds.
    version
        Number of the version.
    currency
        ISO 4217 code of a currency with two decimals.

    Returns
    -------
    Policy
        Per drop with an hourly floor, modest premiums, plans evened out for at most 3 %
        more cost.
    """
    return Policy(
        version=version,
        valid_from=valid_from,
        currency=currency,
        hourly_floor_minor=1500,
        per_drop_minor=300,
        per_km_minor=60,
        settlement=Settlement.WEEK,
        per_climb_m_minor=2,
        per_kg_km_minor=15,
        rain_percent=10,
        night_percent=25,
        sunday_percent=25,
        waiting_free_s=300,
        per_waiting_minute_minor=25,
        on_cost_permille=120,
        labor_share_permille=850,
        reserve_permille=200,
        surplus_by_hours_permille=500,
        eps_permille=30,
        lambda_s=120,
        ledger_mix_permille=300,
        decay_permille=875,
        balance_cap_minor=20_000,
        max_day_s=10 * 3600,
        max_week_s=40 * 3600,
    )
