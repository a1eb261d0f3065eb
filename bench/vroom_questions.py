"""Problems in VROOM's JSON drawn by chance, small enough to check and hard enough to matter."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

HORIZON = 14_400
SIDE = 1500


def draw_question(
    random: Random, *, num_jobs: int, num_shipments: int, num_vehicles: int
) -> dict[str, Any]:
    """Draw a problem with windows, capacities, skills, breaks, priorities and limits.

    Parameters
    ----------
    random
        Where chance comes from.
    num_jobs, num_shipments, num_vehicles
        How many of each.

    Returns
    -------
    dict
        Times in seconds from 0, one matrix for cars.
    """
    num_places = 1 + num_jobs + 2 * num_shipments
    points = [(random.randrange(SIDE), random.randrange(SIDE)) for _ in range(num_places)]
    durations = [
        [round(hypot(a[0] - b[0], a[1] - b[1])) + 10 * (a != b) for b in points] for a in points
    ]
    places = iter(range(1, num_places))
    return {
        "vehicles": [_vehicle(random, 1 + number) for number in range(num_vehicles)],
        "jobs": [
            _stop(random, 100 + number, next(places))
            | {random.choice(("delivery", "pickup")): [random.randint(1, 3)]}
            | _wishes(random)
            for number in range(num_jobs)
        ],
        "shipments": [
            {
                "amount": [random.randint(1, 3)],
                "pickup": _stop(random, 500 + number, next(places)),
                "delivery": _stop(random, 500 + number, next(places)),
            }
            | _wishes(random)
            for number in range(num_shipments)
        ],
        "matrices": {"car": {"durations": durations}},
    }


def _vehicle(random: Random, name: int) -> dict[str, Any]:
    begins = random.randrange(0, 1800)
    vehicle: dict[str, Any] = {
        "id": name,
        "start_index": 0,
        "capacity": [random.randint(4, 9)],
        "skills": [1, 2] if name == 1 else random.choice(([], [1], [2])),
        "time_window": [begins, HORIZON - random.randrange(0, 1800)],
        "max_tasks": random.randint(8, 14),
        "max_travel_time": random.randint(7000, 9000),
    }
    if random.random() < 0.7:  # noqa: PLR2004 - most return
        vehicle["end_index"] = 0
    if random.random() < 0.5:  # noqa: PLR2004 - half of them rest
        window = [begins + 2400, begins + 7200]
        vehicle["breaks"] = [{"id": 10 * name, "service": 900, "time_windows": [window]}]
    return vehicle


def _stop(random: Random, name: int, place: int) -> dict[str, Any]:
    opens = random.randrange(0, HORIZON - 5400)
    windows = [[opens, opens + random.randint(2400, 5400)]]
    if random.random() < 0.2:  # noqa: PLR2004 - a few open twice
        windows = [[opens, opens + 1200], [opens + 2400, opens + 4800]]
    return {
        "id": name,
        "location_index": place,
        "service": random.randrange(30, 300),
        "setup": random.choice((0, 0, 60)),
        "time_windows": windows,
    }


def _wishes(random: Random) -> dict[str, Any]:
    return {
        "skills": random.choice(([], [], [], [1], [2])),
        "priority": random.choice((0, 0, 0, 10)),
    }
