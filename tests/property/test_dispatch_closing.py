"""Closing weeks of any work: no money is lost, the books sum to zero, leave is neutral."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import closing, correcting, pay_inputs
from dispatch.auditing import audit
from dispatch.model import Contract, CourierId, Period
from dispatch.store import open_store
from fairness.books import trial_balance
from fairness.clauses import PayForm
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at

if TYPE_CHECKING:
    from random import Random

    from dispatch.model import ClosedPay, Correction

NAMES = ("ada", "ben", "cleo")
POLICY = {
    "pay_forms": tuple(PayForm),
    "hourly_rate_minor": 1600,
    "hourly_waiting_minor": 900,
    "monthly_pay_minor": 256_000,
    "full_month_s": 160 * 3600,
    "decay_permille": 800,
    "balance_cap_minor": None,
}


@dataclass(frozen=True)
class Books:
    """What two closed weeks leave behind."""

    closed: tuple[ClosedPay, ...]
    added: tuple[Correction, ...]
    balance: dict[tuple[str, str], int]


@st.composite
def weeks(draw: st.DrawFn) -> list[WorkRecord]:
    """Draw work of two weeks that may overlap, within and across shifts."""
    found = []
    for number in range(draw(st.integers(0, 10))):
        begins = at(8) + timedelta(
            days=draw(st.integers(0, 13)), minutes=15 * draw(st.integers(0, 40))
        )
        name = draw(st.sampled_from(NAMES[:2]))
        order = f"o{number}"
        found.append(
            WorkRecord(
                id=f"r{number}",
                courier=name,
                shift=f"{name}-{begins.date()}-{draw(st.integers(0, 1))}",
                kind=draw(st.sampled_from(WorkKind)),
                begins_at=begins,
                ends_at=begins + timedelta(minutes=draw(st.integers(0, 200))),
                meters=draw(st.integers(0, 6000)),
                climb_m=draw(st.integers(0, 60)),
                order=order,
                is_drop=draw(st.booleans()),
            )
        )
    return found


def keep(records: list[WorkRecord], form: PayForm, late: int) -> Books:
    """Close two weeks, the last records coming only after the first week was closed."""
    first = Period(first_day=DAY, last_day=DAY + timedelta(days=6))
    second = Period(first_day=DAY + timedelta(days=7), last_day=DAY + timedelta(days=13))
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(f"sqlite:///{Path(directory) / 'store.db'}")
        world = World(store, **POLICY)
        for name in NAMES:
            world.courier(name)
        agreed = Contract(
            courier=CourierId("ada"), valid_from=DAY, pay_form=form, month_s=100 * 3600
        )
        world.do(lambda tx: pay_inputs.agree_contract(tx, DISPATCHER, agreed, now=at(0)))
        timely, rest = records[: len(records) - late], records[len(records) - late :]
        days = {record.id: world.coop.day_of(record.begins_at) for record in records}
        world.do(lambda tx: tx.work.add_of_days(timely, [days[one.id] for one in timely]))
        now = at(0) + timedelta(days=14)
        closed = list(world.do(lambda tx: closing.close(tx, DISPATCHER, first, now=now)))
        world.do(lambda tx: tx.work.add_of_days(rest, [days[one.id] for one in rest]))
        closed += world.do(lambda tx: closing.close(tx, DISPATCHER, second, now=now))
        added: list[Correction] = []
        for period in (first, second):
            if any(one.first_day == period.first_day for one in closed):
                added += world.do(
                    lambda tx, period=period: correcting.reconcile(  # type: ignore[misc]  # a default binds the loop's value
                        tx, DISPATCHER, period, now=now
                    )
                )
        with store.read(COOP) as tx:
            assert audit(tx).is_intact
            balance = trial_balance(tx.ledger.all())
        store.close()
    return Books(closed=tuple(closed), added=tuple(added), balance=balance)


@given(weeks(), st.sampled_from(PayForm), st.integers(0, 3), st.randoms())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_books_of_any_two_weeks_balance(
    records: list[WorkRecord], form: PayForm, late: int, random: Random
) -> None:
    """What couriers are owed is what statements and corrections say, to the cent.

    Every unit sums to zero, who did not work has no balance, and neither the order of
    records nor coming late changes what anybody gets of the first week.
    """
    books = keep(records, form, min(late, len(records)))

    shuffled = list(records)
    random.shuffle(shuffled)
    in_time = keep(shuffled, form, 0)

    for name in NAMES:
        said = sum(one.pay.total_minor for one in books.closed if one.courier == name)
        said += sum(one.total_minor for one in books.added if one.courier == name)
        assert books.balance.get((f"courier:{name}", "EUR"), 0) == said
    for unit in ("EUR", "s"):
        assert sum(amount for (_, of), amount in books.balance.items() if of == unit) == 0
    assert ("balance:cleo", "EUR") not in books.balance
    is_comparable = {one.first_day for one in books.closed} == {
        one.first_day for one in in_time.closed
    }
    if is_comparable:
        for name in NAMES:
            owed = (f"courier:{name}", "EUR")
            assert books.balance.get(owed, 0) == in_time.balance.get(owed, 0)
