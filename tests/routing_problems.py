"""Random small routing problems that use every feature of the model, for property tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from routing.model import (
    Balance,
    Break,
    Matrix,
    Measure,
    Pin,
    Shipment,
    SoftBound,
    Stop,
    TimeWindow,
    Vehicle,
)
from routing.problem import Problem
from routing.rules.promises import Promise
from routing.rules.sequences import SequencePin
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

HORIZON = 3000
SKILLS = ("cold", "heavy")


@st.composite
def problems(
    draw: DrawFn, *, max_vehicles: int = 3, max_shipments: int = 6, has_balance: bool = False
) -> Problem:
    """Draw a problem over up to eight places and two profiles."""
    size = draw(st.integers(2, 8))
    vehicles = draw(st.integers(1, max_vehicles))
    shipments = draw(st.integers(1, max_shipments))
    pairs = st.tuples(st.integers(0, shipments - 1), st.integers(0, vehicles - 1))
    pinned = draw(st.dictionaries(*_indices(shipments, vehicles), max_size=1))
    asked = tuple(draw(_shipments(size, i)) for i in range(shipments))
    has_sequence = not pinned and draw(st.integers(0, 4)) == 0
    return Problem(
        matrices=(draw(_matrices(size)), draw(_matrices(size))),
        vehicles=tuple(draw(_vehicles(size, i)) for i in range(vehicles)),
        shipments=asked,
        sequences=(draw(_sequences(asked, vehicles)),) if has_sequence else (),
        pins=tuple(Pin(shipment=s, vehicle=v) for s, v in pinned.items()),
        forbidden=draw(st.frozensets(pairs, max_size=2)),
        pair_costs=draw(st.dictionaries(pairs, st.integers(0, 300), max_size=3)),
        soft_bounds=tuple(draw(st.lists(_bounds(vehicles), max_size=2))),
        balance=draw(_balances(vehicles)) if has_balance else None,
    )


@st.composite
def _sequences(draw: DrawFn, asked: tuple[Shipment, ...], vehicles: int) -> SequencePin:
    """Draw an order of a few stops that can be kept: all of each shipment's, or its delivery."""
    stops: list[Entry] = []
    is_prefix = draw(st.booleans())
    for index in draw(st.permutations(range(len(asked))))[:3]:
        kinds = [StopKind.PICKUP, StopKind.DELIVERY]
        ends = [asked[index].pickup, asked[index].delivery]
        mine = [Entry(kind=k, index=index) for k, end in zip(kinds, ends, strict=True) if end]
        stops += mine if is_prefix else mine[draw(st.integers(0, 1)) :]
    return SequencePin(
        vehicle=draw(st.integers(0, vehicles - 1)), stops=tuple(stops), is_prefix=is_prefix
    )


def _indices(shipments: int, vehicles: int) -> tuple[st.SearchStrategy[int], ...]:
    return st.integers(0, shipments - 1), st.integers(0, vehicles - 1)


@st.composite
def _matrices(draw: DrawFn, size: int) -> Matrix:
    """Draw travel between places on a grid, now and then without a path."""
    points = draw(
        st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=size, max_size=size)
    )
    at = np.array(points, dtype=np.int32)
    metres = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(np.int32)
    reachable = np.ones((size, size), dtype=np.bool_)
    if draw(st.integers(0, 3)) == 0:
        reachable[draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))] = False
    speed = np.int32(draw(st.integers(1, 6)))
    return Matrix(durations=metres * speed, distances=metres, reachable=reachable)


@st.composite
def _windows(draw: DrawFn) -> tuple[TimeWindow, ...]:
    """Draw up to three disjoint windows; mostly one that is open all the time."""
    count = draw(st.sampled_from([0, 0, 1, 1, 2, 3]))
    moments = sorted(
        draw(st.lists(st.integers(0, HORIZON), min_size=2 * count, max_size=2 * count, unique=True))
    )
    found = tuple(
        TimeWindow(earliest=moments[2 * i], latest=moments[2 * i + 1]) for i in range(count)
    )
    return found or (TimeWindow(earliest=0, latest=HORIZON),)


