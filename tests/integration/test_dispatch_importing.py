"""Files of orders: guessed, looked at, booked row by row; the rest is handed back."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dispatch import importing, ordering, rostering
from dispatch.errors import ColumnsMissing, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.importer import PIECE, Importer
from dispatch.imports.file import read_file
from dispatch.model import (
    Actor,
    DayOrder,
    ImportState,
    MemberId,
    Place,
    Proof,
    Reading,
    Role,
    Storefront,
    StorefrontId,
)
from tests.dispatch_plans import worker_of
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    SHOP,
    World,
    at,
    opened_world,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import Order, OrderImport

RIVAL = Actor(
    coop=COOP, member=MemberId("ria"), role=Role.STOREFRONT, storefront=StorefrontId("rival")
)
FILE = b"""Bestellnummer;Lieferadresse;Empf\xc3\xa4nger;Gewicht;Datum;Zeitfenster;Hinweis
A1;6000 5000;Ada;2,5;2.3.2026;10:00-12:00;ring twice
A2;nowhere;Bo;1;2.3.2026;10:00-12:00;
A3;7000 5000;Cy;a lot;2.3.2026;12-10;
A1;8000 5000;Di;1;2.3.2026;10:00-12:00;
A5;9000 5000;Ed;90;2.3.2026;10:00-12:00;
A6;5000 6000;Flo;800 g;;;
"""


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op with one courier who carries 20 kg."""
    with opened_world(either_url, "ada") as made:
        yield made


def add(world: World, content: bytes, actor: Actor = SELLER) -> OrderImport:
    """Hand over a file."""
    take = partial(
        importing.add,
        actor=actor,
        sheet=read_file(content),
        name="orders.csv",
        storefront=SHOP if actor is DISPATCHER else None,
        now=MORNING,
        new_id=world.new_id,
    )
    return world.do(take)


def start(world: World, known: OrderImport, reading: Reading | None = None) -> OrderImport:
    """Start it as it was guessed, or as it is read."""
    wanted = reading or known.reading
    return world.do(
        lambda tx: importing.start(tx, SELLER, known.id, wanted, now=MORNING),
    )


def importer_of(world: World) -> Importer:
    """Return what books rows."""
    return Importer(
        world.store, lambda _: world.streets, clock=lambda: MORNING, new_id=world.new_id
    )


def finish(world: World, known: OrderImport) -> OrderImport:
    """Book all rows."""
    return importer_of(world).finish(world.coop, known.id, lambda _: None)


def orders_of(world: World) -> dict[str, Order]:
    """Return the day's orders by reference."""
    with world.store.read(COOP) as tx:
        return {order.reference: order for order in tx.orders.of_day(DAY)}


def reasons_of(world: World, known: OrderImport) -> dict[int, list[str]]:
    """Return the codes of why rows are no orders, by the row's number."""
    with world.store.read(COOP) as tx:
        _, content, rows = importing.refused(tx, SELLER, known.id)
    return {content.numbers[row.position]: [one.code for one in row.remarks] for row in rows}


def test_columns_are_guessed_in_the_words_of_the_shop(world: World) -> None:
    """German names, a comma as the decimal mark because of 2,5."""
    known = add(world, FILE)

    assert known.reading.fields == (
        "reference",
        "address",
        "contact",
        "weight_kg",
        "day",
        "window",
        "note",
    )
    assert known.reading.decimal_mark == ","
    assert (known.state, known.num_rows) == (ImportState.DRAFT, 6)


def test_good_rows_are_booked_and_bad_ones_say_why(world: World) -> None:
    """Two of six are good; each other row has all that is wrong with it."""
    known = add(world, FILE)
    start(world, known)

    done = finish(world, known)

    assert (done.state, done.num_booked, done.num_refused, done.num_known) == (
        ImportState.DONE,
        2,
        3,
        1,
    )
    booked = orders_of(world)
    assert set(booked) == {"A1", "A6"}
    assert booked["A1"].delivery.delivery.note == "ring twice"
    assert booked["A1"].delivery.load == (2500, 0)
    window = booked["A1"].delivery.delivery_window
    assert (window.earliest, window.latest) == (at(10), at(12))
    assert booked["A6"].delivery.load == (800, 0)
    assert reasons_of(world, known) == {
        3: ["address_unknown"],
        4: ["number_unreadable", "window_reversed"],
        5: ["duplicate_reference"],
        6: ["too_heavy"],
    }


