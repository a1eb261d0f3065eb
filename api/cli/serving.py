"""`commonwheel serve` and `commonwheel worker`: an installation at work."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import StoreUrl
from api.cli.results import write_json
from api.cli.settings import opened_store, settings

if TYPE_CHECKING:
    from api.cli.outcome import Streams

AsJson = Annotated[bool, typer.Option("--json", help="Print what was begun as JSON.")]


def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str | None, typer.Option(metavar="HOST", help="Default: COMMONWHEEL_HOST.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, metavar="N", help="Default: COMMONWHEEL_PORT."),
    ] = None,
    store: StoreUrl = None,
    planner: Annotated[
        bool, typer.Option("--planner/--no-planner", help="Plan in this process, too.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    r"""Serve the API and the pages until interrupted.

    Example:

    \b
    commonwheel serve --port 8000
    """
    from api import serve as server

    streams: Streams = context.obj
    chosen = settings()
    chosen = replace(
        chosen,
        host=host or chosen.host,
        port=chosen.port if port is None else port,
        store_url=store or chosen.store_url,
        has_worker=chosen.has_worker and planner,
    )

    def on_ready(address: str) -> None:
        if as_json:
            write_json(streams.out, {"address": address})
        else:
            streams.out.write(f"Serving at {address}; Ctrl-C ends it.\n")
        streams.out.flush()

    server.serve(chosen, on_ready=on_ready, logs=streams.err)
    raise KeyboardInterrupt


def worker(context: typer.Context, *, store: StoreUrl = None, as_json: AsJson = False) -> None:
    r"""Plan every day that needs it and send webhooks, in every co-op, until interrupted.

    Any number of workers may run beside one another; the store decides whose plan counts.

    Example:

    \b
    commonwheel worker
    """
    from contextlib import closing
    from threading import Event

    from api.serve import feed_of, load_cities, notifier_of, notifying, utc_now
    from dispatch.cluster import lanes_of
    from dispatch.giving_way import give_way
    from dispatch.travel_elsewhere import streets_of_cities
    from dispatch.worker import Worker
    from routing.problem import Budget

    streams: Streams = context.obj
    chosen = settings()
    give_way()
    cities = streets_of_cities(load_cities(chosen.cities_dir), chosen.travel_url)
    with (
        opened_store(store) as kept,
        closing(lanes_of(chosen.cluster_url, chosen.num_processes)) as runner,
    ):
        planner = Worker(
            kept,
            lambda coop: cities[coop.city],
            clock=utc_now,
            budget=Budget(seconds=chosen.solve_seconds),
            seed=chosen.seed,
            runner=runner,
            show=feed_of(chosen.redis_url, kept).show,
        )
        if as_json:
            write_json(streams.out, {"cities": sorted(cities)})
        else:
            streams.out.write("Planning; Ctrl-C ends it.\n")
        streams.out.flush()
        with notifying(notifier_of(kept, chosen)):
            planner.run(Event())
