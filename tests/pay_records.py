"""Work records and statements of one courier, for tests of pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fairness.clauses import PayForm, Settlement
from fairness.pay import pay_for_shift
from fairness.policy import Policy, starter_policy
from fairness.work import WorkKind, WorkRecord

if TYPE_CHECKING:
    from fairness.hours import Stretch
    from fairness.statement import PayStatement

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
POLICY = replace(
    starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC)), settlement=Settlement.SHIFT
)


def record(  # noqa: PLR0913 (the facts of a record)
    name: str,
    kind: WorkKind,
    minutes: int,
    *,
    at: datetime = NOON,
    meters: int = 0,
    climb_m: int = 0,
    weight_g: int = 0,
    order: str | None = None,
    is_drop: bool = False,
    shift: str = "s1",
) -> WorkRecord:
    """Make a work record of one courier."""
    return WorkRecord(
        id=name,
        courier="ada",
        shift=shift,
        kind=kind,
        begins_at=at,
        ends_at=at + timedelta(minutes=minutes),
        meters=meters,
        climb_m=climb_m,
        weight_g=weight_g,
        order=order,
        is_drop=is_drop,
    )


def shift_of(
    minutes: int, drop_meters: tuple[int, ...], *, shift: str = "s1", at: datetime = NOON
) -> list[WorkRecord]:
    """Make a shift: idle throughout, with one travel and one drop record per order."""
    records = [record(f"{shift}-online", WorkKind.IDLE, minutes, shift=shift, at=at)]
    for index, meters in enumerate(drop_meters):
        name = f"{shift}-{index}"
        records += [
            record(
                f"{name}-way", WorkKind.TRAVEL, 5, meters=meters, order=name, shift=shift, at=at
            ),
            record(
                f"{name}-drop", WorkKind.SERVICE, 2, order=name, is_drop=True, shift=shift, at=at
            ),
        ]
    return records


def pay(  # noqa: PLR0913 (what pay depends on)
    policy: Policy,
    records: list[WorkRecord],
    *,
    rain: tuple[Stretch, ...] = (),
    form: PayForm | None = None,
    earlier: tuple[Stretch, ...] = (),
    tips: dict[str, int] | None = None,
) -> PayStatement:
    """Compute a statement in UTC."""
    return pay_for_shift(
        policy, records, zone=UTC, rain=rain, tips=tips, form=form, earlier=earlier
    )
