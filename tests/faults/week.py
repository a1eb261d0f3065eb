"""A week of work in a store, ready to be closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch import pay_inputs
from dispatch.model import Period
from dispatch.store import open_store
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_world import DAY, DISPATCHER, World, at

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEK: Final = Period(first_day=DAY, last_day=DAY + timedelta(days=6))
MONDAY: Final = at(0) + timedelta(days=7)
COURIERS: Final = ("ada", "ben", "cleo")


def found_week(url: str) -> None:
    """Write down five shifts with drops of each courier."""
    store = open_store(url)
    world = World(store)
    for name in COURIERS:
        world.courier(name)
    records = [record for number, name in enumerate(COURIERS) for record in _work(name, number)]
    world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, records, now=at(20)))
    store.close()


def _work(name: str, number: int) -> Iterator[WorkRecord]:
    for day in range(5):
        begins = at(9) + timedelta(days=day)
        shift = f"{name}-{day}"
        yield WorkRecord(
            id=shift,
            courier=name,
            shift=shift,
            kind=WorkKind.IDLE,
            begins_at=begins,
            ends_at=begins + timedelta(hours=4 + number),
        )
        for drop in range(6 + 4 * number):
            handed_over = begins + timedelta(minutes=20 * drop + 10)
            yield WorkRecord(
                id=f"{shift}-{drop}",
                courier=name,
                shift=shift,
                kind=WorkKind.SERVICE,
                begins_at=handed_over,
                ends_at=handed_over + timedelta(minutes=3),
                meters=1800 + 70 * drop,
                weight_g=2000,
                order=f"{shift}-{drop}",
                is_drop=True,
            )
