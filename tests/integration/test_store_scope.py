"""Nothing is asked or changed without naming the co-op, in each statement."""

from __future__ import annotations

import hashlib
import re
from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import event

from dispatch import (
    availability,
    changing,
    closing,
    contesting,
    correcting,
    delegating,
    delivering,
    fleet,
    hinter,
    hinting,
    importing,
    incidents,
    keys,
    notifying,
    ordering,
    ordering_ahead,
    paying,
    photos,
    planning,
    proposals_shown,
    proposing,
    quoting,
    reordering,
    replaying,
    review,
    selling,
    standing,
    supposing,
    web_push,
    whereabouts,
)
from dispatch.importer import Importer
from dispatch.imports.file import read_file
from dispatch.keys import Holder
from dispatch.model import (
    AccessKind,
    CoopVehicle,
    CourierEvent,
    CourierId,
    MemberId,
    OrderChange,
    OrderWish,
    ReportKind,
    Role,
    ShiftId,
    StopName,
    Supposition,
    VehicleId,
    Vote,
)
from dispatch.store import open_store
from dispatch.store.tables import metadata
from routing.problem import Budget
from routing.solution import StopKind
from tests.dispatch_hooks import Ears, notifier_of, subscribe
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    at,
    courier_actor,
    spot,
    wish,
)
from tests.phone_keys import Phone

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.model import OrderId


INSTALLATION = {"coop"}
"""Tables that belong to no co-op."""


def test_every_statement_of_a_whole_day_names_the_coop(tmp_path: Path) -> None:
    """Founding, quoting, planning, riding, paying: each SELECT, UPDATE, DELETE has the filter.

    Each INSERT has the column. Only the table of co-ops itself may go without.
    """
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    for engine in (store._write_engine, store._read_engine):  # noqa: SLF001 - what is said to it
        event.listen(engine, "before_cursor_execute", listen)
    _live_a_day(World(store))
    store.close()

    tables = {table.name for table in metadata.sorted_tables} - INSTALLATION
    about = [s for s in said if re.search(r"(FROM|INTO|UPDATE) \"?(\w+)\"?", s)]
    checked = set()
    for statement in about:
        found = re.search(r"(?:FROM|INTO|UPDATE) \"?(\w+)\"?", statement)
        if found is None or found.group(1) not in tables:
            continue
        table = found.group(1)
        checked.add(table)
        if statement.startswith("INSERT"):
            assert re.search(r"\(.*\bcoop\b.*\) VALUES", statement, re.DOTALL), statement
        else:
            where = statement.split("WHERE", 1)[-1]
            assert re.search(r"\"?\w+\"?\.coop = \?", where), statement
    assert checked == tables


