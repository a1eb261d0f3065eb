"""vrp-cli, asked in its own format."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bench.plan_engines import check_plain
from bench.plan_peers import costs_of

if TYPE_CHECKING:
    from bench.plan_engines import Routes
    from routing.model import Stop, TimeWindow
    from routing.problem import Problem

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def vrp_cli(problem: Problem, seconds: float, seed: int) -> Routes:
    """Ask vrp-cli for few vehicles first, then little distance; it has no seed."""
    del seed
    check_plain(problem)
    package: Any = import_module("vrp_cli")
    vehicle = problem.vehicles[0]
    question = {
        "plan": {
            "jobs": [
                {
                    "id": str(number),
                    "pickups": [_place(shipment.pickup, shipment.load)],
                    "deliveries": [_place(shipment.delivery, shipment.load)],
                }
                for number, shipment in enumerate(problem.shipments)
            ]
        },
        "fleet": {
            "vehicles": [
                {
                    "typeId": "v",
                    "vehicleIds": [str(i) for i in range(len(problem.vehicles))],
                    "profile": {"matrix": "m"},
                    "costs": {"fixed": float(vehicle.fixed_cost), "distance": 1.0, "time": 0.0},
                    "shifts": [
                        {
                            "start": {"earliest": _moment(vehicle.shift.earliest), **_at(problem)},
                            "end": {"latest": _moment(vehicle.shift.latest), **_at(problem)},
                        }
                    ],
                    "capacity": list(vehicle.capacity),
                }
            ],
            "profiles": [{"name": "m"}],
        },
        "objectives": [
            [{"type": "minimize-unassigned"}],
            [{"type": "minimize-tours"}],
            [{"type": "minimize-distance"}],
        ],
    }
    matrix = {
        "profile": "m",
        "travelTimes": problem.matrices[0].durations.ravel().tolist(),
        "distances": costs_of(problem).ravel().tolist(),
    }
    settings = {
        "termination": {"maxTime": max(1, round(seconds))},
        "environment": {"parallelism": {"numThreadPools": 1, "threadsPerPool": 1}},
    }
    text = package.solve_pragmatic(
        problem=json.dumps(question), matrices=[json.dumps(matrix)], config=json.dumps(settings)
    )
    return [
        tuple(
            2 * int(activity["jobId"]) + (activity["type"] == "delivery")
            for stop in route["stops"]
            for activity in stop["activities"]
            if activity["type"] in {"pickup", "delivery"}
        )
        for route in json.loads(text)["tours"]
    ]


def _place(stop: Stop | None, load: tuple[int, ...]) -> dict[str, Any]:
    if stop is None:
        return {}
    return {
        "places": [
            {
                "location": {"index": stop.location},
                "duration": float(stop.service_duration),
                "times": [_span(stop.windows[0])],
            }
        ],
        "demand": list(load),
    }


def _span(window: TimeWindow) -> list[str]:
    return [_moment(window.earliest), _moment(window.latest)]


def _at(problem: Problem) -> dict[str, Any]:
    return {"location": {"index": problem.vehicles[0].start}}


def _moment(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
