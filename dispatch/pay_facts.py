"""Pay of shifts from what the store knows: rules, contracts, rain and tips, read once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from dispatch.model import CourierId
from dispatch.store.repositories.rules import rules_at
from dispatch.worktime import by_shift
from fairness.clauses import PayForm, TipSharing
from fairness.pay import paid_stretches, pay_for_shift, settle_week
from fairness.salary import overtime_lines, salary_lines
from fairness.sharing import share_tips
from fairness.statement import PayKey, PayLine
from fairness.work import WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from dispatch.model import Contract, Coop, Period, Tip
    from dispatch.store import ReadTransaction
    from fairness.hours import Stretch
    from fairness.policy import Policy
    from fairness.statement import PayStatement
    from fairness.work import WorkRecord

WET: Final = frozenset({"rain", "storm"})
"""Weather of overlays that is paid as rain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFacts:
    """What pay of some days is computed from besides work records.

    Attributes
    ----------
    coop
        Whose.
    policies
        All versions.
    contracts
        By courier, in order of their first days.
    rain
        When it rained, in UTC.
    tips
        For deliveries of these days.
    """

    coop: Coop
    policies: tuple[Policy, ...]
    contracts: Mapping[CourierId, tuple[Contract, ...]]
    rain: tuple[Stretch, ...] = ()
    tips: tuple[Tip, ...] = ()

    def policy_at(self, moment: datetime) -> Policy:
        """Give the rules in force at a moment.

        Raises
        ------
        NotFound
            When no policy holds so early.
        """
        return rules_at(self.policies, moment)

    def policy_on(self, day: date) -> Policy:
        """Give the rules in force when a day begins; on the first day, when it ends."""
        begins, ends = self.coop.bounds(day)
        if any(policy.valid_from <= begins for policy in self.policies):
            return self.policy_at(begins)
        return self.policy_at(ends)

    def contract_on(self, courier: CourierId, day: date) -> Contract | None:
        """Give the contract that a courier has on a day, if one."""
        known = [one for one in self.contracts.get(courier, ()) if one.valid_from <= day]
        return known[-1] if known else None

    def form_on(self, courier: CourierId, day: date) -> PayForm | None:
        """Give the form that a courier has agreed to on a day, if one."""
        contract = self.contract_on(courier, day)
        return None if contract is None else contract.pay_form


def pay_facts(tx: ReadTransaction, period: Period) -> PayFacts:
    """Read what pay of some days is computed from besides work records."""
    contracts: dict[CourierId, list[Contract]] = defaultdict(list)
    for one in tx.contracts.all():
        contracts[one.courier].append(one)
    begins, _ = tx.coop.bounds(period.first_day)
    _, ends = tx.coop.bounds(period.last_day)
    day = timedelta(days=1)
    return PayFacts(
        coop=tx.coop,
        policies=tx.policies.all(),
        contracts={name: tuple(known) for name, known in contracts.items()},
        rain=tuple(_rain(tx, begins - day, ends + day)),
        tips=tx.tips.of_days(period.first_day, period.last_day),
    )


def shift_statements(
    facts: PayFacts, records: Iterable[WorkRecord], *, before: Iterable[WorkRecord] = ()
) -> tuple[PayStatement, ...]:
    """Compute the pay of each shift that some records are of, in order of time.

    Time that two shifts of one courier share is paid in the earlier one. Tips that are
    their receiver's own are on the shift of the delivery.

    Parameters
    ----------
    facts
        Rules, contracts, rain and tips.
    records
        What was worked.
    before
        Work of the same couriers that is paid elsewhere; may reach into these records.
    """
    taken: dict[str, tuple[Stretch, ...]] = defaultdict(tuple)
    for mine in by_shift(before):
        policy = facts.policy_at(mine[0].begins_at)
        taken[mine[0].courier] += paid_stretches(policy, mine)
    shifts = by_shift(records)
    tips = _own_tips(facts, shifts)
    statements = []
    for mine in shifts:
        courier, begins = mine[0].courier, mine[0].begins_at
        policy = facts.policy_at(begins)
        earlier = taken[courier]
        statements.append(
            pay_for_shift(
                policy,
                mine,
                zone=ZoneInfo(facts.coop.time_zone),
                form=facts.form_on(CourierId(courier), facts.coop.day_of(begins)),
                rain=facts.rain,
                tips=tips.get((courier, mine[0].shift), {}),
                earlier=earlier,
            )
        )
        taken[courier] += paid_stretches(policy, mine, earlier=earlier)
    return tuple(statements)


def period_statement(  # noqa: PLR0913 - the parts of a period
    facts: PayFacts,
    courier: CourierId,
    records: Sequence[WorkRecord],
    period: Period,
    *,
    pooled_tip: PayLine | None = None,
    before: Iterable[WorkRecord] = (),
) -> PayStatement:
    """Settle a courier's days: shifts, salary, hours beyond the contract, tips, floor."""
    shifts = shift_statements(facts, records, before=before) or (_nothing(facts, courier, period),)
    salary = tuple(_salary(facts, courier, period))
    extra = list(salary)
    if salary:
        policy = facts.policy_on(period.last_day)
        salaried = [one for one in shifts if one.pay_form is PayForm.MONTHLY]
        extra += overtime_lines(
            policy,
            paid_s=sum(one.paid_s for one in salaried),
            contracted_s=sum(line.quantity for line in salary),
            records=tuple(name for one in salaried for name in one.records),
        )
    if pooled_tip is not None:
        extra.append(pooled_tip)
    return settle_week(shifts, extra)