@st.composite
def _stops(draw: DrawFn, size: int) -> Stop:
    return Stop(
        location=draw(st.integers(0, size - 1)),
        windows=draw(_windows()),
        service_duration=draw(st.sampled_from([0, 0, 20, 60])),
        setup_duration=draw(st.sampled_from([0, 0, 30])),
        promise=draw(st.one_of(st.none(), st.none(), st.none(), _promises())),
    )


def _promises() -> st.SearchStrategy[Promise]:
    return st.builds(
        Promise, by=st.integers(0, HORIZON // 2), cost_per_second=st.sampled_from([0, 1, 3])
    )


@st.composite
def _shipments(draw: DrawFn, size: int, index: int) -> Shipment:
    ends = draw(st.sampled_from(["both", "both", "both", "pickup", "delivery"]))
    return Shipment(
        id=f"s{index}",
        pickup=None if ends == "delivery" else draw(_stops(size)),
        delivery=None if ends == "pickup" else draw(_stops(size)),
        load=(draw(st.integers(0, 5)), draw(st.integers(0, 3))),
        skills=draw(st.sampled_from([frozenset(), frozenset(), frozenset(SKILLS[:1])])),
        max_on_board=draw(st.sampled_from([None, None, 60, 300])) if ends == "both" else None,
        drop_penalty=draw(st.one_of(st.none(), st.integers(0, 2000))),
        amount=draw(st.integers(0, 100)),
        climb=draw(st.sampled_from([0, 0, 5, 30])),
    )


@st.composite
def _vehicles(draw: DrawFn, size: int, index: int) -> Vehicle:
    begins = draw(st.integers(0, HORIZON // 3))
    breaks = draw(
        st.lists(
            st.builds(Break, windows=_windows(), duration=st.sampled_from([0, 60, 200])),
            max_size=2 if draw(st.booleans()) else 0,
        )
    )
    place = st.one_of(st.none(), st.integers(0, size - 1))
    return Vehicle(
        id=f"v{index}",
        shift=TimeWindow(earliest=begins, latest=draw(st.integers(begins + HORIZON // 4, HORIZON))),
        start=draw(place),
        end=draw(place),
        matrix=draw(st.integers(0, 1)),
        capacity=(draw(st.integers(3, 10)), draw(st.integers(2, 6))),
        skills=draw(st.sampled_from([frozenset(), frozenset(SKILLS)])),
        breaks=tuple(breaks),
        fixed_cost=draw(st.sampled_from([0, 0, 500])),
        cost_per_second=draw(st.integers(0, 2)),
        cost_per_metre=draw(st.integers(0, 1)),
        max_stops=draw(st.sampled_from([None, None, 4])),
        max_travel=draw(st.sampled_from([None, None, 400])),
        max_climb=draw(st.sampled_from([None, None, 0, 40])),
    )


@st.composite
def _bounds(draw: DrawFn, vehicles: int) -> SoftBound:
    lower = draw(st.one_of(st.none(), st.integers(0, 100)))
    upper = draw(st.one_of(st.none(), st.integers(100, 500)))
    return SoftBound(
        vehicle=draw(st.integers(0, vehicles - 1)),
        measure=draw(st.sampled_from(list(Measure))),
        lower=lower,
        upper=upper,
        cost_per_unit=draw(st.integers(0, 5)),
    )


@st.composite
def _balances(draw: DrawFn, vehicles: int) -> Balance:
    carried = st.lists(st.integers(-100, 100), min_size=vehicles, max_size=vehicles)
    weights = st.lists(st.integers(1, 9), min_size=vehicles, max_size=vehicles)
    return Balance(
        carried=tuple(draw(carried)),
        weights=tuple(draw(weights)),
        slack_permille=draw(st.sampled_from([0, 50, 300])),
    )
