"""Laws of money, pay, ledger and measures that hold for every input."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from fairness.balances import capped, decayed
from fairness.clauses import PayForm, Settlement
from fairness.compare import leximin
from fairness.ledger import close_period, entitlements, pay_out_deficits, post, settle_leaver
from fairness.measures import cv_squared, gini, min_to_median
from fairness.money import split_by_weights
from fairness.pay import paid_stretches, pay_for_shift, settle_week
from fairness.policy import parse_policy, starter_policy, to_mapping
from fairness.salary import salary_lines
from fairness.sharing import share_surplus
from fairness.tariff import PartnerClass, fee
from fairness.work import WorkKind, WorkRecord, summarize

if TYPE_CHECKING:
    from random import Random

    from fairness.statement import PayStatement

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
POLICY = starter_policy(valid_from=NOW)
NAMES = ("ada", "bo", "cy", "di", "eve")

amounts = st.integers(min_value=0, max_value=1_000_000)
times = st.integers(min_value=0, max_value=500_000)
per_courier = st.dictionaries(st.sampled_from(NAMES), amounts)
crews = st.lists(st.tuples(amounts, st.integers(min_value=1, max_value=500_000)), max_size=8)


@st.composite
def zero_sums(draw: st.DrawFn) -> dict[str, int]:
    """Draw balances that sum to zero."""
    values = draw(st.lists(st.integers(-50_000, 50_000), min_size=1, max_size=4))
    return dict(zip(NAMES, [*values, -sum(values)], strict=False))


@st.composite
def shifts(draw: st.DrawFn, *, shift: str = "s1") -> list[WorkRecord]:
    """Draw a shift of records that may overlap."""
    records = []
    for index in range(draw(st.integers(0, 6))):
        begins = NOW + timedelta(seconds=draw(st.integers(0, 30_000)))
        records.append(
            WorkRecord(
                id=f"{shift}-{index}",
                courier="ada",
                shift=shift,
                kind=draw(st.sampled_from(WorkKind)),
                begins_at=begins,
                ends_at=begins + timedelta(seconds=draw(st.integers(0, 9_000))),
                meters=draw(st.integers(0, 20_000)),
                climb_m=draw(st.integers(0, 300)),
                weight_g=draw(st.integers(0, 80_000)),
                order=draw(st.none() | st.sampled_from(["o1", "o2"])),
                is_drop=draw(st.booleans()),
            )
        )
    return records


@given(st.integers(-(10**9), 10**9), st.lists(times, min_size=1, max_size=9).filter(any))
def test_splitting_money_loses_no_cent(total: int, weights: list[int]) -> None:
    """Shares sum to the total, each within one unit of exact, and no weight means no share."""
    shares = split_by_weights(total, weights)

    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1
        assert weight or not share


PAYING = replace(
    POLICY,
    pay_forms=tuple(PayForm),
    hourly_rate_minor=1600,
    hourly_waiting_minor=900,
    monthly_pay_minor=256_000,
    full_month_s=160 * 3600,
)
settlements = st.sampled_from([Settlement.SHIFT, Settlement.WEEK])
rains = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 9_000)), max_size=3)


def showers(drawn: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    """Turn seconds after `NOW` and lengths into rain."""
    return [
        (NOW + timedelta(seconds=begins), NOW + timedelta(seconds=begins + length))
        for begins, length in drawn
    ]


@given(shifts(), settlements, st.sampled_from(PayForm), st.integers(0, 5_000), rains, st.randoms())
def test_pay_is_never_below_the_floor_and_its_lines_add_up(  # noqa: PLR0913, PLR0917 (what pay depends on)
    records: list[WorkRecord],
    settlement: Settlement,
    form: PayForm,
    tip: int,
    rain: list[tuple[int, int]],
    random: Random,
) -> None:
    """However the records come, in every form the base is at least the floor, the rest on top."""
    policy = replace(PAYING, settlement=settlement)

    def compute() -> PayStatement:
        return pay_for_shift(
            policy, records, zone=UTC, form=form, tips={"o1": tip}, rain=showers(rain)
        )

    statement = compute()
    random.shuffle(records)
    again = compute()

    week = settle_week([statement])

    assert again == statement
    assert week.base_minor + week.top_up_minor == max(week.floor_minor, week.base_minor)
    assert week.total_minor == sum(line.amount_minor for line in week.lines)
    assert week.total_minor == (
        max(week.floor_minor, week.base_minor) + week.premiums_minor + week.tips_minor
    )
    assert all(line.amount_minor >= 0 for line in week.lines)
    if form is PayForm.TIME_CREDIT:
        assert week.total_minor == tip


@given(shifts(), shifts(shift="s2"), st.sampled_from([PayForm.PER_DROP, PayForm.HOURLY]))
def test_time_in_two_shifts_of_one_courier_is_paid_once(
    first: list[WorkRecord], second: list[WorkRecord], form: PayForm
) -> None:
    """Whatever overlaps, the paid seconds of both are those of all records together."""
    taken = paid_stretches(PAYING, first)

    one = pay_for_shift(PAYING, first, zone=UTC, form=form)
    two = pay_for_shift(PAYING, second, zone=UTC, form=form, earlier=taken)

    together = summarize([*first, *second], paid_kinds=PAYING.paid_kinds)
    assert one.paid_s + two.paid_s == together.paid_s


@given(amounts, st.integers(0, 600_000), st.integers(1, 364))
def test_a_year_of_salary_is_the_same_however_it_is_cut(
    monthly: int, contracted_s: int, cut: int
) -> None:
    """Two periods that meet anywhere in the year pay what the whole year pays."""
    policy = replace(PAYING, hourly_floor_minor=0, monthly_pay_minor=max(1, monthly))
    january, december = date(2026, 1, 1), date(2026, 12, 31)
    middle = january + timedelta(days=cut)

    def total(first: date, last: date) -> int:
        lines = salary_lines(policy, contracted_month_s=contracted_s, first=first, last=last)
        return sum(line.amount_minor for line in lines)

    assert total(january, middle - timedelta(days=1)) + total(middle, december) == (
        total(january, december)
    )


@given(shifts(), shifts(shift="s2"))
def test_a_weekly_floor_never_costs_more_than_floors_per_shift(
    first: list[WorkRecord], second: list[WorkRecord]
) -> None:
    """A good shift may make up for a quiet one over the week, never the other way round."""
    per_shift, per_week = (
        settle_week(
            [
                pay_for_shift(replace(POLICY, settlement=settlement), shift, zone=UTC)
                for shift in (first, second)
            ]
        )
        for settlement in (Settlement.SHIFT, Settlement.WEEK)
    )

    assert per_week.total_minor <= per_shift.total_minor
    assert per_week.drops_minor + per_week.top_up_minor >= per_week.floor_minor


@given(amounts, per_courier, per_courier)
def test_sharing_a_surplus_loses_no_cent(
    surplus: int, online: dict[str, int], drops: dict[str, int]
) -> None:
    """Reserve and shares are the surplus, whoever worked."""
    shares = share_surplus(POLICY, surplus, online_s=online, num_drops=drops)

    assert shares.reserve_minor + sum(shares.shares_minor.values()) == surplus
    assert min(shares.shares_minor.values(), default=0) >= 0


@given(zero_sums(), per_courier, per_courier, st.none() | st.integers(1, 5_000))
def test_the_ledger_sums_to_zero_and_leave_is_neutral(
    balances: dict[str, int], received: dict[str, int], online: dict[str, int], cap: int | None
) -> None:
    """Each entry sums to zero, so do all balances; who had no hours and no pay stays put."""
    policy = replace(POLICY, balance_cap_minor=cap)
    entitled = entitlements(policy, received, online_s=online)

    entries = close_period(
        policy, balances, received_minor=received, entitled_minor=entitled, at=NOW
    )

    after = post(balances, entries)
    assert sum(entitled.values()) == sum(received.values())
    assert all(sum(p.amount_minor for p in entry.postings) == 0 for entry in entries)
    assert sum(after.values()) == 0
    for name, balance in balances.items():
        if not online.get(name) and not received.get(name):
            assert after[name] == balance


@given(zero_sums(), st.integers(0, 1000), st.sets(st.sampled_from(NAMES)))
def test_decay_keeps_the_zero_sum_and_turns_nobody_around(
    balances: dict[str, int], permille: int, absent: set[str]
) -> None:
    """Nobody's balance grows or changes sign, the absent keep theirs to the cent."""
    after = decayed(balances, permille, absent=absent)

    assert sum(after.values()) == 0
    for name, balance in balances.items():
        assert min(0, balance) <= after[name] <= max(0, balance)
        assert after[name] == balance or name not in absent


