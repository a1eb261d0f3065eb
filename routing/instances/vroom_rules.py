"""Rules that VROOM's JSON has no words for, in fields of our own beside its own.

Stops may have ``release`` (service begins no sooner), ``due`` (a promise: later is late) and
``late_per_hour`` (price of an hour of lateness, like ``per_hour`` of a vehicle); shipments
``max_on_board`` (seconds). Vehicles may have ``prefix`` and ``sequences``: orders of steps,
each ``{"type": "job" | "pickup" | "delivery", "id": ...}``. VROOM's own ``steps`` of a vehicle
are a sequence, too; its starts, breaks and ends pin nothing. The file may have ``relays``, each
``{"delivery": ..., "pickup": ..., "handling": ...}`` by the ids of the ends that meet at a hub,
``pair_costs``, each a step with ``vehicle`` and ``cost``, and ``balance``: ``carried`` and
``weights``, one number per vehicle, and ``slack_permille``; what is evened out is how many jobs
and shipments each vehicle has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from routing.instances import fields
from routing.instances.instance import InstanceError
from routing.instances.vroom_vehicles import FIXED, HOURLY, PER_SECOND
from routing.model import Balance
from routing.rules.promises import Promise
from routing.rules.relays import Relay
from routing.rules.releases import released
from routing.rules.sequences import SequencePin
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from routing.instances.instance import NodeNames
    from routing.model import Stop, Vehicle
    from routing.problem import Problem

OF_STOPS = {"release", "due", "late_per_hour"}
OF_SHIPMENTS = {"max_on_board"}
OF_FILES = {"relays", "pair_costs", "balance"}

STEP = {"type", "id"}
RELAY = {"delivery", "pickup", "handling"}
PAIR = STEP | {"vehicle", "cost"}
BALANCE = {"carried", "weights", "slack_permille"}

UNPINNED = {"start", "break", "end"}
"""Steps of a vehicle that VROOM lists and that pin nothing here."""

USUAL_SLACK = 20
"""Thousandths of the least cost that evenness may cost where a file does not say."""


def with_moments(stop: Stop, entry: Mapping[str, Any], path: str) -> Stop:
    """Give a stop its release time and its promise.

    Raises
    ------
    InstanceError
        When a field is not what it should be, or all windows are over at the release.
    """
    if "release" in entry:
        later = released(stop, fields.whole(entry["release"], f"{path}.release"))
        if later is None:
            msg = f"Expected a window that is open after {path}.release, got none."
            raise InstanceError(msg)
        stop = later
    per_hour = fields.whole(entry.get("late_per_hour", HOURLY), f"{path}.late_per_hour")
    if "due" not in entry:
        return stop
    due = fields.whole(entry["due"], f"{path}.due")
    try:
        promise = Promise(by=due, cost_per_second=PER_SECOND * per_hour)
    except ValueError as error:
        msg = f"{error} at {path}.late_per_hour"
        raise InstanceError(msg) from None
    return replace(stop, promise=promise)


def max_on_board(entry: Mapping[str, Any], path: str) -> int | None:
    """Read how long a shipment may be on board."""
    if "max_on_board" not in entry:
        return None
    return fields.whole(entry["max_on_board"], f"{path}.max_on_board")


def with_rules(
    problem: Problem, root: Mapping[str, Any], names: Sequence[NodeNames], num_jobs: int
) -> Problem:
    """Give a problem its sequences, relays and costs of pairs.

    Parameters
    ----------
    problem
        Without them.
    root
        The file.
    names
        Names of the ends of every shipment, those of jobs first.
    num_jobs
        How many are jobs.

    Raises
    ------
    InstanceError
        Naming the path of the first fault.
    ValueError
        When the rules contradict each other.
    """
    known = _steps(names, num_jobs)
    sequences: list[SequencePin] = []
    for index, value in enumerate(fields.array(root.get("vehicles", []), "vehicles")):
        entry, path = fields.record(value, f"vehicles[{index}]"), f"vehicles[{index}]"
        orders = fields.array(entry.get("sequences", []), f"{path}.sequences")
        listed = [(order, f"{path}.sequences[{i}]", False) for i, order in enumerate(orders)]
        if "prefix" in entry:
            listed.append((entry["prefix"], f"{path}.prefix", True))
        if "steps" in entry:
            listed.append((_pinned(entry["steps"], f"{path}.steps"), f"{path}.steps", False))
        for order, place, is_prefix in listed:
            stops = tuple(
                _step(step, f"{place}[{i}]", STEP, known)
                for i, step in enumerate(fields.array(order, place))
            )
            sequences.append(SequencePin(vehicle=index, stops=stops, is_prefix=is_prefix))
    return replace(
        problem,
        balance=_balance(root),
        sequences=tuple(sequences),
        relays=tuple(
            _relay(value, f"relays[{i}]", known)
            for i, value in enumerate(fields.array(root.get("relays", []), "relays"))
        ),
        pair_costs=dict(
            _pair(value, f"pair_costs[{i}]", known, problem.vehicles)
            for i, value in enumerate(fields.array(root.get("pair_costs", []), "pair_costs"))
        ),
    )


def _pinned(value: object, path: str) -> list[object]:
    """Return the steps of a vehicle that pin something."""
    return [
        step
        for i, step in enumerate(fields.array(value, path))
        if fields.record(step, f"{path}[{i}]").get("type") not in UNPINNED
    ]


def _balance(root: Mapping[str, Any]) -> Balance | None:
    if "balance" not in root:
        return None
    entry = fields.record(root["balance"], "balance")
    fields.only(entry, BALANCE, "balance")
    carried = [
        fields.whole(part, f"balance.carried[{i}]", least=-fields.LARGEST)
        for i, part in enumerate(fields.array(entry.get("carried"), "balance.carried"))
    ]
    slack = entry.get("slack_permille", USUAL_SLACK)
    return Balance(
        carried=tuple(carried),
        weights=fields.amounts(entry.get("weights"), "balance.weights"),
        slack_permille=fields.whole(slack, "balance.slack_permille"),
    )


def _steps(names: Sequence[NodeNames], num_jobs: int) -> dict[tuple[str, int | str], Entry]:
    known: dict[tuple[str, int | str], Entry] = {}
    for index, ends in enumerate(names):
        for kind, name in zip((StopKind.PICKUP, StopKind.DELIVERY), ends, strict=True):
            if name is not None:
                step = "job" if index < num_jobs else kind.value
                known.setdefault((step, name), Entry(kind=kind, index=index))
    return known


def _step(
    value: object, path: str, fields_known: set[str], known: dict[tuple[str, int | str], Entry]
) -> Entry:
    entry = fields.record(value, path)
    fields.only(entry, fields_known, path)
    kind = fields.text(entry.get("type"), f"{path}.type")
    return _find(kind, entry.get("id"), f"{path}.id", known)


def _find(kind: str, value: object, path: str, known: dict[tuple[str, int | str], Entry]) -> Entry:
    name = fields.name(value, path)
    if (kind, name) not in known:
        msg = f"Expected the id of a job, pickup or delivery of the file at {path}, got {name}."
        raise InstanceError(msg)
    return known[kind, name]


def _relay(value: object, path: str, known: dict[tuple[str, int | str], Entry]) -> Relay:
    entry = fields.record(value, path)
    fields.only(entry, RELAY, path)
    return Relay(
        first=_find("delivery", entry.get("delivery"), f"{path}.delivery", known).index,
        second=_find("pickup", entry.get("pickup"), f"{path}.pickup", known).index,
        handling=fields.whole(entry.get("handling", 0), f"{path}.handling"),
    )


def _pair(
    value: object,
    path: str,
    known: dict[tuple[str, int | str], Entry],
    vehicles: Sequence[Vehicle],
) -> tuple[tuple[int, int], int]:
    step = _step(value, path, PAIR, known)
    entry = fields.record(value, path)
    name = str(fields.name(entry.get("vehicle"), f"{path}.vehicle"))
    numbers = [number for number, vehicle in enumerate(vehicles) if vehicle.id == name]
    if not numbers:
        msg = f"Expected the id of a vehicle of the file at {path}.vehicle, got {name}."
        raise InstanceError(msg)
    return (step.index, numbers[0]), FIXED * fields.whole(entry.get("cost"), f"{path}.cost")