def _live_a_day(world: World) -> None:
    """Use everything once."""
    world.crew("ada")
    _lend(world)
    world.do(lambda tx: selling.slot_rules(tx, DISPATCHER))
    subscription = subscribe(world)
    quote = world.do(
        lambda tx: quoting.quote(
            tx,
            SELLER,
            wish(6000, 5000, storefront=None, ready_at=at(9)),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )
    assert quote.is_feasible
    order = world.order(6000, 5000, between=(at(9), at(12)))
    other = world.order(6100, 5000)
    world.do(
        lambda tx: ordering.place(
            tx,
            DISPATCHER,
            OrderWish(wish=wish(6200, 5000)),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
            idempotency_key="k",
        )
    )
    world.do(
        lambda tx: changing.change(
            tx, SELLER, order.id, OrderChange(note="left"), streets=world.streets, now=MORNING
        )
    )
    _import_orders(world)
    ada = CourierId("ada")
    world.do(lambda tx: review.pin(tx, DISPATCHER, order.id, ada, reason="", now=MORNING))
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=5), seed=1)
    world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, 1, now=MORNING))
    stop = StopName(StopKind.DELIVERY, order.id)
    world.do(
        lambda tx: reordering.reorder(
            tx,
            DISPATCHER,
            stop,
            None,
            if_version=1,
            streets=world.streets,
            now=MORNING,
            reason="She waits.",
        )
    )
    world.do(lambda tx: delivering.decline(tx, courier_actor("ada"), other.id, now=MORNING))
    world.do(
        lambda tx: contesting.contest(
            tx, courier_actor("ada"), other.id, "Why?", now=MORNING, new_id=world.new_id
        )
    )
    _vote(world)
    _order_again(world)
    world.do(
        lambda tx: replaying.start(
            tx,
            DISPATCHER,
            ("in_force", "pack:union"),
            num_weeks=1,
            now=MORNING,
            new_id=world.new_id,
        )
    )
    world.do(
        lambda tx: supposing.start(
            tx,
            DISPATCHER,
            DAY,
            Supposition(fewer=(ada,)),
            now=MORNING,
            new_id=world.new_id,
        )
    )
    _share_position(world)
    _tell_a_phone(world)
    ada_herself = courier_actor("ada")
    world.do(lambda tx: availability.say(tx, ada_herself, DAY, (), now=MORNING))
    world.do(lambda tx: availability.withdraw(tx, ada_herself, now=MORNING))
    events = [
        CourierEvent(device="p", sequence=1, kind=ReportKind.SHIFT_BEGAN, at=at(9)),
        CourierEvent(
            device="p", sequence=2, kind=ReportKind.PICKED_UP, at=at(9, 9), order=order.id
        ),
        CourierEvent(device="p", sequence=3, kind=ReportKind.SHIFT_ENDED, at=at(12)),
    ]
    world.do(lambda tx: delivering.apply(tx, courier_actor("ada"), events, now=at(12)))
    keep_photo(world, order.id)
    _go_wrong(world, order.id)
    world.do(lambda tx: photos.forget_old(tx, now=MORNING))
    monday = MORNING.replace(day=9)
    world.do(lambda tx: closing.close(tx, DISPATCHER, paying.week_of(DAY), now=monday))
    world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, paying.week_of(DAY), now=monday))
    holder = Holder(member=MemberId("mo"), role=Role.MEMBER, name="Mo")
    link = keys.new_secret()
    world.do(
        lambda tx: keys.grant(
            tx,
            DISPATCHER,
            holder,
            kind=AccessKind.LINK,
            secret=link,
            now=MORNING,
            new_id=world.new_id,
        )
    )
    world.do(
        lambda tx: keys.sign_in(tx, link, session="cw_session", now=MORNING, new_id=world.new_id)
    )
    notifier_of(world, Ears(), [MORNING]).run_once()
    world.do(lambda tx: notifying.notices(tx, SELLER))
    world.do(lambda tx: notifying.unsubscribe(tx, DISPATCHER, subscription.id, now=MORNING))
    with world.store.read(COOP) as tx:
        tx.events.verify_chain()
        tx.answers.find(MemberId("dora"), "k")


def _lend(world: World) -> None:
    """Lend a vehicle."""
    bike = CoopVehicle(id=VehicleId("long"), name="Long", profile="bike", capacity=(20_000, 80_000))
    shift = ShiftId("shift-ada")
    world.do(lambda tx: fleet.add(tx, DISPATCHER, bike, now=MORNING))
    world.do(lambda tx: fleet.lend(tx, DISPATCHER, bike.id, shift, now=MORNING))
    world.do(lambda tx: fleet.take_back(tx, DISPATCHER, bike.id, shift, now=MORNING))


def _go_wrong(world: World, order: OrderId) -> None:
    """Write down an incident with a picture, and look at it."""
    made = world.do(
        lambda tx: incidents.record(
            tx,
            DISPATCHER,
            "A jar broke.",
            happened_at=at(9),
            order=order,
            courier=None,
            now=at(12),
            new_id=world.new_id,
        )
    )
    kept = world.do(
        lambda tx: incidents.add_photo(tx, DISPATCHER, made.id, b"\xff\xd8\xff jar", now=at(12))
    )
    with world.store.read(COOP) as tx:
        assert incidents.photo(tx, DISPATCHER, made.id, kept.sha256) == kept
        assert len(incidents.incidents(tx, DISPATCHER, DAY)) == 1
        assert not tx.incidents.has_before(MORNING)
    world.do(lambda tx: incidents.forget_old(tx, now=MORNING))


def keep_photo(world: World, order: OrderId) -> None:
    """Keep a picture of an order."""
    content = b"\xff\xd8\xff door"
    name = hashlib.sha256(content).hexdigest()
    world.do(
        lambda tx: photos.keep(
            tx, courier_actor("ada"), order, sha256=name, content=content, now=at(12)
        )
    )