@given(zero_sums(), st.integers(1, 20_000))
def test_a_cap_holds_on_both_sides(balances: dict[str, int], cap: int) -> None:
    """Nobody is beyond the cap, nobody's balance grows, and the sum stays zero."""
    after = capped(balances, cap)

    assert sum(after.values()) == 0
    assert all(abs(balance) <= min(cap, abs(balances[name])) for name, balance in after.items())


@given(zero_sums(), st.integers(1, 20_000), st.sets(st.sampled_from(NAMES)))
def test_a_cap_leaves_the_absent_alone(
    balances: dict[str, int], cap: int, absent: set[str]
) -> None:
    """Whatever the cap does to the others, a balance on leave is not touched."""
    after = capped(balances, cap, absent=absent)

    assert sum(after.values()) == 0
    assert all(after[name] == balances[name] for name in absent & set(balances))


@given(zero_sums(), amounts)
def test_settling_brings_balances_toward_zero(balances: dict[str, int], surplus: int) -> None:
    """Leavers end at zero; payouts never exceed the surplus; nobody else's balance grows."""
    leaver = next(iter(balances))

    left = post(balances, [settle_leaver(POLICY, balances, leaver, at=NOW)])
    entry = pay_out_deficits(POLICY, balances, surplus, at=NOW)

    assert left[leaver] == 0
    assert sum(p.amount_minor for p in entry.postings if p.amount_minor > 0) <= surplus
    for after in (left, post(balances, [entry])):
        assert sum(after.values()) == 0
        assert all(abs(after[name]) <= abs(balances[name]) for name in balances)


