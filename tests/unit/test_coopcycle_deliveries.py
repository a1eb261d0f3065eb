"""Deliveries as CoopCycle's clients describe them, turned into wishes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.coopcycle_deliveries import read_deliveries
from api.coopcycle_hours import interval_of, notice_of, opening_hours
from api.problems import ProblemError
from dispatch.errors import WindowImpossible
from dispatch.model import QuoteWish, Window
from routing.model import Location

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 6, 9, 8, 15, tzinfo=UTC)  # a Tuesday, 10:15 in Paris


def read(body: dict[str, Any]) -> QuoteWish:
    """Read a body and give the wish."""
    return read_deliveries(body, now=NOW, zone=ZONE)[0].wish


def refusal(body: dict[str, Any]) -> tuple[str, str]:
    """Give place and sentence of what is refused."""
    with pytest.raises(ProblemError) as caught:
        read(body)
    fault = caught.value.problem.faults[0]
    assert caught.value.problem.status == 400
    return fault.place, fault.key


def test_an_address_may_be_a_text() -> None:
    """Then nothing else is known of the place, and the pickup is the store's own."""
    wish = read({"dropoff": {"address": " 24 Rue de Rivoli "}})

    assert wish.delivery.address == "24 Rue de Rivoli"
    assert wish.pickup is None
    assert wish.deliver_between is None
    assert len(wish.parcels) == 1


def test_an_address_may_be_an_object() -> None:
    """Every field finds its place; latLng is latitude first."""
    address = {
        "streetAddress": "24 Rue de Rivoli",
        "contactName": "Ida",
        "name": "Bakery",
        "telephone": "+33612345678",
        "description": "Left door",
        "latLng": [48.85, 2.35],
    }

    place = read({"dropoff": {"address": address, "comments": "Ring twice"}}).delivery

    assert place.location == Location(lat=48.85, lon=2.35)
    assert place.contact == "Ida - Bakery"
    assert place.phone == "+33612345678"
    assert place.note == "Left door - Ring twice"


@pytest.mark.parametrize("telephone", [False, "", None])
def test_no_telephone_is_said_in_three_ways(telephone: object) -> None:
    """PHP sends false for a field that was not filled in."""
    address = {"streetAddress": "x", "telephone": telephone}

    assert not read({"dropoff": {"address": address}}).delivery.phone


@pytest.mark.parametrize("pickup", [None, {}, [], {"before": "today 13:00"}, {"address": ""}])
def test_a_pickup_without_address_is_the_stores(pickup: object) -> None:
    """Clients leave it out in all these ways; PHP writes an empty object as an empty list."""
    assert read({"pickup": pickup, "dropoff": {"address": "x"}}).pickup is None


@pytest.mark.parametrize(
    ("before", "after"), [("before", "after"), ("doneBefore", "doneAfter")], ids=["new", "old"]
)
def test_a_window_has_new_and_old_names(before: str, after: str) -> None:
    """13:00 to 15:00 tomorrow in Paris is 11:00 to 13:00 in UTC."""
    dropoff = {"address": "x", before: "tomorrow 15:00", after: "tomorrow 13:00"}

    window = read({"dropoff": dropoff}).deliver_between

    assert window == Window(
        earliest=datetime(2026, 6, 10, 11, tzinfo=UTC), latest=datetime(2026, 6, 10, 13, tzinfo=UTC)
    )


def test_an_end_alone_leaves_its_whole_day() -> None:
    """Tomorrow until 15:00 begins at tomorrow's midnight in Paris, today until 15:00 now."""
    tomorrow = read({"dropoff": {"address": "x", "before": "tomorrow 15:00"}}).deliver_between
    today = read({"dropoff": {"address": "x", "before": "today 15:00"}}).deliver_between

    assert tomorrow is not None
    assert tomorrow.earliest == datetime(2026, 6, 9, 22, tzinfo=UTC)
    assert today is not None
    assert today.earliest == NOW


