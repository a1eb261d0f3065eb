"""What the search remembers between and within its rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.solvers.ruin_recreate.arrays import (
    CAPACITY,
    CLOSING,
    COST,
    KIND,
    LOAD,
    OPENING,
    ORIGIN,
    PLACE,
)
from routing.solvers.ruin_recreate.chance import random_state
from routing.solvers.ruin_recreate.insert import Scratch, scratch_for
from routing.solvers.ruin_recreate.routes import EMPTY_VERSION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes

# Last axis of `Memory.known`.
FIT_COST, FIT_FIRST, FIT_LAST, FIT_VERSION = range(4)

# Columns of `Memory.shipment`.
OFF, IS_OFF, HARDNESS = range(3)

# Columns of `Memory.vehicle`.
CHANGED, IS_CHANGED, IS_OPEN, CANDIDATE, STAMP, GROUP_STAMP = range(6)

# Places in `Memory.counter`; the numbers of absent shipments follow, one per row of `absent`.
LAST_VERSION, LAST_STAMP, NUM_OFF, NUM_CHANGED, NUM_LENIENT, NUM_ABSENT = range(6)

CURRENT, TRIAL, BEST = 0, 1, 2
"""Rows of `Memory.absent`."""

# Rows of `Memory.order`.
BY_LOAD, BY_REMOTENESS, BY_SPAN, BY_OPENING, KEY = range(5)


class Memory(NamedTuple):
    """Everything beside the plans that kernels of the search change.

    Attributes
    ----------
    known
        Insertions that were worked out: cost, both gaps (`AT_LEAST`: only that it costs no
        less) and version of the route, per shipment, slot and vehicle, shape
        ``(r, 2, v, 4)``. Slot 0 is for routes of the current plan, slot 1 for those of a trial.
    scratch
        Memory of one insertion.
    shipment
        Per shipment: list of those that are off the routes, whether it is, and how often it
        was left out while the fleet was made smaller.
    vehicle
        Per vehicle: list of changed routes, whether its is, whether it may be used, list of
        candidates for an insertion, stamps of the vehicles and groups on it.
    absent
        Shipments without a route: of the current plan, the trial, the best plan.
    order
        Keys by which shipments can be sorted: load, remoteness, time between the ends'
        windows, opening; last row: the keys in use.
    counter
        Last version and stamp given out, lengths of the lists above, rounds that ended with
        a shipment left out for less than its penalty.
    state
        Random stream.
    """

    known: NDArray[np.int64]
    scratch: Scratch
    shipment: NDArray[np.int64]
    vehicle: NDArray[np.int64]
    absent: NDArray[np.int64]
    order: NDArray[np.float64]
    counter: NDArray[np.int64]
    state: NDArray[np.uint64]


def memory_for(arrays: Arrays, routes: Routes, seed: int) -> Memory:
    """Return the memory of a search that begins."""
    memory = Memory(
        known=np.zeros((arrays.num_shipments, 2, arrays.num_vehicles, 4), np.int64),
        scratch=scratch_for(routes),
        shipment=np.zeros((arrays.num_shipments, 3), np.int64),
        vehicle=np.zeros((arrays.num_vehicles, 6), np.int64),
        absent=np.zeros((3, arrays.num_shipments), np.int64),
        order=_orders(arrays),
        counter=np.zeros(NUM_ABSENT + 3, np.int64),
        state=random_state(seed),
    )
    memory.shipment[:, HARDNESS] = 1
    memory.vehicle[:, IS_OPEN] = 1
    memory.counter[LAST_VERSION] = EMPTY_VERSION
    return memory


def _orders(arrays: Arrays) -> NDArray[np.float64]:
    """Return the keys of `Memory.order`; a missing end counts like the other."""
    pickup, delivery = (arrays.stop[end : arrays.num_codes : 2] for end in (0, 1))
    has_pickup, has_delivery = pickup[:, PLACE] >= 0, delivery[:, PLACE] >= 0
    first = np.where(has_pickup, pickup[:, PLACE], delivery[:, PLACE])
    last = np.where(has_delivery, delivery[:, PLACE], pickup[:, PLACE])
    opening = np.where(has_pickup, pickup[:, OPENING], delivery[:, OPENING])
    closing = np.where(has_delivery, delivery[:, CLOSING], pickup[:, CLOSING])
    most = np.maximum(arrays.vehicle[:, CAPACITY:].max(axis=0), 1)
    remote = np.zeros(arrays.num_shipments, np.float64)
    for kind, origin in np.unique(arrays.vehicle[:, [KIND, ORIGIN]], axis=0):
        remote += arrays.legs[kind, origin, first, COST] + arrays.legs[kind, origin, last, COST]
    load = (arrays.shipment[:, LOAD:] / most).max(axis=1, initial=0.0)
    return np.stack([load, remote, (closing - opening) * 1.0, opening * 1.0, np.zeros(len(load))])
