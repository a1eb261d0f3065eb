"""A small installation for the tests of the API: a made city and two co-ops with a day each."""

from __future__ import annotations

import shutil
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from api.app import Options, create_app
from dispatch import keys, planning, review
from dispatch.cached_streets import CachedStreets
from dispatch.electorate import OWNERS
from dispatch.model import AccessKind, CourierId, MemberId, Role, StorefrontId
from dispatch.rostering import add_courier, add_storefront
from dispatch.store import open_store
from routing.problem import Budget
from routing.streets.add import add_city
from routing.streets.city import load_city
from scenarios.calendar import moment_of
from scenarios.city import addresses_of
from scenarios.founding import call_of, found, place_all
from scenarios.grid import grid_city
from scenarios.library import draw_day, library

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about which HTTP client is to come next
    from starlette.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from httpx import Response

    from api.errands import Errand
    from dispatch.feed import Feed
    from dispatch.model import Actor
    from dispatch.store import Store, Transaction
    from routing.streets.city import City
    from scenarios.founding import Founded
    from scenarios.library import DayScript

HOME = "Two Wheels"
OTHER = "Other Wheels"
ROLES = ("dispatcher", "storefront", "other_storefront", "courier", "other_courier", "member")
SIGNED_IN = "signed-in dispatcher"
"""A dispatcher in a browser; everybody else of `ROLES` asks with a key."""
FOREIGN_STOREFRONT = StorefrontId("foreign-shop")
FOREIGN_COURIER = CourierId("foreign-courier")
BUILT_AT = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What is built once and copied for each test.

    Attributes
    ----------
    directory
        Where city and store lie.
    city
        The made city.
    homes
        Both co-ops, by name.
    secrets
        Keys by co-op's name and role.
    now
        A moment on the planned day, before the first stop.
    """

    directory: Path
    city: City
    homes: dict[str, Founded]
    secrets: dict[tuple[str, str], str]
    now: datetime


@dataclass(kw_only=True)
class World:
    """One installation that a test may change.

    Attributes
    ----------
    installation
        What it was copied from.
    store
        Its store.
    app
        The application.
    client
        Asks it.
    moment
        What its clock says; tests move it.
    """

    installation: Installation
    store: Store
    app: FastAPI
    client: TestClient
    moment: list[datetime] = field(default_factory=list)

    @property
    def home(self) -> Founded:
        """The co-op that most tests are about."""
        return self.installation.homes[HOME]

    @property
    def day(self) -> str:
        """The planned day."""
        return self.home.coop.day_of(self.installation.now).isoformat()

    def bearer(self, role: str, coop: str = HOME) -> dict[str, str]:
        """Give the headers of a role's key."""
        return {"authorization": f"Bearer {self.installation.secrets[(coop, role)]}"}

    def ask(  # noqa: PLR0913 - the parts of a request
        self,
        role: str,
        method: str,
        path: str,
        body: object = None,
        *,
        coop: str = HOME,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Send one request as a role."""
        response: Response = self.client.request(
            method,
            path,
            json=body,
            headers={**self.bearer(role, coop), **(headers or {})},
        )
        return response

    def write(self, function: Any) -> Any:  # noqa: ANN401 - whatever a use case takes and gives
        """Change the store of the home co-op directly."""
        return self.store.write(self.home.coop.id, function).result()

    def orders_of(self, role: str, coop: str = HOME) -> list[str]:
        """Give the ids of the orders that belong to a role, all for a dispatcher."""
        founded = self.installation.homes[coop]
        number = 1 if role.startswith("other_") else 0
        with self.store.read(founded.coop.id) as tx:
            orders = tx.orders.of_day(founded.coop.day_of(self.installation.now))
        if "courier" in role:
            orders = tuple(o for o in orders if o.courier == founded.couriers[number])
        elif "storefront" in role:
            orders = tuple(o for o in orders if o.storefront == founded.storefronts[number])
        return [order.id for order in orders]

    def wish(self) -> dict[str, Any]:
        """Give a body that quotes and orders take."""
        location = self.installation.city.facts
        return {
            "delivery": {
                "location": {"lat": location.center_lat, "lon": location.center_lon},
                "note": "Ring twice",
            },
            "parcels": [{"description": "Bread", "weight_g": 2500, "volume_cm3": 9000}],
        }


def build(directory: Path) -> Installation:
    """Build city, co-ops, keys and plans."""
    (directory / "grid.osm").write_text(grid_city(num_rows=6, num_columns=6))
    city = add_city(directory / "grid", directory / "grid.osm", created_at=BUILT_AT, name="grid")
    store = open_store(f"sqlite:///{directory / 'store.db'}")
    streets = CachedStreets(city)
    homes: dict[str, Founded] = {}
    secrets: dict[tuple[str, str], str] = {}
    scenario = replace(library()["small"], num_couriers=4, num_storefronts=3, num_orders=12)
    for seed, name in ((3, HOME), (5, OTHER)):
        named = replace(scenario, name=name, coop_name=name)
        script = draw_day(named, addresses_of(city, num_addresses=60, seed=seed), seed=seed)
        founded = found(store, script, city="grid")
        riding = _plan(store, founded, script, streets)
        homes[name] = replace(founded, couriers=riding)
        for role in ROLES:
            secrets[(name, role)] = _grant(store, homes[name], role)
        secrets[(name, SIGNED_IN)] = _sign_in(store, homes[name])
    _add_foreigners(store, homes[OTHER])
    store.close()
    now = moment_of(homes[HOME].coop, scenario.day, timedelta(hours=8, minutes=30))
    return Installation(directory=directory, city=city, homes=homes, secrets=secrets, now=now)


def _add_foreigners(store: Store, founded: Founded) -> None:
    """Give the other co-op a storefront and a courier of names that only it has."""
    actor = founded.dispatcher

    def add(tx: Transaction) -> None:
        shop = tx.storefronts.get(founded.storefronts[0])
        courier = tx.couriers.get(founded.couriers[0])
        shop = replace(shop, id=FOREIGN_STOREFRONT)
        add_storefront(tx, actor, shop, now=BUILT_AT)
        add_courier(tx, actor, replace(courier, id=FOREIGN_COURIER), now=BUILT_AT)

    store.write(actor.coop, add).result()


def _grant(store: Store, founded: Founded, role: str) -> str:
    number = 1 if role.startswith("other_") else 0
    kind = Role(role.removeprefix("other_"))
    holder = keys.Holder(
        member=MemberId(f"{role}-member"),
        role=kind,
        name=role.replace("_", " ").title(),
        courier=founded.couriers[number] if kind is Role.COURIER else None,
        storefront=founded.storefronts[number] if kind is Role.STOREFRONT else None,
    )
    actor = founded.dispatcher
    if kind in OWNERS:  # programs do not vote, people do
        give(store, actor, holder, AccessKind.SESSION, now=BUILT_AT, name=f"s-{role}")
    return give(store, actor, holder, AccessKind.KEY, now=BUILT_AT, name=f"k-{role}")


def _sign_in(store: Store, founded: Founded) -> str:
    holder = keys.Holder(member=MemberId("mo"), role=Role.DISPATCHER, name="Mo")
    actor, kind = founded.dispatcher, AccessKind.SESSION
    return give(store, actor, holder, kind, now=BUILT_AT, name="k-session")


def give(  # noqa: PLR0913 - the parts of an access
    store: Store,
    actor: Actor,
    holder: keys.Holder,
    kind: AccessKind,
    *,
    now: datetime,
    name: str,
) -> str:
    """Give somebody a key or a link; return the secret."""
    secret = keys.new_secret()
    store.write(
        actor.coop,
        lambda tx: keys.grant(
            tx,
            actor,
            holder,
            kind=kind,
            secret=secret,
            now=now,
            new_id=lambda: name,
        ),
    ).result()
    return secret


def _plan(
    store: Store, founded: Founded, script: DayScript, streets: CachedStreets
) -> tuple[CourierId, ...]:
    """Plan the day; give the couriers, those with the most orders first."""
    numbers = count(1)
    coop, day = founded.coop, script.scenario.day
    calls = [
        call_of(founded, script, spec)
        for spec in script.orders
        if not spec.skills and spec.weight_g <= 20_000
    ]
    store.write(
        coop.id,
        lambda tx: place_all(
            tx,
            calls=calls,
            streets=streets,
            new_id=lambda: f"{coop.id}-{next(numbers):02d}",
        ),
    ).result()
    now = moment_of(coop, day, timedelta(hours=7))
    with store.read(coop.id) as tx:
        state = planning.prepare(tx, day, now)
    made = planning.draft(state, streets, budget=Budget(iterations=40), seed=1)
    actor = founded.dispatcher
    plan = store.write(coop.id, lambda tx: planning.adopt(tx, actor, made, now=now)).result()
    store.write(coop.id, lambda tx: review.publish(tx, actor, day, plan.version, now=now)).result()
    loads = {route.courier: len(route.orders) for route in plan.routes}
    return tuple(sorted(founded.couriers, key=lambda courier: -loads.get(courier, 0)))


@contextmanager
def open_world(
    installation: Installation,
    directory: Path,
    options: Options | None = None,
    start_errand: Callable[[Errand], None] | None = None,
) -> Iterator[World]:
    """Copy an installation and ask it inside this process."""
    with (
        open_app(installation, directory, options, start_errand=start_errand) as (
            store,
            app,
            moment,
        ),
        TestClient(app, base_url="http://localhost") as client,
    ):
        yield World(
            installation=installation,
            store=store,
            app=app,
            client=client,
            moment=moment,
        )


@contextmanager
def open_app(
    installation: Installation,
    directory: Path,
    options: Options | None = None,
    feed: Feed | None = None,
    start_errand: Callable[[Errand], None] | None = None,
) -> Iterator[tuple[Store, FastAPI, list[datetime]]]:
    """Copy an installation and make an application for it, with a clock to wind.

    Unless it is said how, nothing that needs a process of its own is started.
    """
    copy = directory / "store.db"
    if not copy.exists():
        shutil.copy(installation.directory / "store.db", copy)
    store = open_store(f"sqlite:///{copy}", create=False)
    moment = [installation.now]
    numbers = count(1)
    chosen = options or Options(rate=None, pages=directory / "pages", interval_s=0.2)
    app = create_app(
        store=store,
        cities={"grid": load_city(installation.directory / "grid")},
        clock=lambda: moment[0],
        new_id=lambda: f"new-{next(numbers):04d}",
        feed=feed,
        options=replace(chosen, start_errand=start_errand or (lambda _errand: None)),
    )
    try:
        yield store, app, moment
    finally:
        store.close()
