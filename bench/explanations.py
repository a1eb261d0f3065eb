"""Claim: why this courier and not that one is told in at most 50 ms of CPU, on large days too.

``python -m bench.explanations --extract FILE`` draws days on a real city, plans and publishes
them, and asks about orders as the API does, with live plans kept between questions: a
dispatcher about each, and couriers on shift about each, the one who has it among them. CPU
milliseconds of one call, from the store to the answer; the first question after a change also
lays the day out anew, unless that was done before anybody asked, as the API does after each new
plan: both are told apart.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dispatch import planning, review
from dispatch.cached_streets import CachedStreets
from dispatch.explaining import explain_order
from dispatch.live_plans import LivePlans
from dispatch.model import Actor, MemberId, Role
from dispatch.store import open_store
from routing.problem import Budget
from scenarios.calendar import moment_of
from scenarios.city import addresses_of
from scenarios.crew import NAMES, crew
from scenarios.demand import demand, storefronts
from scenarios.demo_city import open_or_add
from scenarios.founding import call_of, found
from scenarios.history import history
from scenarios.library import DayScript, library
from scenarios.rehearsal import place_orders
from scenarios.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dispatch.model import CourierId, OrderId
    from dispatch.store import Store
    from routing.streets.city import City
    from scenarios.specs import Address, CourierSpec

ASKED_AT = timedelta(hours=9)
TARGET_MS = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where the days happen.

    Attributes
    ----------
    name
        Of the city directory.
    city
        The city.
    """

    name: str
    city: City


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.explanations", description=__doc__)
    parser.add_argument("--extract", type=Path, default=Path(".cache/extracts/Helsinki.osm.pbf"))
    parser.add_argument("--cities", type=Path, default=Path(".cache/cities"))
    parser.add_argument("--days", default="14x160,60x600", help="couriers x orders, several")
    parser.add_argument("--number", type=int, default=60, help="orders to ask about per day")
    parser.add_argument("--iterations", type=int, default=60, help="of search for each plan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    name, city = open_or_add(
        given.extract,
        cities=given.cities,
        created_at=datetime.now(UTC).replace(microsecond=0),
        on_progress=lambda _step, _share: None,
    )
    for size in given.days.split(","):
        couriers, orders = map(int, size.split("x"))
        places = addresses_of(city, num_addresses=max(40, 2 * orders), seed=given.seed)
        script = _script(places, couriers=couriers, orders=orders, seed=given.seed)
        for row in _measured(
            Ground(name=name, city=city), script, given.number, iterations=given.iterations
        ):
            line = {"couriers": couriers, "orders": orders, **row}
            text = "  ".join(f"{key} {value}" for key, value in line.items())
            print(json.dumps(line) if given.json else text, flush=True)
    return 0


def _script(places: Sequence[Address], *, couriers: int, orders: int, seed: int) -> DayScript:
    """Draw a day of any size: crews beyond the first have a letter behind their names."""
    people: list[CourierSpec] = []
    while len(people) < couriers:
        letter = chr(ord("A") + len(people) // len(NAMES))
        some = crew(places, num_couriers=min(len(NAMES), couriers - len(people)), seed=seed)
        people += [replace(one, name=f"{one.name} {letter}") for one in some]
    size = library()["helsinki"]
    shops = storefronts(places, num_storefronts=max(2, orders // 14), seed=seed)
    return DayScript(
        scenario=replace(
            size, num_couriers=couriers, num_orders=orders, num_storefronts=len(shops)
        ),
        seed=seed,
        crew=tuple(people),
        storefronts=shops,
        orders=demand(shops, places, num_orders=orders, seed=seed),
        past=history(people, num_weeks=size.num_weeks, mean_drop_m=size.mean_drop_m, seed=seed),
    )


def _measured(
    ground: Ground, script: DayScript, number: int, *, iterations: int
) -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.sqlite")
        try:
            yield from _asked(store, ground, script, number, iterations)
        finally:
            store.close()


def _asked(
    store: Store, ground: Ground, script: DayScript, number: int, iterations: int
) -> Iterator[dict[str, object]]:
    """Plan the day; ask about some of its orders, all over it; yield figures by who asks."""
    founded = found(store, script, city=ground.name)
    streets = CachedStreets(ground.city)
    scene = Scene(store=store, city=ground.name, streets=streets)
    calls = [call_of(founded, script, spec) for spec in script.orders]
    place_orders(scene, founded, calls, tell=lambda _step, _done, _of: None)
    day, actor = script.scenario.day, founded.dispatcher
    now = moment_of(founded.coop, day, ASKED_AT)
    with store.read(founded.coop.id) as tx:
        state = planning.prepare(tx, day, now)
    made = planning.draft(state, streets, budget=Budget(iterations=iterations), seed=script.seed)
    plan = store.write(
        founded.coop.id, lambda tx: planning.adopt(tx, actor, made, now=now)
    ).result()
    store.write(
        founded.coop.id, lambda tx: review.publish(tx, actor, day, plan.version, now=now)
    ).result()
    live_plans, ready = LivePlans(), LivePlans()

    def call(asker: Actor, order: OrderId, plans: LivePlans = live_plans) -> tuple[float, bool]:
        began = time.process_time()
        with store.read(founded.coop.id) as tx:
            told = explain_order(tx, asker, order, streets=streets, now=now, live_plans=plans)
        return 1000 * (time.process_time() - began), told.ranking is not None

    orders = [one.id for one in state.open_orders]
    chosen = orders[:: max(1, len(orders) // number)]
    first, _ = call(actor, chosen[0])
    with store.read(founded.coop.id) as tx:
        ready.renew(tx, day, streets, now=now)
    prepared, _ = call(actor, chosen[0], ready)
    holders = {order: route.courier for route in plan.routes for order in route.orders}
    crew_ids = [shift.courier for shift in state.shifts]
    spent: dict[str, list[float]] = {"dispatcher": [], "courier": []}
    gc.collect()
    for index, order in enumerate(chosen):
        others = [crew_ids[(7 * index + 3 * step) % len(crew_ids)] for step in range(3)]
        holder = holders.get(order)
        askers = dict.fromkeys((*others, *([] if holder is None else [holder])))
        for word, who in (
            ("dispatcher", actor),
            *(("courier", _courier(actor, one)) for one in askers),
        ):
            took, is_ranked = call(who, order)
            if is_ranked:
                spent[word].append(took)
    for word, times in spent.items():
        yield {
            "asker": word,
            "first_ms": round(first, 1),
            "first_prepared_ms": round(prepared, 1),
            "calls": len(times),
            "median_ms": round(float(np.median(times)), 2),
            "p95_ms": round(float(np.quantile(times, 0.95)), 2),
            "max_ms": round(max(times), 2),
            "over_50_ms": sum(took > TARGET_MS for took in times),
        }


def _courier(dispatcher: Actor, courier: CourierId) -> Actor:
    return Actor(
        coop=dispatcher.coop,
        member=MemberId(f"m-{courier}"),
        role=Role.COURIER,
        courier=courier,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
