"""What people of the made-up co-op have to decide: objections, reports, closed pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.browser.city_day import Json


def contestations() -> Json:
    """Return one objection that waits and one that was answered."""
    waiting = {
        "id": "contestation-1",
        "courier_id": "c-0",
        "order_id": "o-12",
        "day": "2026-11-23",
        "objection": "I stood at the door of the shop.",
        "answer_by": "2026-12-05T18:00:00+02:00",
        "is_overdue": False,
        "state": "open",
        "answer": "",
        "answered_at": None,
    }
    answered = {**waiting, "id": "contestation-0", "state": "upheld", "answer": "8 km of detour."}
    return {"contestations": [waiting, answered]}


def doubts() -> Json:
    """Return a report that waits for a decision, and one that was decided."""
    report = {
        "courier_id": "c-1",
        "device": "phone",
        "sequence": 7,
        "kind": "shift_ended",
        "at": "2026-11-22T13:30:00+02:00",
        "received_at": "2026-11-22T13:30:02+02:00",
        "order_id": None,
        "is_applied": True,
        "code": "shifts_overlap",
        "message": "Two shifts share some time; that time is paid once.",
    }
    waiting = {
        "report": report,
        "said": "Bilal Noor reported for 2026-11-22 13:30: shift ended.",
        "recorded": [
            "A shift of Bilal Noor is recorded from 2026-11-22 09:00 to 2026-11-22 13:30.",
            "A shift of Bilal Noor is recorded from 2026-11-22 12:15 to 2026-11-22 17:00.",
        ],
        "decision": None,
    }
    decided = {
        **waiting,
        "report": {**report, "sequence": 3},
        "decision": {
            "amount_minor": 0,
            "clause": None,
            "reason": "The clock of the phone was slow.",
            "decided_at": "2026-11-21T10:00:00+02:00",
        },
    }
    return {"reports": [waiting, decided]}


def payroll() -> Json:
    """Return the closed pay of two couriers, one with an added line."""
    added = {
        "id": "k-1",
        "courier_id": "c-0",
        "amount_minor": 450,
        "clauses": ["rain_percent"],
        "reason": "agreed",
        "message": "agreed",
        "note": "Rain that nobody noted.",
        "at": "2026-11-18T12:00:00+02:00",
    }
    return {
        "first_day": "2026-11-09",
        "currency": "EUR",
        "couriers": [
            {
                "courier_id": "c-0",
                "name": "Aino Kallio",
                "total_minor": 41_250,
                "corrections": [added],
            },
            {
                "courier_id": "c-1",
                "name": "Bilal Noor",
                "total_minor": 38_020,
                "corrections": [],
            },
        ],
    }


def periods() -> Json:
    """Return the closed periods."""
    return {"periods": [{"first_day": "2026-11-09", "last_day": "2026-11-15"}]}


def crew() -> Json:
    """Return who delivers, also those who do not work on the day."""
    names = {"c-0": "Aino Kallio", "c-1": "Bilal Noor"}
    return {"couriers": [{"id": key, "name": name} for key, name in names.items()]}


KNOWN: Final[Mapping[str, Callable[[], Json]]] = {
    "/v1/contestations": contestations,
    "/v1/couriers": crew,
    "/v1/doubts": doubts,
    "/v1/payroll": periods,
    "/v1/payroll/2026-11-09": payroll,
}
MADE: Final[Mapping[str, Json]] = {
    "/contestations/contestation-0": {},
    "/contestations/contestation-1/answer": {},
    "/doubts": {},
    "/payroll/2026-11-09/corrections": {},
    "/payroll/2026-11-09/reconcile": {"corrections": [{}]},
}
