"""Claim: a quote against a live plan of 14 couriers and 160 orders answers in 30 ms.

``python -m bench.quotes --extract FILE`` draws the demo's day, plans and publishes it, serves
the API on this machine and asks for quotes one after the other over HTTP, each to another
address. In turns it asks for ``/healthz``, so that the ratio tells what the quote itself costs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

import httpx

from api.app import Options, create_app
from api.cli.demo_plan import draw
from api.serve import new_id, serving
from bench.load_day import key_of, publish
from dispatch.cached_streets import CachedStreets
from dispatch.store import open_store
from scenarios.calendar import moment_of
from scenarios.city import addresses_of
from scenarios.founding import call_of, found
from scenarios.rehearsal import place_orders
from scenarios.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.cli.demo_plan import Drawn
    from dispatch.store import Store

ASKED_AT = timedelta(hours=9)
ITERATIONS = 300


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.quotes", description=__doc__)
    parser.add_argument("--extract", type=Path, default=Path(".cache/extracts/Helsinki.osm.pbf"))
    parser.add_argument("--number", type=int, default=200, help="how many quotes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        cities = Path(".cache/cities")
        drawn = draw(
            "helsinki", seed=given.seed, extract=given.extract, cities=cities, err=sys.stderr
        )
        store = open_store(f"sqlite:///{folder}/bench.sqlite")
        try:
            result = _measure(drawn, store, number=given.number, seed=given.seed)
        finally:
            store.close()
    if given.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:24} {value}")
    return 0


def _measure(drawn: Drawn, store: Store, *, number: int, seed: int) -> dict[str, float]:
    founded = found(store, drawn.script, city=drawn.city)
    streets = CachedStreets(drawn.streets)
    now = moment_of(founded.coop, drawn.script.scenario.day, ASKED_AT)
    scene = Scene(store=store, city=drawn.city, streets=streets)
    calls = [call_of(founded, drawn.script, spec) for spec in drawn.script.orders]
    place_orders(scene, founded, calls, tell=lambda _step, _done, _of: None)
    publish(store, founded, streets, now=now, iterations=ITERATIONS, seed=seed)
    secret = key_of(store, founded, now)
    app = create_app(
        store=store,
        cities={drawn.city: drawn.streets},
        streets={drawn.city: streets},
        clock=lambda: now,
        new_id=new_id,
        options=Options(rate=None),
    )
    places = addresses_of(drawn.streets, num_addresses=number, seed=seed + 1000)
    quotes: list[float] = []
    trivial: list[float] = []
    with serving(app) as address, httpx.Client(base_url=address) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        for place in places:
            body = {
                "delivery": {"location": {"lat": place.location.lat, "lon": place.location.lon}},
                "parcels": [{"weight_g": 2000}],
            }
            began = time.perf_counter()
            answer = client.post("/v1/quotes", json=body)
            quotes.append(1000 * (time.perf_counter() - began))
            answer.raise_for_status()
            began = time.perf_counter()
            client.get("/healthz").raise_for_status()
            trivial.append(1000 * (time.perf_counter() - began))
    marks = quantiles(quotes, n=100)
    return {
        "couriers": len(founded.couriers),
        "orders": len(calls),
        "quotes": len(quotes),
        "first_ms": round(quotes[0], 1),
        "median_ms": round(marks[49], 1),
        "p95_ms": round(marks[94], 1),
        "p99_ms": round(marks[98], 1),
        "trivial_median_ms": round(quantiles(trivial, n=100)[49], 1),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