def has_salary(facts: PayFacts, courier: CourierId, period: Period) -> bool:
    """Tell whether a courier is paid for these days even without any work."""
    return any(line.amount_minor for line in _salary(facts, courier, period))


def pooled_tips(facts: PayFacts, online_s: Mapping[str, int]) -> dict[str, PayLine]:
    """Share the tips of a period where the policy pools them; nothing where it does not."""
    tips = [tip for tip in facts.tips if _is_pooled(facts, tip)]
    if not tips:
        return {}
    given: dict[str, int] = defaultdict(int)
    for tip in tips:
        given[tip.courier] += tip.amount_minor
    orders = tuple(sorted({str(tip.order) for tip in tips}))
    shares = share_tips(facts.policy_on(tips[0].day), given, online_s=online_s)
    return {
        courier: PayLine(
            key=PayKey.TIP,
            clause="tip_sharing",
            amount_minor=amount,
            quantity=amount,
            records=orders,
        )
        for courier, amount in shares.items()
        if amount
    }


def needs_on(tx: ReadTransaction, day: date, most: int) -> dict[str, int]:
    """Give the voted need weights on a day, as far as the policy allows them."""
    found = {one.courier: one.need_percent for one in tx.contracts.all() if one.valid_from <= day}
    return {str(courier): min(percent, most) for courier, percent in found.items()}


def eve_of(
    tx: ReadTransaction, period: Period, courier: CourierId | None = None
) -> tuple[WorkRecord, ...]:
    """Give the work of the day before a period, which may reach into it."""
    eve = period.first_day - timedelta(days=1)
    if courier is None:
        return tx.work.of_days(eve, eve)
    return tx.work.of_courier(courier, eve, eve)


def _rain(tx: ReadTransaction, begins_at: datetime, ends_at: datetime) -> Iterator[Stretch]:
    """Yield when it rained: as noted for pay, and as overlays of the whole city say."""
    for rain in tx.rains.between(begins_at, ends_at):
        yield rain.begins_at, rain.ends_at
    for overlay in tx.overlays.all():
        if overlay.weather in WET and not (overlay.area or overlay.streets or overlay.hours):
            over = [end for end in (overlay.ends_at, overlay.ended_at, ends_at) if end is not None]
            if overlay.begins_at < min(over):
                yield overlay.begins_at, min(over)


def _own_tips(
    facts: PayFacts, shifts: Iterable[Sequence[WorkRecord]]
) -> dict[tuple[str, str], dict[str, int]]:
    """Give the tips of each shift by order: each is where its receiver last served that order.

    That need not be a paid drop: more of an order to the same door is none.
    """
    served = sorted(
        (one for mine in shifts for one in mine if one.is_drop or one.kind is WorkKind.SERVICE),
        key=lambda one: one.begins_at,
    )
    last = {(one.courier, one.order): one.shift for one in served}
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for tip in facts.tips:
        shift = last.get((tip.courier, tip.order))
        if shift is not None and not _is_pooled(facts, tip):
            of_shift = found[tip.courier, shift]
            of_shift[tip.order] = of_shift.get(tip.order, 0) + tip.amount_minor
    return found


def _is_pooled(facts: PayFacts, tip: Tip) -> bool:
    return facts.policy_on(tip.day).tip_sharing is TipSharing.BY_TIME


def _nothing(facts: PayFacts, courier: CourierId, period: Period) -> PayStatement:
    """Give the statement of a period without work."""
    policy = facts.policy_on(period.last_day)
    form = facts.form_on(courier, period.last_day)
    empty = pay_for_shift(policy, (), zone=ZoneInfo(facts.coop.time_zone), form=form)
    return replace(empty, is_settled=False)


def _salary(facts: PayFacts, courier: CourierId, period: Period) -> Iterator[PayLine]:
    """Yield the salary of the days on which a courier has a monthly contract."""
    days = [
        period.first_day + timedelta(days=number)
        for number in range((period.last_day - period.first_day).days + 1)
    ]
    spans: list[tuple[Policy, int, date, date]] = []
    for day in days:
        contract, policy = facts.contract_on(courier, day), facts.policy_on(day)
        is_monthly = contract is not None and contract.pay_form is PayForm.MONTHLY
        if contract is None or not is_monthly or PayForm.MONTHLY not in policy.pay_forms:
            continue
        last = spans[-1] if spans else None
        is_same = last is not None and last[0] is policy and last[1] == contract.month_s
        if last is not None and is_same and last[3] == day - timedelta(days=1):
            spans[-1] = (*last[:3], day)
        else:
            spans.append((policy, contract.month_s, day, day))
    for policy, month_s, first, last_day in spans:
        yield from salary_lines(policy, contracted_month_s=month_s, first=first, last=last_day)
