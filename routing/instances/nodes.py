"""Nodes in pairs of a pickup and its delivery, as the files of two benchmarks list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from routing.instances.instance import InstanceError
from routing.model import Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Matrix


class Node(NamedTuple):
    """One line about a node: numbers in the units of the file, the depot's first of all.

    Attributes
    ----------
    line
        Number of the line.
    demand
        What is picked up, below 0 where it is delivered.
    earliest, latest, service
        Between when service may begin, and how long it takes.
    pickup, delivery
        Place of the partner; 0 for the one that it is itself.
    """

    line: int
    demand: int
    earliest: int
    latest: int
    service: int
    pickup: int
    delivery: int


def node_of(numbers: Sequence[int], *, line: int, place: int) -> Node:
    """Return a node whose own number and times are sound.

    Parameters
    ----------
    numbers
        Its number, then what `Node` holds behind the line.
    line, place
        Where it stands in the file, and among the nodes.

    Returns
    -------
    Node
        As it was written.

    Raises
    ------
    InstanceError
        When it is another node, its window is empty or its service negative.
    """
    index, demand, earliest, latest, service, pickup, delivery = numbers
    if index != place:
        msg = f"Expected node {place} in line {line}, got {index}."
        raise InstanceError(msg)
    if not 0 <= earliest <= latest or service < 0:
        msg = (
            f"Expected 0 <= earliest <= latest and service >= 0 in line {line}, "
            f"got {earliest}, {latest}, {service}."
        )
        raise InstanceError(msg)
    return Node(line, demand, earliest, latest, service, pickup, delivery)


def pairs_of(nodes: Sequence[Node]) -> list[tuple[int, int]]:
    """Return pickup and delivery of every shipment, both ways checked.

    Parameters
    ----------
    nodes
        The depot and all others.

    Returns
    -------
    list of tuple
        Places, in the order of pickups.

    Raises
    ------
    InstanceError
        When a node has no partner of opposite demand.
    """
    pairs = []
    for place, node in enumerate(nodes[1:], 1):
        partner = node.delivery or node.pickup
        is_sound = (
            0 < partner < len(nodes)
            and (node.pickup == 0) != (node.delivery == 0)
            and place in {nodes[partner].pickup, nodes[partner].delivery}
            and node.demand == -nodes[partner].demand
            and (node.demand >= 0) == (node.delivery > 0 or node.demand == 0)
        )
        if not is_sound:
            msg = (
                f"Expected one partner of opposite demand for node {place} in line {node.line}, "
                f"got demand {node.demand}, pickup {node.pickup}, delivery {node.delivery}."
            )
            raise InstanceError(msg)
        if node.delivery:
            pairs.append((place, node.delivery))
    return pairs


def problem_of(  # noqa: PLR0913 - all named by the caller
    nodes: Sequence[Node],
    pairs: Sequence[tuple[int, int]],
    matrix: Matrix,
    *,
    num_vehicles: int,
    capacity: int,
    scale: int = 1,
    cost_per_second: int = 1,
    cost_per_metre: int = 0,
) -> Problem:
    """Return the problem of a file, in which vehicles count before travel.

    Parameters
    ----------
    nodes, pairs
        As `pairs_of` takes and gives them.
    matrix
        Travel between the nodes.
    num_vehicles, capacity
        How many vehicles wait at the depot, and what each can hold.
    scale
        Our units of time per unit of the file.
    cost_per_second, cost_per_metre
        As in `routing.model.Vehicle`.

    Returns
    -------
    Problem
        With no more vehicles than shipments.
    """

    def window(node: Node) -> TimeWindow:
        return TimeWindow(earliest=node.earliest * scale, latest=node.latest * scale)

    def stop(place: int) -> Stop:
        node = nodes[place]
        return Stop(location=place, windows=(window(node),), service_duration=node.service * scale)

    vehicle_cost = 1 + 2 * len(nodes) * int(matrix.distances.max(initial=0))
    vehicles = tuple(
        Vehicle(
            id=str(place),
            shift=window(nodes[0]),
            start=0,
            end=0,
            capacity=(capacity,),
            fixed_cost=vehicle_cost,
            cost_per_second=cost_per_second,
            cost_per_metre=cost_per_metre,
        )
        for place in range(min(num_vehicles, len(pairs)))
    )
    shipments = tuple(
        Shipment(
            id=str(pickup),
            pickup=stop(pickup),
            delivery=stop(delivery),
            load=(nodes[pickup].demand,),
        )
        for pickup, delivery in pairs
    )
    return Problem(matrices=(matrix,), vehicles=vehicles, shipments=shipments)