def _share_position(world: World) -> None:
    """Share where Ada is, look at it, and forget it."""
    ada = courier_actor("ada")
    began = CourierEvent(device="q", sequence=1, kind=ReportKind.SHIFT_BEGAN, at=at(9))
    world.do(lambda tx: delivering.apply(tx, ada, [began], now=at(9)))
    world.do(lambda tx: whereabouts.share(tx, ada, spot(0), now=at(9)))
    with world.store.read(COOP) as tx:
        whereabouts.shown(tx, DISPATCHER, now=at(9))
        tx.positions.has_before(MORNING)
    world.do(lambda tx: whereabouts.hide(tx, ada))
    world.do(lambda tx: whereabouts.forget_old(tx, now=MORNING))


def _tell_a_phone(world: World) -> None:
    """Have Ada's phone told of the plan that comes next, and forget it."""
    ada, phone = courier_actor("ada"), Phone()
    wish = hinting.PhoneWish(
        endpoint="https://push.example/a", p256dh=phone.p256dh, auth=phone.auth, language="en"
    )
    kept = world.do(
        lambda tx: hinting.switch_on(
            tx, ada, wish, is_local_allowed=False, new_key=web_push.new_key, now=MORNING
        )
    )
    world.do(lambda tx: planning.request(tx, DISPATCHER, DAY, now=MORNING))
    with world.store.read(COOP) as tx:
        told = hinter.look(tx, after=0, now=MORNING)
        assert told is not None
    world.do(lambda tx: hinter.keep(tx, told, now=MORNING))
    with world.store.read(COOP) as tx:
        tx.hint_phones.due(MORNING, limit=1)
    world.do(lambda tx: tx.hint_phones.claim(kept, MORNING))
    world.do(lambda tx: hinting.switch_off(tx, ada, kept.id))


def _vote(world: World) -> None:
    """Propose a change of the rules, vote and count."""
    holder = Holder(member=MemberId("dora"), role=Role.DISPATCHER, name="Dora")
    world.do(
        lambda tx: keys.grant(
            tx,
            DISPATCHER,
            holder,
            kind=AccessKind.SESSION,
            secret=keys.new_secret(),
            now=MORNING,
            new_id=world.new_id,
        )
    )
    world.do(lambda tx: delegating.shown(tx, DISPATCHER, now=MORNING))
    made = world.do(
        lambda tx: proposing.propose(
            tx, DISPATCHER, {"lambda_s": 61}, reason="Why not?", now=MORNING, new_id=world.new_id
        )
    )
    world.do(lambda tx: proposing.cast(tx, DISPATCHER, made.id, Vote.NO, now=MORNING))
    world.do(lambda tx: proposals_shown.shown(tx, DISPATCHER, now=MORNING))
    world.do(lambda tx: proposing.count_votes(tx, now=made.closes_at))


def _order_again(world: World) -> None:
    """Agree to a standing order, and make its orders ahead."""
    bread = standing.Standing(
        wish=wish(6000, 5000),
        rule="FREQ=DAILY",
        starts_on=DAY,
        opens=time(10),
        closes=time(12),
    )
    made = world.do(
        lambda tx: standing.add(
            tx, SELLER, bread, streets=world.streets, now=MORNING, new_id=world.new_id
        )
    )
    world.do(lambda tx: ordering_ahead.order_ahead(tx, made.id, streets=world.streets, now=MORNING))
    with world.store.read(COOP) as tx:
        assert standing.next_days(tx, made, now=MORNING)
        assert ordering_ahead.due(tx, MORNING) == ()


def _import_orders(world: World) -> None:
    """Book one row of a file and refuse the other."""
    sheet = read_file(b"ref;address\nR1;6000 5000\nR1;6000 5000\n")
    known = world.do(
        lambda tx: importing.add(
            tx, SELLER, sheet, name="r", storefront=None, now=MORNING, new_id=world.new_id
        )
    )
    world.do(lambda tx: importing.start(tx, SELLER, known.id, known.reading, now=MORNING))
    importer = Importer(
        world.store, lambda _: world.streets, clock=lambda: MORNING, new_id=world.new_id
    )
    assert importer.run_once()
