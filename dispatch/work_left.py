"""Until when a courier may still work today, after what today has really been."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import ShiftState
from dispatch.worktime import online_records
from fairness.hours import total_s
from fairness.targets import seconds_left
from fairness.work import WorkKind

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.day_state import DayState
    from dispatch.model import Shift


def work_ends_at(state: DayState, shift: Shift) -> datetime:
    """Give the end of a shift, or the moment before it when the day's limit is reached.

    A shift that was agreed keeps the limit as planned; one that ended late, earlier on the
    same day, leaves less for the next. Pauses, care and unpaid breaks do not count.
    """
    worked_s = sum(
        _worked_s(other)
        for other in state.shifts
        if other.courier == shift.courier and other.id != shift.id
    )
    # The week's limit was kept when the shift was agreed; only today can still have changed.
    left_s = seconds_left(state.policy, day_s=worked_s, week_s=worked_s)
    if left_s is None:
        return shift.ends_at
    begins = max(shift.began_at or shift.starts_at, shift.starts_at)
    away = shift.ends_at - shift.starts_at - shift.planned_online
    away += sum(
        (pause.ends_at - pause.begins_at for pause in shift.pauses if pause.ends_at), timedelta()
    )
    return min(shift.ends_at, begins + timedelta(seconds=left_s) + away)


def _worked_s(shift: Shift) -> int:
    """Count the online seconds of a shift that has ended; others count as nothing yet."""
    if shift.state is not ShiftState.ENDED or shift.began_at is None or shift.ended_at is None:
        return 0
    worked = online_records(shift, until=shift.ended_at)
    return total_s((one.begins_at, one.ends_at) for one in worked if one.kind is WorkKind.IDLE)
