"""A small co-op in a made city, for processes that are killed: a storefront with a key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role
from dispatch.store import open_store
from routing.streets.add import add_city
from scenarios.calendar import moment_of
from scenarios.city import addresses_of
from scenarios.founding import found
from scenarios.grid import grid_city
from scenarios.library import draw_day, library

if TYPE_CHECKING:
    from pathlib import Path

    from dispatch.model import CoopId
    from routing.streets.city import City

BUILT_AT = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class SmallCoop:
    """What was founded.

    Attributes
    ----------
    coop
        Its id.
    city
        The made city.
    key
        Of its first storefront.
    now
        A morning.
    """

    coop: CoopId
    city: City
    key: str
    now: datetime

    def wish(self) -> dict[str, object]:
        """Give the body of an order."""
        facts = self.city.facts
        return {
            "delivery": {"location": {"lat": facts.center_lat, "lon": facts.center_lon}},
            "parcels": [{"weight_g": 500}],
        }


def found_small(url: str, directory: Path) -> SmallCoop:
    """Found it in an empty store; no thread is left running."""
    (directory / "grid.osm").write_text(grid_city(num_rows=4, num_columns=4))
    city = add_city(directory / "grid", directory / "grid.osm", created_at=BUILT_AT, name="grid")
    scenario = replace(library()["small"], num_couriers=2, num_storefronts=1, num_orders=2)
    script = draw_day(scenario, addresses_of(city, num_addresses=20, seed=1), seed=1)
    store = open_store(url)
    founded = found(store, script, city="grid")
    shop = founded.storefronts[0]
    holder = keys.Holder(
        member=MemberId("shop"), role=Role.STOREFRONT, name="Shop", storefront=shop
    )
    secret = keys.new_secret()
    store.write(
        founded.coop.id,
        lambda tx: keys.grant(
            tx,
            founded.dispatcher,
            holder,
            kind=AccessKind.KEY,
            secret=secret,
            now=BUILT_AT,
            new_id=lambda: "key",
        ),
    ).result()
    store.close()
    now = moment_of(founded.coop, scenario.day, timedelta(hours=8))
    return SmallCoop(coop=founded.coop.id, city=city, key=secret, now=now)
