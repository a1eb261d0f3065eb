"""Values of dispatch: entities, their JSON, their chain, their transitions and settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dispatch.chain import broken_link, chained_hash
from dispatch.codec import decode, encode
from dispatch.config import SettingError, read_settings
from dispatch.errors import RuleError, TransitionRefused
from dispatch.events import PLANNING_KINDS, Event, EventKind
from dispatch.model import (
    CareWindow,
    Coop,
    CoopId,
    CourierEvent,
    CourierId,
    MemberId,
    Order,
    OrderId,
    OrderState,
    OrderWish,
    Parcel,
    PlaceWish,
    ReportKind,
    Shift,
    ShiftBreak,
    ShiftId,
    StorefrontId,
    Window,
)
from dispatch.store.columns import Document
from dispatch.store.tables import metadata
from dispatch.transitions import FINAL_STATES, OPEN_STATES, ORDER_TRANSITIONS, next_state
from fairness.chain import FIRST
from fairness.money import Money
from routing.model import Location
from tests.dispatch_world import wish

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def _event(seq: int, previous: str) -> Event:
    event = Event(
        seq=seq,
        coop=CoopId("wheel"),
        day=date(2026, 3, 2),
        kind=EventKind.ORDER_PLACED,
        at=NOW,
        actor=MemberId("dora"),
        subjects={"order": f"o{seq}"},
        previous_hash=previous,
    )
    return replace(event, hash=chained_hash(event))


def _shift(**changes: object) -> Shift:
    plain = Shift(
        id=ShiftId("s"),
        courier=CourierId("ada"),
        day=date(2026, 3, 2),
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=8),
        start=Location(lat=0.0, lon=0.0),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # names of its fields


def test_every_column_of_json_can_be_read() -> None:
    """Each annotation resolves to a reader, so no row is written that cannot be read back."""
    annotations = [
        column.type.annotation
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Document)
    ]

    for annotation in annotations:
        with pytest.raises((TypeError, KeyError, AttributeError)):
            decode(annotation, b"17")
    assert len(annotations) > 20


def test_a_wish_survives_json() -> None:
    """Nested dataclasses, sets, times and missing parts come back equal."""
    wanted = wish(
        100, skills=frozenset({"cold", "cargo"}), deliver_between=Window(earliest=NOW, latest=NOW)
    )

    assert decode(type(wanted), encode(wanted)) == wanted


def test_sets_are_written_in_order() -> None:
    """The same set gives the same text, so that digests of equal wishes are equal."""
    assert encode(frozenset({"b", "a", "c"})) == '["a","b","c"]'


def test_a_chain_of_hashes_shows_every_change() -> None:
    """Whole; then with a changed event, a missing one, and one whose hash was made to fit."""
    first = _event(1, FIRST)
    second = _event(2, first.hash)
    third = _event(3, second.hash)
    changed = replace(second, actor=MemberId("eve"))
    refitted = replace(changed, hash=chained_hash(changed))

    assert broken_link([first, second, third]) is None
    assert broken_link([first, changed, third]) == 2
    assert broken_link([first, third]) == 2
    assert broken_link([first, refitted, third]) == 3


def test_a_hash_does_not_depend_on_the_time_zone_of_the_clock() -> None:
    """The same moment told in Helsinki is the same event."""
    event = _event(1, FIRST)
    eastern = replace(event, at=NOW.astimezone(ZONE))

    assert chained_hash(eastern) == event.hash


ZONE = datetime.fromisoformat("2026-03-02T10:30:00+02:00").tzinfo


def test_final_states_lead_nowhere() -> None:
    """Delivered, returned and canceled orders stay so; every other state is left by some event."""
    left = {state for state, _ in ORDER_TRANSITIONS}

    assert left & FINAL_STATES == set()
    assert left | FINAL_STATES == set(OrderState)
    assert left >= OPEN_STATES


def test_a_refused_transition_names_state_and_event() -> None:
    """A delivered order cannot be canceled; the sentence says both."""
    delivery = wish(0)
    order = Order(
        id=OrderId("o1"),
        storefront=StorefrontId("shop"),
        day=date(2026, 3, 2),
        reference="",
        delivery=delivery,  # type: ignore[arg-type]  # not looked at
        fee=Money(minor=1, currency="EUR"),
        promise=NOW,
        placed_at=NOW,
        state=OrderState.DELIVERED,
    )

    with pytest.raises(TransitionRefused, match=r"delivered.*order\.canceled"):
        next_state(order, EventKind.ORDER_CANCELED)


def test_days_follow_the_coops_clock() -> None:
    """In Helsinki 2026-03-29 has 23 hours; 22:30 UTC the evening before is already that day."""
    coop = Coop(id=CoopId("hel"), name="Hel", time_zone="Europe/Helsinki")

    first, end = coop.bounds(date(2026, 3, 29))

    assert first == datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert end - first == timedelta(hours=23)
    assert coop.day_of(datetime(2026, 3, 28, 22, 30, tzinfo=UTC)) == date(2026, 3, 29)


@pytest.mark.parametrize("day_begins", ["00:00", "02:30", "04:00"])
def test_every_moment_belongs_to_the_day_whose_bounds_hold_it(day_begins: str) -> None:
    """Every quarter of an hour around both changes of clocks, also where the clock skips 2:30."""
    hours, minutes = map(int, day_begins.split(":"))
    coop = Coop(
        id=CoopId("b"),
        name="B",
        time_zone="Europe/Berlin",
        day_begins_s=hours * 3600 + minutes * 60,
    )
    for first in (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)):
        moments = [first + timedelta(minutes=15 * number) for number in range(4 * 72)]
        days = [coop.day_of(moment) for moment in moments]

        for moment, day in zip(moments, days, strict=True):
            begins, ends = coop.bounds(day)
            assert begins <= moment < ends
        assert days == sorted(days)


def test_a_night_belongs_to_the_day_before_it() -> None:
    """Days begin at 4: three o'clock on Sunday is of Saturday's work, with Sunday on calendars."""
    coop = Coop(id=CoopId("b"), name="B", time_zone="Europe/Berlin", day_begins_s=4 * 3600)
    night = datetime(2026, 5, 3, 1, 0, tzinfo=UTC)

    assert coop.day_of(night) == date(2026, 5, 2)
    assert coop.day_of(night + timedelta(hours=1)) == date(2026, 5, 3)
    assert coop.date_of(night) == date(2026, 5, 3)


def test_care_and_unpaid_rest_are_not_online() -> None:
    """8 hours less 1 of care and 30 unpaid minutes, a paid break counting: 6.5 hours."""
    window = Window(earliest=NOW, latest=NOW)
    shift = _shift(
        care=(CareWindow(begins_at=NOW, ends_at=NOW + timedelta(hours=1)),),
        breaks=(
            ShiftBreak(window=window, duration_s=1800, is_paid=False),
            ShiftBreak(window=window, duration_s=900),
        ),
    )

    assert shift.planned_online == timedelta(hours=6, minutes=30)


def test_impossible_values_cannot_be_made() -> None:
    """Each says what was expected."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no negative"):
        Parcel(weight_g=-1)
    with pytest.raises(ValueError, match="offset"):
        Window(earliest=naive, latest=naive)
    with pytest.raises(ValueError, match="address or a location"):
        PlaceWish(address="  ")
    with pytest.raises(ValueError, match="either a quote or a wish"):
        OrderWish()
    with pytest.raises(ValueError, match="ends after it starts"):
        _shift(ends_at=NOW)
    with pytest.raises(ValueError, match="sequence from 1"):
        CourierEvent(device="p", sequence=0, kind=ReportKind.PAUSED, at=NOW)
    with pytest.raises(ValueError, match="offset"):
        CourierEvent(device="p", sequence=1, kind=ReportKind.PAUSED, at=naive)


