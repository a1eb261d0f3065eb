"""What happens is heard as it happens, by whom it concerns, and after a break from there on."""

from __future__ import annotations

from contextlib import closing
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import httpx
import orjson
import pytest

from api.app import Options
from api.serve import serving
from dispatch import keys, ordering, review
from dispatch.events import EventKind
from dispatch.feed import MemoryFeed
from dispatch.model import KeyId
from dispatch.plan_progress import PlanProgress
from tests.api_world import HOME, OTHER, Installation, open_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.store import Store, Transaction

PATIENCE_S = 20.0


class Listener:
    """One open stream.

    Parameters
    ----------
    url, key
        Where, and as whom.
    after
        Last-Event-ID.
    """

    def __init__(self, url: str, key: str, after: int | None = None) -> None:
        headers = {"authorization": f"Bearer {key}"}
        if after is not None:
            headers["last-event-id"] = str(after)
        self._client = httpx.Client(timeout=PATIENCE_S)
        request = self._client.build_request("GET", f"{url}/v1/live", headers=headers)
        self.response = self._client.send(request, stream=True)
        self._lines = self.response.iter_lines()
        if self.response.status_code == 200:
            assert self.next_block() == {"retry": "2000"}

    def next(self) -> dict[str, Any]:
        """Wait for the next event; give its fields with the data read."""
        while True:
            block = self.next_block()
            if "data" in block:
                return {**block, "data": orjson.loads(block["data"])}

    def next_silence(self) -> dict[str, str]:
        """Wait for the next block without an event."""
        while True:
            block = self.next_block()
            if "data" not in block:
                return block

    def close(self) -> None:
        """Leave."""
        self.response.close()
        self._client.close()

    def next_block(self) -> dict[str, str]:
        """Wait for the next block; give its fields as they are."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if not line:
                return fields
            name, _, value = line.partition(": ")
            fields[name] = value
        msg = "the stream has ended"
        raise EOFError(msg)


class Served:
    """An application behind a real port."""

    def __init__(self, installation: Installation, store: Store, url: str) -> None:
        self.installation = installation
        self.store = store
        self.url = url

    def listen(self, role: str, *, coop: str = HOME, after: int | None = None) -> Any:  # noqa: ANN401 - closing() hides the type
        """Open a stream as a role."""
        return closing(Listener(self.url, self.installation.secrets[(coop, role)], after))

    def last_seq(self) -> int:
        """Give the newest event's place."""
        with self.store.read(self.installation.homes[HOME].coop.id) as tx:
            return tx.events.last_seq()

    def write(self, function: Any) -> Any:  # noqa: ANN401 - whatever a use case takes and gives
        """Change the home co-op."""
        return self.store.write(self.installation.homes[HOME].coop.id, function).result()

    def cancel(self, number: int) -> str:
        """Cancel one of the storefront's orders; give its id."""
        home, now = self.installation.homes[HOME], self.installation.now
        with self.store.read(home.coop.id) as tx:
            orders = tx.orders.of_day(home.coop.day_of(now), storefront=home.storefronts[0])
        name = orders[number].id
        self.write(lambda tx: ordering.cancel(tx, home.dispatcher, name, now=now))
        return name


@pytest.fixture
def served(installation: Installation, tmp_path: Path) -> Iterator[Served]:
    """Return an application that really listens."""
    options = Options(rate=None, pages=tmp_path, interval_s=0.1, keep_alive_s=0.3)
    with open_app(installation, tmp_path, options) as (store, app, _), serving(app) as url:
        yield Served(installation, store, url)


def test_an_event_is_heard_with_its_place_and_its_kind(served: Served) -> None:
    """The id of the message is the sequence in the outbox: the next after what was there."""
    before = served.last_seq()
    with served.listen("dispatcher") as listener:
        order = served.cancel(0)

        heard = listener.next()

    assert listener.response.headers["content-type"].startswith("text/event-stream")
    assert heard["event"] == "order.canceled"
    assert heard["id"] == str(before + 1)
    assert heard["data"]["seq"] == before + 1
    assert heard["data"]["subjects"]["order"] == order


def test_after_a_break_nothing_is_missed_and_nothing_comes_twice(served: Served) -> None:
    """Two events while nobody listened, one after: three, in order."""
    with served.listen("dispatcher") as listener:
        served.cancel(0)
        last = int(listener.next()["id"])
    served.cancel(1)
    home, now = served.installation.homes[HOME], served.installation.now
    order = served.cancel(2)

    with served.listen("dispatcher", after=last) as listener:
        missed = [listener.next() for _ in range(2)]
        actor, courier = home.dispatcher, home.couriers[0]
        with served.store.read(home.coop.id) as tx:
            placed = next(
                one.id for one in tx.orders.of_day(home.coop.day_of(now)) if one.state == "assigned"
            )
        served.write(lambda tx: review.pin(tx, actor, placed, courier, reason="", now=now))
        fresh = listener.next()

    assert [int(event["id"]) for event in (*missed, fresh)] == [last + 1, last + 2, last + 3]
    assert missed[1]["data"]["subjects"]["order"] == order
    assert fresh["event"] == "order.pinned"