def test_pickup_after_says_when_it_is_ready() -> None:
    """The window of the drop-off cannot begin before that."""
    wish = read(
        {
            "pickup": {"after": "tomorrow 10:00"},
            "dropoff": {"address": "x", "before": "tomorrow 15:00"},
        }
    )

    assert wish.ready_at == datetime(2026, 6, 10, 8, tzinfo=UTC)
    assert wish.deliver_between is not None
    assert wish.deliver_between.earliest == wish.ready_at


def test_tasks_say_which_they_are() -> None:
    """The same delivery as a list; the order of the list does not matter."""
    tasks = [
        {"type": "dropoff", "address": "y", "timeSlot": "2026-06-10 17:00-18:00"},
        {"type": "PICKUP", "address": "x", "comments": "Back door"},
    ]

    wish = read({"tasks": tasks})

    assert wish.delivery.address == "y"
    assert wish.pickup is not None
    assert (wish.pickup.address, wish.pickup.note) == ("x", "Back door")
    assert wish.deliver_between is not None
    assert wish.deliver_between.earliest == datetime(2026, 6, 10, 15, tzinfo=UTC)


def test_packages_are_parcels_and_the_weight_is_of_all() -> None:
    """Two small and one large are three; 2.5 kg stand in the first, so that the sum is right."""
    dropoff = {
        "address": "x",
        "weight": "2500",
        "packages": [{"type": "SMALL", "quantity": 2}, {"type": "XL", "quantity": "1"}],
    }

    parcels = read({"dropoff": dropoff}).parcels

    assert [parcel.description for parcel in parcels] == ["SMALL", "SMALL", "XL"]
    assert sum(parcel.weight_g for parcel in parcels) == 2500


@pytest.mark.parametrize("tags", ["cold fragile", ["cold", "fragile"]])
def test_tags_are_a_text_or_a_list(tags: object) -> None:
    """Whoever rides reads them at the door."""
    assert read({"dropoff": {"address": "x", "tags": tags}}).delivery.note == "#cold #fragile"


@pytest.mark.parametrize(
    "body",
    [
        {"dropoff": {"address": "x", "metadata": {"order_number": 123}}},
        {"dropoff": {"address": "x", "ref": "123"}},
        {"orderNumber": "123", "dropoff": {"address": "x"}},
        {"dropoff": {"address": "x"}, "metadata": {"orderNumber": "123"}},
    ],
)
def test_the_shops_number_is_found_where_clients_put_it(body: dict[str, Any]) -> None:
    """A number is a text, too."""
    assert read(body).reference == "123"


def test_a_window_that_has_just_ended_is_taken_and_noted() -> None:
    """At 10:15 the slot until 10:00 is over; the one until 8:00 is too long ago to be meant."""
    just = {"dropoff": {"address": "x", "timeSlot": "2026-06-09 09:00-10:00"}}
    long_ago = {"dropoff": {"address": "x", "timeSlot": "2026-06-09 07:00-08:00"}}

    (taken,) = read_deliveries(just, now=NOW, zone=ZONE)
    (kept,) = read_deliveries(long_ago, now=NOW, zone=ZONE)

    assert taken.attention == ("window_over",)
    assert taken.wish.deliver_between is None
    assert kept.attention == ()
    assert kept.wish.deliver_between is not None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ("#/dropoff", "fault.missing")),
        ({"dropoff": {"before": "now"}}, ("#/dropoff/address", "fault.missing")),
        ({"dropoff": 7}, ("#/dropoff", "fault.object")),
        ({"dropoff": {"address": True}}, ("#/dropoff/address", "fault.text")),
        ({"tasks": "x"}, ("#/tasks", "fault.list")),
        ({"tasks": [{"type": "PICKUP"}]}, ("#/tasks", "fault.coopcycle_no_dropoff")),
        ({"tasks": [{"type": "LUNCH"}]}, ("#/tasks/0/type", "fault.one_of")),
        (
            {"dropoff": {"address": "x", "before": "someday"}},
            ("#/dropoff/before", "fault.coopcycle_time"),
        ),
        (
            {"dropoff": {"address": "x", "timeSlot": "noon"}},
            ("#/dropoff/timeSlot", "fault.coopcycle_time"),
        ),
        (
            {"dropoff": {"address": "x", "weight": -1}},
            ("#/dropoff/weight", "fault.at_least"),
        ),
        (
            {"dropoff": {"address": {"streetAddress": "x", "latLng": [99, 0]}}},
            ("#/dropoff/address/latLng", "fault.at_most"),
        ),
    ],
)
def test_what_cannot_be_read_is_named(body: dict[str, Any], expected: tuple[str, str]) -> None:
    """Where it stands, and which sentence says what was expected."""
    assert refusal(body) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ["address", "before", "after", "timeSlot", "weight", "packages", "comments", "tags", "type"]
)