def test_a_preview_says_what_would_be_booked_and_books_nothing(world: World) -> None:
    """The fee of the first row is what its order costs, too."""
    known = add(world, FILE)
    with world.store.read(COOP) as tx:
        rows = importing.preview(
            tx, SELLER, known.id, known.reading, limit=4, streets=world.streets, now=MORNING
        )
    nothing = orders_of(world)
    start(world, known)
    finish(world, known)

    assert nothing == {}
    assert [row.number for row in rows] == [2, 3, 4, 5]
    assert [row.order is not None for row in rows] == [True, False, False, False]
    assert rows[0].order is not None
    assert rows[0].order.fee == orders_of(world)["A1"].fee
    assert rows[3].remarks[0].code == "duplicate_reference"


def test_a_file_that_comes_twice_orders_once(world: World) -> None:
    """Every reference has its order: A1, which stands there twice, and A6."""
    known = add(world, FILE)
    start(world, known)
    finish(world, known)
    first = orders_of(world)
    again = add(world, FILE)
    start(world, again)

    second = finish(world, again)

    assert (second.num_booked, second.num_known, second.num_refused) == (0, 3, 3)
    assert orders_of(world) == first


def test_columns_are_remembered_for_the_next_file(world: World) -> None:
    """By the name of the column, in whatever order they come; for this storefront only."""
    known = add(world, b"where;kg\n6000 5000;1\n")
    reading = Reading(fields=("address", ""), decimal_mark=".", day_order=DayOrder.MONTH_FIRST)
    start(world, known, reading)

    other = add(world, b"kg;where;ref\n1;6000 5000;B\n")

    assert known.reading.fields == ("", "weight_kg")
    assert other.reading.fields == ("", "address", "reference")
    assert other.reading.day_order is DayOrder.MONTH_FIRST


@pytest.mark.parametrize(
    "fields", [("reference",), ("", "", ""), ("address", "address", ""), ("address", "moon", "")]
)
def test_a_reading_that_cannot_be_meant_is_refused(world: World, fields: tuple[str, ...]) -> None:
    """Too few fields, nowhere to deliver, one twice, one that does not exist."""
    known = add(world, b"a;b;c\n1;2;3\n")

    with pytest.raises(ColumnsMissing):
        start(world, known, Reading(fields=fields))


def test_all_fields_of_a_row_reach_its_order(world: World) -> None:
    """Coordinates, parcels that share the weight, proof, pickup, ready and a window at night."""
    content = (
        b"lat,lon,packages,weight g,volume,proof,pickup,ready,from,until,date,phone,ref\n"
        b'0.05,0.07,3,1000,9,PIN,6000 5000,21:00,22:00,1:30,2026-03-02,"\'+34 600",X1\n'
    )
    known = add(world, content)
    start(world, known)
    finish(world, known)
    with world.store.read(COOP) as tx:
        order = tx.orders.of_reference(SHOP, "X1")

    assert order is not None
    delivery = order.delivery
    assert delivery.delivery.location == spot(7000, 5000)
    assert delivery.pickup.location == spot(6000, 5000)
    assert delivery.delivery.phone == "+34 600"
    assert [parcel.weight_g for parcel in delivery.parcels] == [334, 333, 333]
    assert delivery.load == (1000, 9000)
    assert delivery.proof is Proof.PIN
    assert delivery.pickup_window.earliest == at(21)
    assert delivery.delivery_window.earliest == at(22)
    assert (delivery.delivery_window.latest - at(22)).total_seconds() == 3.5 * 3600


