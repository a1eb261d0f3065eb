"""Check an answer in VROOM's JSON by VROOM's own rules, sharing nothing with a solver.

Reads the two documents and nothing else. Service with its setup must begin in a window; a
setup falls away where the vehicle already is; every leg takes at least its time in the matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Document: TypeAlias = Mapping[str, Any]
    Ends: TypeAlias = Mapping[tuple[str, int], tuple[Document, Document]]

TASKS = {"job", "pickup", "delivery"}


def faults_of(question: Document, answer: Document) -> list[str]:
    """List what is wrong with an answer.

    Parameters
    ----------
    question
        What was asked, with matrices and indices.
    answer
        What came back.

    Returns
    -------
    list of str
        Empty when the answer keeps every rule.
    """
    vehicles = {vehicle["id"]: vehicle for vehicle in question["vehicles"]}
    ends = dict(_ends(question))
    served = [
        (step["type"], step["id"])
        for route in answer["routes"]
        for step in route["steps"]
        if step["type"] in TASKS
    ]
    left = [(one["type"], one["id"]) for one in answer["unassigned"]]
    found = []
    if sorted(served + left) != sorted(ends):
        found.append("every end of the question is not exactly once in the answer")
    if answer["summary"]["unassigned"] != len(left):
        found.append("the summary counts other unassigned")
    used = [route["vehicle"] for route in answer["routes"]]
    if len(set(used)) != len(used):
        found.append("a vehicle has two routes")
    for route in answer["routes"]:
        vehicle = vehicles[route["vehicle"]]
        checks = (_times, _limits, _loads, _pairs)
        found += [
            f"vehicle {vehicle['id']}: {fault}"
            for check in checks
            for fault in check(question, vehicle, route, ends)
        ]
    return found


def _ends(question: Document) -> Iterator[tuple[tuple[str, int], tuple[Document, Document]]]:
    """Give every end by kind and id, with the whole that it belongs to."""
    for job in question.get("jobs", ()):
        yield ("job", job["id"]), (job, job)
    for shipment in question.get("shipments", ()):
        for kind in ("pickup", "delivery"):
            yield (kind, shipment[kind]["id"]), (shipment[kind], shipment)


def _times(question: Document, vehicle: Document, route: Document, ends: Ends) -> Iterator[str]:
    matrix = question["matrices"][vehicle.get("profile", "car")]["durations"]
    earliest, latest = vehicle.get("time_window", (0, 2**31))
    here, leaves, total = vehicle.get("start_index"), earliest, 0
    rests = {rest["id"] for rest in vehicle.get("breaks", ())}
    for step in route["steps"]:
        kind = step["type"]
        asked = _asked(step, vehicle, ends, here)
        rests.discard(step.get("id") if kind == "break" else None)
        place, windows = asked["location_index"], asked.get("time_windows", ())
        setup, service = asked.get("setup", 0) * (place != here), asked.get("service", 0)
        travel = 0 if here is None else round(matrix[here][place] / vehicle.get("speed_factor", 1))
        total += travel
        if step["arrival"] < leaves + travel:
            yield f"{kind} {step.get('id')} is reached too soon"
        if (step["setup"], step["service"]) != (setup, service):
            yield f"{kind} {step.get('id')} takes another time"
        begins = step["arrival"] + step["waiting_time"]
        if windows and not any(opens <= begins <= closes for opens, closes in windows):
            yield f"{kind} {step.get('id')} begins at {begins} outside of its windows"
        if step["duration"] != total:
            yield f"{kind} {step.get('id')} counts {step['duration']} s of travel, not {total}"
        here, leaves = place, begins + setup + service
    if leaves > latest:
        yield "it ends after its time"
    if rests:
        yield "a break is missing"
    if route["duration"] != total or total > vehicle.get("max_travel_time", total):
        yield f"{total} s of travel are too long, or other than it says"


def _asked(step: Document, vehicle: Document, ends: Ends, here: int | None) -> Document:
    """Find what the question says of a step."""
    if step["type"] in TASKS:
        end: Document = ends[(step["type"], step["id"])][0]
        return end
    if step["type"] == "break":
        (rest,) = (rest for rest in vehicle["breaks"] if rest["id"] == step["id"])
        return {"location_index": here, **rest}
    return {"location_index": vehicle[f"{step['type']}_index"]}


def _limits(question: Document, vehicle: Document, route: Document, ends: Ends) -> Iterator[str]:
    del question
    tasks = [(step["type"], step["id"]) for step in route["steps"] if step["type"] in TASKS]
    if not tasks:
        yield "the route is empty"
    if len(tasks) > vehicle.get("max_tasks", len(tasks)):
        yield "too many tasks"
    for task in tasks:
        if not set(ends[task][1].get("skills", ())) <= set(vehicle.get("skills", ())):
            yield f"{task} needs other skills"
    pinned = [
        (step["type"], step["id"]) for step in vehicle.get("steps", ()) if step["type"] in TASKS
    ]
    places = [tasks.index(task) for task in pinned if task in tasks]
    if places != sorted(places):
        yield "its own steps are in another order"


def _loads(question: Document, vehicle: Document, route: Document, ends: Ends) -> Iterator[str]:
    del question
    capacity = vehicle.get("capacity", [])
    steps = [step for step in route["steps"] if step["type"] in TASKS]
    load = [0] * len(capacity)
    for step in steps:
        if step["type"] == "job":
            brought = ends[("job", step["id"])][0].get("delivery", [0] * len(capacity))
            load = [have + part for have, part in zip(load, brought, strict=True)]
    for step in route["steps"]:
        if step["type"] in TASKS:
            _, whole = ends[(step["type"], step["id"])]
            nothing = [0] * len(capacity)
            taken, given = whole.get("pickup", nothing), whole.get("delivery", nothing)
            if step["type"] != "job":
                amount = whole.get("amount", nothing)
                taken, given = (amount, nothing) if step["type"] == "pickup" else (nothing, amount)
            load = [a + b - c for a, b, c in zip(load, taken, given, strict=True)]
        if list(step["load"]) != load:
            yield f"{step['type']} says load {step['load']}, not {load}"
        if any(have > most for have, most in zip(load, capacity, strict=True)):
            yield f"load {load} is beyond {capacity}"


def _pairs(question: Document, vehicle: Document, route: Document, ends: Ends) -> Iterator[str]:
    del vehicle, ends
    order = [(step["type"], step.get("id")) for step in route["steps"]]
    for shipment in question.get("shipments", ()):
        names = [(kind, shipment[kind]["id"]) for kind in ("pickup", "delivery")]
        there = [order.index(name) for name in names if name in order]
        if there and (len(there) != len(names) or there != sorted(there)):
            yield f"{names} are not both on it in their order"
