"""Readers of public instances refuse what they do not understand, saying where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from routing.instances import InstanceError, read_lilim, read_sartori, read_vroom
from routing.report import solve_text
from routing.rules.promises import Promise
from routing.rules.relays import Relay
from routing.rules.sequences import SequencePin
from tests.routing_makers import give, take

LILIM = """2 10 1
0 0 0 0 0 1000 0 0 0
1 3 4 5 0 500 10 0 2
2 1 1 -5 0 600 10 1 0
"""

SARTORI = """NAME: two
SIZE: 3
CAPACITY: 10
NODES
0 1.5 2.5 0 0 240 0 0 0
1 1.5 2.5 5 0 100 2 0 2
2 1.5 2.5 -5 0 120 2 1 0
EDGES
0 5 6
5 0 3
6 3 0
EOF
"""

VROOM: dict[str, Any] = {
    "vehicles": [{"id": 1, "profile": "bike", "start": [24.94, 60.17], "capacity": [4]}],
    "jobs": [{"id": 7, "location": [24.95, 60.17], "delivery": [1], "setup": 60}],
}


def test_lilim_times_are_rounded_up_and_lengths_are_exact() -> None:
    """sqrt(2) in ten-thousandths is 14142.1..., so the time is 14143 and the length sqrt(2)."""
    instance = read_lilim(LILIM)

    matrix = instance.problem.matrices[0]
    assert matrix.durations[0, 2] == 14143
    assert matrix.distances[0, 2] == 14142
    assert instance.lengths is not None
    assert instance.lengths[0, 2] == 2**0.5
    assert instance.names == ((1, 2),)


def test_sartori_keeps_whole_minutes() -> None:
    """The matrix of the file is used as it is, for time and for length."""
    instance = read_sartori(SARTORI)

    assert instance.problem.matrices[0].durations[0].tolist() == [0, 5, 6]
    assert instance.problem.shipments[0].load == (5,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "got an empty file"),
        ("2 10\n", "Expected 3 numbers in line 1, got 2"),
        ("0 10 1\n0 0 0 0 0 9 0 0 0\n", "vehicles and capacity > 0 in line 1"),
        ("2 10 1\n", "Expected the depot after line 1"),
        (LILIM.replace("3 4 5 0", "3 x 5 0"), "Expected whole numbers in line 3"),
        (LILIM.replace("\n2 1 1", "\n3 1 1"), "Expected node 2 in line 4, got 3"),
        (LILIM.replace("0 500", "600 500"), "earliest <= latest .* in line 3"),
        (LILIM.replace("-5", "-4"), "partner of opposite demand for node 1 in line 3"),
        (LILIM.replace("10 0 2", "10 0 9"), "partner of opposite demand for node 1"),
        (LILIM.replace("1000", "999999"), "Expected times up to 214748 in line 2"),
    ],
)
def test_a_wrong_lilim_file_is_refused(text: str, message: str) -> None:
    """Each text has one fault; the message says in which line."""
    with pytest.raises(InstanceError, match=message):
        read_lilim(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Expected NODES, got the end of the file"),
        ("what\n", "Expected 'NAME: value' or NODES in line 1"),
        (SARTORI.replace("SIZE: 3\n", ""), "Expected a line 'SIZE: number'"),
        (SARTORI.replace("SIZE: 3", "SIZE: 0"), "Expected SIZE > 0 in line 2"),
        (SARTORI.replace("EDGES\n", ""), "Expected EDGES in line 8"),
        (SARTORI.replace("5 0 3\n", "5 0\n"), "Expected 3 numbers in line 10, got 2"),
        (SARTORI.replace("5 0 3\n", "5 0 -3\n"), "travel times >= 0 in line 10"),
        (SARTORI.split("6 3 0", maxsplit=1)[0], "Expected row 2 of EDGES, got the end"),
    ],
)
def test_a_wrong_sartori_file_is_refused(text: str, message: str) -> None:
    """Each text has one fault; the message says in which line."""
    with pytest.raises(InstanceError, match=message):
        read_sartori(text)


def changed(path: str, value: object) -> str:
    """Return the VROOM problem with one value set."""
    root = json.loads(json.dumps(VROOM))
    *way, last = path.split("/")
    place: Any = root
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return json.dumps(root)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "Expected JSON, got a fault in line 1"),
        ("[" * 100_000, "JSON"),
        ("[]", "Expected an object at the file"),
        ('{"vehicles": []}', "at least one vehicle"),
        (changed("clusters", []), "'clusters', which is not supported"),
        (changed("vehicles/0/max_distance", 5), "known fields in vehicles\\[0\\]"),
        (changed("vehicles/0/id", "x"), "vehicles\\[0\\].id, got 'x'"),
        (changed("vehicles/0/profile", "balloon"), "matrices.balloon"),
        (changed("vehicles/0/speed_factor", 0), "vehicles\\[0\\].speed_factor"),
        (changed("vehicles/0/time_window", [5, 1]), "vehicles\\[0\\].time_window"),
        (changed("jobs/0/location", [200, 0]), "jobs\\[0\\].location\\[0\\]"),
        (changed("jobs/0/location", None), "an array at jobs\\[0\\].location"),
        (changed("jobs/0/delivery", [1, 2]), "Expected 1 amounts .* jobs\\[0\\].delivery"),
        (changed("jobs/0/pickup", [1]), "got both, which is not supported"),
        (changed("jobs/0/priority", 101), "a priority up to 100"),
        (changed("jobs/0/time_windows", []), "disjoint time windows"),
        (changed("jobs", [{"id": 7, "location_index": 3}]), "got only location_index 3"),
        (changed("shipments", [{}]), "an object at shipments\\[0\\].pickup"),
        (changed("matrices", {"bike": {"durations": [[0, 1]]}}), "matrices.bike.durations"),
        (changed("jobs/0/due", -1), "jobs\\[0\\].due"),
        (changed("jobs/0/release", 2**31), "jobs\\[0\\].release"),
        (changed("jobs/0/max_on_board", 60), "'max_on_board', which is not supported"),
        (changed("vehicles/0/prefix", [{"type": "job", "id": 8}]), "prefix\\[0\\].id, got 8"),
        (changed("vehicles/0/sequences", [{}]), "an array at vehicles\\[0\\].sequences\\[0\\]"),
        (
            changed("relays", [{"delivery": 7}]),
            "a job, pickup or delivery .* relays\\[0\\].delivery",
        ),
        (
            changed("pair_costs", [{"type": "job", "id": 7, "vehicle": 2, "cost": 1}]),
            "the id of a vehicle of the file at pair_costs\\[0\\].vehicle, got 2",
        ),
    ],
)
def test_a_wrong_vroom_file_is_refused(text: str, message: str) -> None:
    """Each text has one fault; the message gives its path."""
    with pytest.raises(InstanceError, match=message):
        read_vroom(text)


def test_vroom_setup_delays_the_begin_of_service() -> None:
    """VROOM's window limits the arrival; setup comes after it, then service begins."""
    instance = read_vroom(changed("jobs/0/time_windows", [[100, 200]]))

    delivery = instance.problem.shipments[0].delivery
    assert delivery is not None
    assert (delivery.windows[0].earliest, delivery.windows[0].latest) == (160, 200)
    assert delivery.setup_duration == 60