def test_every_rule_error_has_its_own_code() -> None:
    """Programs tell refusals apart by code; the base class is never raised."""

    def family(kind: type[RuleError]) -> list[type[RuleError]]:
        return [one for sub in kind.__subclasses__() for one in (sub, *family(sub))]

    codes = [kind.code for kind in family(RuleError)]

    assert len(set(codes)) == len(codes)
    assert RuleError.code not in codes


def test_planning_is_not_caused_by_its_own_events() -> None:
    """A plan that was proposed, published or discarded never asks for the next plan."""
    own = {EventKind.PLAN_PROPOSED, EventKind.PLAN_PUBLISHED, EventKind.PLAN_DISCARDED}

    assert own & PLANNING_KINDS == set()


def test_settings_come_from_the_environment() -> None:
    """Ours are read, others are none of our business, and an empty Redis is none."""
    settings = read_settings(
        {
            "COMMONWHEEL_STORE_URL": "sqlite:///x.db",
            "COMMONWHEEL_REDIS_URL": "",
            "COMMONWHEEL_CITIES_DIR": "maps",
            "COMMONWHEEL_PORT": "9000",
            "COMMONWHEEL_HAS_WORKER": "no",
            "PATH": "/bin",
        }
    )

    assert settings.store_url == "sqlite:///x.db"
    assert settings.redis_url is None
    assert settings.cities_dir == Path("maps")
    assert settings.port == 9000
    assert settings.has_worker is False


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("COMMONWHEEL_PORT", "70000"),
        ("COMMONWHEEL_PORT", "http"),
        ("COMMONWHEEL_SOLVE_SECONDS", "0"),
        ("COMMONWHEEL_SOLVE_SECONDS", "inf"),
        ("COMMONWHEEL_HAS_WORKER", "perhaps"),
        ("COMMONWHEEL_TRAVEL_URL", "http://127.0.0.1:5000"),
        ("COMMONWHEEL_TRAVEL_URL", "photon+http://127.0.0.1:2322"),
        ("COMMONWHEEL_TRAVEL_URL", "osrm+127.0.0.1:5000"),
        ("COMMONWHEEL_TRAVEL_URL", "osrm+http://"),
        ("COMMONWHEEL_PROT", "80"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name: str, text: str) -> None:
    """A typing error in a name or a value stops the start with the variable's name."""
    with pytest.raises(SettingError, match=name):
        read_settings({name: text})