def test_pieces_are_booked_together_with_how_far_it_has_come(world: World) -> None:
    """A piece that was booked by somebody else meanwhile is not booked again."""
    rows = b"".join(b"R%d;6000 5000\n" % number for number in range(PIECE + 5))
    known = add(world, b"ref;to\n".replace(b"to", b"address") + rows)
    start(world, known)
    importer, rival = importer_of(world), importer_of(world)

    assert importer.run_once()
    with world.store.read(COOP) as tx:
        half = tx.imports.get(known.id)
    stale = partial(
        importing.book,
        name=known.id,
        wishes=((),),
        first=0,
        streets=world.streets,
        now=MORNING,
        new_id=world.new_id,
    )
    assert world.do(stale) == half
    assert rival.run_once()
    assert not importer.run_once()

    with world.store.read(COOP) as tx:
        done = tx.imports.get(known.id)
    assert (half.num_done, half.num_booked) == (PIECE, PIECE)
    assert (done.state, done.num_booked) == (ImportState.DONE, PIECE + 5)
    assert len(orders_of(world)) == PIECE + 5


def test_a_stopped_import_keeps_what_was_booked(world: World) -> None:
    """And is neither stopped nor started again."""
    rows = b"".join(b"R%d;6000 5000\n" % number for number in range(PIECE + 5))
    known = add(world, b"ref;address\n" + rows)
    start(world, known)
    importer = importer_of(world)
    importer.run_once()

    stopped = world.do(lambda tx: importing.stop(tx, SELLER, known.id, now=MORNING))

    assert (stopped.state, stopped.num_booked) == (ImportState.STOPPED, PIECE)
    assert not importer.run_once()
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: importing.stop(tx, SELLER, known.id, now=MORNING))
    with pytest.raises(TransitionRefused):
        start(world, known)


def test_beginning_and_end_are_events_with_numbers_only(world: World) -> None:
    """No name of the file, no cell of it."""
    known = add(world, FILE)
    start(world, known)
    finish(world, known)

    with world.store.read(COOP) as tx:
        kinds = {EventKind.IMPORT_STARTED, EventKind.IMPORT_ENDED}
        events = [event for event in tx.events.after(0) if event.kind in kinds]
    assert [event.kind for event in events] == sorted(kinds, reverse=True)
    assert events[1].payload == {
        "state": "done",
        "num_rows": 6,
        "num_booked": 2,
        "num_refused": 3,
        "num_known": 1,
    }


def test_another_storefronts_import_is_not_there(world: World) -> None:
    """For the rival it looks like none; a dispatcher sees every one."""
    rival = Storefront(
        id=StorefrontId("rival"), name="Rival", place=Place(address="", location=spot(0))
    )
    world.do(lambda tx: rostering.add_storefront(tx, DISPATCHER, rival, now=MORNING))
    known = add(world, FILE)

    with world.store.read(COOP) as tx:
        assert importing.imports(tx, RIVAL) == ()
        assert importing.imports(tx, DISPATCHER) == importing.imports(tx, SELLER) == (known,)
        with pytest.raises(NotFound):
            importing.own(tx, RIVAL, known.id)


def test_the_rows_of_an_old_import_are_forgotten(world: World) -> None:
    """Addresses are kept for 30 days, whether or not anybody brings another file."""
    known = add(world, FILE)
    start(world, add(world, FILE))

    worker_of(world, MORNING + importing.KEPT_FOR + timedelta(seconds=1)).run_once()

    with world.store.read(COOP) as tx:
        assert tx.imports.find(known.id) is None
        assert tx.import_rows.find(known.id) is None
        assert len(tx.imports.running()) == 1


def test_an_order_with_a_reference_is_known_to_imports(world: World) -> None:
    """However it was placed; once it is canceled, the reference is free."""
    order = world.order(6000, 5000, reference="A1")
    known = add(world, b"ref;address\nA1;6000 5000\n")
    start(world, known)
    finish(world, known)
    world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=MORNING))
    again = add(world, b"ref;address\nA1;6000 5000\n")
    start(world, again)

    assert reasons_of(world, known) == {2: ["duplicate_reference"]}
    assert finish(world, again).num_booked == 1