def test_vroom_great_circles_are_in_metres() -> None:
    """A hundredth of a degree of longitude at 60.17 N is 1112 m * cos(60.17) = 553 m."""
    instance = read_vroom(json.dumps(VROOM))

    metres = int(instance.problem.matrices[0].distances[0, 1])
    assert 550 <= metres <= 556


def test_vroom_priority_outweighs_any_detour() -> None:
    """Priority 3 is worth four times what priority 0 is, and that more than the ride."""
    low = read_vroom(json.dumps(VROOM)).problem.shipments[0].drop_penalty
    high = read_vroom(changed("jobs/0/priority", 3)).problem.shipments[0].drop_penalty

    assert low is not None
    assert high == 4 * low
    assert low > 36_000 * 132


def test_an_unknown_format_is_refused() -> None:
    """The message lists the formats there are."""
    with pytest.raises(InstanceError, match="lilim, sartori, vroom, got 'tsp'"):
        solve_text("", "tsp", iterations=1)


def test_rules_beyond_vroom_have_fields_of_their_own() -> None:
    """A hub: 1 to 2, then 3 to 4. Prices are an hour's, costs those of a fixed cost.

    The second leg matters enough to be carried although its pair costs something.
    """
    there = {"location": [24.95, 60.17]}
    shipments = [
        {"pickup": {"id": 1, **there, "release": 900}, "delivery": {"id": 2, **there}},
        {
            "pickup": {"id": 3, **there},
            "delivery": {"id": 4, **there, "due": 5000, "late_per_hour": 7200},
            "max_on_board": 1800,
            "priority": 100,
        },
    ]
    root = {
        **VROOM,
        "shipments": shipments,
        "relays": [{"delivery": 2, "pickup": 3, "handling": 120}],
        "pair_costs": [{"type": "delivery", "id": 4, "vehicle": 1, "cost": 2}],
    }
    root["vehicles"] = [
        {
            **VROOM["vehicles"][0],
            "prefix": [{"type": "job", "id": 7}],
            "sequences": [[{"type": "pickup", "id": 1}, {"type": "delivery", "id": 4}]],
        }
    ]

    problem = read_vroom(json.dumps(root)).problem
    report = solve_text(json.dumps(root), "vroom", iterations=5)

    first, second = problem.shipments[1:]
    assert first.pickup is not None
    assert first.pickup.windows[0].earliest == 900
    assert second.delivery is not None
    assert second.delivery.promise == Promise(by=5000, cost_per_second=72_000)
    assert second.max_on_board == 1800
    assert problem.relays == (Relay(first=1, second=2, handling=120),)
    assert problem.pair_costs == {(2, 0): 72_000}
    assert problem.sequences == (
        SequencePin(vehicle=0, stops=(take(1), give(2))),
        SequencePin(vehicle=0, stops=(give(0),), is_prefix=True),
    )
    assert report["feasible"]
    assert report["routes"] == [[7, 1, 2, 3, 4]]