@given(crews)
def test_gini_is_the_sum_over_all_pairs_and_lies_between_0_and_1(
    crew: list[tuple[int, int]],
) -> None:
    """The fast form equals the definition, sum w_i w_j |r_i - r_j| / (2 W^2 mu), exactly."""
    pay, hours = [p for p, _ in crew], [h for _, h in crew]

    value = gini(pay, hours)

    pairs = sum(abs(p * k - q * h) for p, h in crew for q, k in crew)
    assert value == (Fraction(pairs, 2 * sum(hours) * sum(pay)) if any(pay) else 0)
    assert 0 <= value < 1
    assert 0 <= min_to_median(pay, hours) <= 1


@given(st.lists(st.integers(1, 500), min_size=1, max_size=8), st.integers(0, 900))
def test_equal_rates_have_no_inequality(hours: list[int], rate: int) -> None:
    """Everybody gets the same per hour, whatever the hours: Gini and variance are 0."""
    pay = [rate * h for h in hours]

    assert gini(pay, hours) == 0
    assert cv_squared(pay, hours) == 0
    assert min_to_median(pay, hours) == 1


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=3, max_size=3))
def test_leximin_is_a_total_preorder(distributions: list[list[int]]) -> None:
    """Anonymous, antisymmetric in sign, transitive over any three distributions."""
    for left, middle, right in permutations(distributions):
        assert leximin(left, middle) == -leximin(middle, left)
        assert leximin(left, left[::-1]) == 0
        if leximin(left, middle) >= 0 and leximin(middle, right) >= 0:
            assert leximin(left, right) >= 0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 4), st.integers(1, 5))
def test_leximin_welcomes_more_for_one_and_less_for_nobody(
    values: list[int], index: int, gain: int
) -> None:
    """Gini, variance and range fail this law, so they are only reported."""
    better = list(values)
    better[index % len(values)] += gain

    assert leximin(better, values) == 1


@given(
    times,
    st.integers(0, 100_000),
    st.sampled_from(PartnerClass),
    st.integers(0, 1000),
    st.integers(0, 1000),
)
def test_a_fee_always_covers_the_labor_cost(
    seconds: int, meters: int, partner: PartnerClass, percent: int, tax: int
) -> None:
    """The parts add up, none is negative, and the fee before tax lacks nothing of the labor."""
    policy = replace(POLICY, ally_share_percent=percent, tax_permille=tax)

    breakdown = fee(policy, seconds=seconds, meters=meters, partner=partner)

    parts = (
        breakdown.labor_minor,
        breakdown.on_cost_minor,
        breakdown.coop_minor,
        breakdown.tax_minor,
    )
    assert sum(parts) == breakdown.total_minor
    assert min(parts) >= 0
    assert breakdown.shortfall_minor(breakdown.total_minor - breakdown.tax_minor) == 0


@given(
    st.integers(0, 10**9),
    st.integers(0, 1000),
    st.sets(st.sampled_from(WorkKind)),
    st.none() | st.integers(1, 10**9),
)
def test_a_policy_survives_being_written(
    floor: int, eps: int, kinds: set[WorkKind], cap: int | None
) -> None:
    """Any valid policy is read back as it was written."""
    policy = replace(
        POLICY,
        hourly_floor_minor=floor,
        eps_permille=eps,
        paid_kinds=frozenset(kinds),
        balance_cap_minor=cap,
    )

    assert parse_policy(to_mapping(policy)) == policy