INSIDE = (
    EventKind.STOP_DECLINED,
    EventKind.ORDER_STRANDED,
    EventKind.REPORT_KEPT,
    EventKind.INCIDENT_RECORDED,
)


def test_each_hears_only_what_concerns_them(served: Served) -> None:
    """A canceled order of one storefront: its own stream and the dispatcher's, no other's.

    That somebody gave it back, fell out, erred or broke something is between couriers and desk.
    """
    home, now = served.installation.homes[HOME], served.installation.now
    start = served.last_seq()
    order = served.cancel(0)
    with served.store.read(home.coop.id) as tx:
        courier = tx.orders.get(order).courier
    about = {"order": order, "courier": "somebody"}
    facts = [*((kind, about) for kind in INSIDE), (EventKind.PLAN_PUBLISHED, {"plan": "9"})]

    def write_down(tx: Transaction) -> None:
        for kind, subjects in facts:
            tx.record(kind, actor=home.dispatcher.member, at=now, subjects=subjects)

    served.write(write_down)
    heard = {}
    for role in ("storefront", "other_storefront", "courier", "other_courier", "dispatcher"):
        with served.listen(role, after=start) as listener:
            kinds = []
            while (block := listener.next_block()) and "id" in block:
                if "event" not in block:
                    break
                kinds.append(block["event"])
        heard[role] = kinds

    assert heard["dispatcher"] == ["order.canceled", *INSIDE, "plan.published"]
    assert heard["storefront"] == ["order.canceled"]
    assert heard["other_storefront"] == []
    for number, role in enumerate(("courier", "other_courier")):
        own = ["order.canceled"] if courier == home.couriers[number] else []
        assert heard[role] == [*own, "plan.published"]


def test_another_co_op_hears_nothing(served: Served) -> None:
    """Its keep-alive comes, and its own sequence stays where it was."""
    with served.listen("dispatcher", coop=OTHER) as listener:
        first = listener.next_silence()
        served.cancel(0)
        second = listener.next_silence()

    assert first == second
    assert "" in first


def test_a_quiet_stream_says_that_it_is_alive(served: Served) -> None:
    """A comment, with the place reached so far, so that a reconnection begins there."""
    last = served.last_seq()

    with served.listen("courier") as listener:
        alive = listener.next_silence()

    assert alive == {"": "keep-alive", "id": str(last)}


def test_a_stream_ends_when_its_key_does(served: Served) -> None:
    """A revoked key stops listening at the next keep-alive."""
    home, now = served.installation.homes[HOME], served.installation.now
    with served.listen("courier") as listener:
        actor = home.dispatcher
        served.write(lambda tx: keys.revoke(tx, actor, KeyId("k-courier"), now=now))

        with pytest.raises(EOFError):
            listener.next()


def test_another_process_is_heard_too(
    served: Served,
    installation: Installation,
    tmp_path: Path,
) -> None:
    """Two applications on one store without a feed between them: looking is enough."""
    options = Options(rate=None, pages=tmp_path, interval_s=0.1)
    with open_app(installation, tmp_path, options) as (_, app, _), serving(app) as url:
        key = installation.secrets[(HOME, "dispatcher")]
        with closing(Listener(url, key)) as listener:
            order = served.cancel(0)

            assert listener.next()["data"]["subjects"]["order"] == order


def test_dispatchers_see_what_the_planner_is_at_and_nobody_else(
    installation: Installation, tmp_path: Path
) -> None:
    """Shown until the dispatcher sees it; it has no id, and the courier only hears silence."""
    options = Options(rate=None, pages=tmp_path, interval_s=0.1, keep_alive_s=0.3)
    feed = MemoryFeed()
    home = installation.homes[HOME].coop
    day = home.day_of(installation.now)
    progress = PlanProgress(day=day, cost_s=600, num_unassigned=2, spread_minor=210)
    stop = Event()

    def show() -> None:
        while not stop.wait(0.01):
            feed.show(home.id, progress)

    planner = Thread(target=show)
    with (
        open_app(installation, tmp_path, options, feed=feed) as (_, app, _),
        serving(app) as url,
        closing(Listener(url, installation.secrets[(HOME, "dispatcher")])) as dispatcher,
        closing(Listener(url, installation.secrets[(HOME, "courier")])) as courier,
        closing(Listener(url, installation.secrets[(OTHER, "dispatcher")])) as other,
    ):
        planner.start()
        try:
            seen = dispatcher.next()
            quiet = [one.next_block() for one in (courier, other)]
        finally:
            stop.set()
            planner.join()

    assert seen == {
        "event": "planning.progress",
        "data": {
            "day": day.isoformat(),
            "is_done": False,
            "cost_s": 600,
            "num_unassigned": 2,
            "spread_minor": 210,
        },
    }
    assert [block[""] for block in quiet] == ["keep-alive", "keep-alive"]


@pytest.mark.parametrize("last", ["999999999", "nonsense", "-1", ""])
def test_a_place_that_does_not_exist_is_the_present(served: Served, last: str) -> None:
    """Whatever a browser says: from now on, never an error."""
    headers = {
        "authorization": f"Bearer {served.installation.secrets[(HOME, 'dispatcher')]}",
        "last-event-id": last,
    }
    with httpx.stream("GET", f"{served.url}/v1/live", headers=headers) as response:
        assert response.status_code == 200