@settings(deadline=None)
@given(
    dropoff=st.dictionaries(NAMES, JSON | st.dictionaries(st.just("latLng"), JSON)),
    pickup=st.dictionaries(NAMES, JSON),
    is_list=st.booleans(),
)
def test_any_body_is_a_wish_or_refused(
    dropoff: dict[str, Any], pickup: dict[str, Any], *, is_list: bool
) -> None:
    """Nothing else escapes, whatever stands in the fields."""
    tasks = {"tasks": [{**pickup, "type": "PICKUP"}, {**dropoff, "type": "DROPOFF"}]}
    body = tasks if is_list else {"pickup": pickup, "dropoff": dropoff}

    try:
        assert read(body).parcels
    except (ProblemError, WindowImpossible):
        return


def test_hours_of_the_same_time_share_a_line() -> None:
    """Wednesday and Thursday 9 to 11 are one line, Wednesday 15 to 17 is another."""
    begin = datetime(2026, 6, 10, 7, tzinfo=UTC)
    windows = [
        Window(earliest=begin + timedelta(hours=hours), latest=begin + timedelta(hours=hours + 2))
        for hours in (0, 6, 24)
    ]

    hours = opening_hours(windows, ZONE)

    assert hours == [
        {"opens": "09:00", "closes": "11:00", "dayOfWeek": ["Wednesday", "Thursday"]},
        {"opens": "15:00", "closes": "17:00", "dayOfWeek": ["Wednesday"]},
    ]
    assert interval_of(hours) == "2 days"
    assert interval_of(hours[1:]) == "1 day"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 minutes"), (60, "1 minute"), (5400, "90 minutes"), (3600, "1 hour"), (7200, "2 hours")],
)
def test_a_notice_is_said_in_words(seconds: int, expected: str) -> None:
    """Clients hand them to PHP's own reader of relative times."""
    assert notice_of(seconds) == expected


P1, P2 = ({"type": "PICKUP", "address": name, "weight": 2000} for name in ("p1", "p2"))
D1, D2 = ({"type": "DROPOFF", "address": name} for name in ("d1", "d2"))


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([P1, D1, D2], [("p1", "d1", 2000), ("p1", "d2", 0)]),
        ([P1, P2, D1], [("p1", "d1", 2000), ("p2", "d1", 2000)]),
        ([P1, D1, P2, D2], [("p1", "d1", 2000), ("p2", "d2", 2000)]),
        ([D1, D2, P1], [("p1", "d1", 2000), ("p1", "d2", 0)]),
        ([D1, D2], [("", "d1", 0), ("", "d2", 0)]),
    ],
)
def test_each_drop_off_gets_the_pickups_before_it(
    tasks: list[dict[str, object]], expected: list[tuple[str, str, int]]
) -> None:
    """Weight that stands at a pickup is carried once; without a pickup it is the shop's place."""
    found = read_deliveries({"tasks": tasks}, now=NOW, zone=ZONE)

    assert [
        (
            one.wish.pickup.address if one.wish.pickup else "",
            one.wish.delivery.address,
            sum(parcel.weight_g for parcel in one.wish.parcels),
        )
        for one in found
    ] == expected
