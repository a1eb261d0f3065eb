"""`commonwheel overlay`: closures, works, weather and busy hours, without a browser."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.city import CitiesDir, cities_directory
from api.cli.coop import acting, known_coop
from api.cli.moments import moment_of
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.overlay_options import area_of, hours_of, permille_of
from api.cli.results import write_json, write_pairs
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from dispatch.model import Coop, Overlay, OverlayWish
    from dispatch.store import Store


ID_LENGTH = 12
"""Short enough to type; unique in one co-op."""


class Sky(StrEnum):
    """Weather that slows couriers down."""

    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    ICE = "ice"
    HEAT = "heat"


class Riding(StrEnum):
    """Ways of moving."""

    FOOT = "foot"
    BIKE = "bike"
    CARGO_BIKE = "cargo_bike"
    E_VAN = "e_van"


def group() -> typer.Typer:
    """Put the commands about overlays together."""
    overlays = typer.Typer(help="Close and slow down streets for a while.", rich_markup_mode=None)
    overlays.command("add")(add)
    overlays.command("list")(list_overlays)
    overlays.command("end")(end)
    return overlays


def add(
    context: typer.Context,
    coop: CoopArgument,
    *,
    street: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A street of the city; may be given several times."),
    ] = None,
    area: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A GeoJSON file with one polygon.")
    ] = None,
    weather: Annotated[Sky | None, typer.Option(help="In the whole city.")] = None,
    closed: Annotated[bool, typer.Option("--closed", help="Nobody can pass.")] = False,
    factor: Annotated[
        float | None, typer.Option(metavar="F", help="Passing takes F times as long: 1.25.")
    ] = None,
    profile: Annotated[
        list[Riding] | None, typer.Option(help="Only for them; may be given several times.")
    ] = None,
    begins: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="With an offset; default: now.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="With an offset; default: until ended.")
    ] = None,
    hours: Annotated[
        str | None,
        typer.Option(metavar="HH:MM-HH:MM", help="Part of the day, in the co-op's time."),
    ] = None,
    days: Annotated[
        str | None, typer.Option(metavar="DAYS", help="With --hours: mon,tue; default: all.")
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why, for people.")] = "",
    cities_dir: CitiesDir = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Close streets or slow them down for a while.

    Quotes and plans follow as soon as it holds; a planner that runs makes a new plan.

    Example:

    \b
    commonwheel overlay add wheels --street "Elm Street" --closed --until 2026-03-02T18:00Z
    commonwheel overlay add wheels --area works.geojson --factor 1.5 --hours 07:00-16:00
    commonwheel overlay add wheels --weather rain --until 2026-03-02T18:00+01:00
    """
    from dispatch import overlaying
    from dispatch.model import OverlayWish

    streams: Streams = context.obj
    wish = OverlayWish(
        area=area_of(area),
        streets=frozenset(street or ()),
        profiles=frozenset(map(str, profile or ())),
        weather=None if weather is None else str(weather),
        is_closed=closed,
        time_permille=permille_of(factor),
        hours=hours_of(hours, days),
        begins_at=None if begins is None else moment_of(begins, "--from"),
        ends_at=None if until is None else moment_of(until, "--until"),
        note=note,
    )
    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        overlay = _work_out(kept, home, wish, cities_directory(cities_dir), now)
        actor = acting(home.id)
        kept.write(home.id, lambda tx: overlaying.add(tx, actor, overlay, now=now)).result()
    facts = _facts(overlay, home, now)
    if as_json:
        write_json(streams.out, facts)
    else:
        write_pairs(streams.out, _row(facts))


def list_overlays(
    context: typer.Context, coop: CoopArgument, *, store: StoreUrl = None, as_json: AsJson = False
) -> None:
    r"""List what holds now or may hold later.

    Example:

    \b
    commonwheel overlay list wheels
    """
    from dispatch import overlaying

    streams: Streams = context.obj
    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        with kept.read(home.id) as tx:
            found = overlaying.coming(tx, acting(home.id), now=now)
    facts = [_facts(overlay, home, now) for overlay in found]
    if as_json:
        write_json(streams.out, {"overlays": facts})
    else:
        for number, one in enumerate(facts):
            streams.out.write("\n" if number else "")
            write_pairs(streams.out, _row(one))


def end(
    context: typer.Context,
    coop: CoopArgument,
    overlay: Annotated[str, typer.Argument(metavar="ID", help="As `overlay list` shows it.")],
    *,
    if_version: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only if this is its version.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Take a change of the streets back; it stays on record.

    Example:

    \b
    commonwheel overlay end wheels 8f14e45fceea
    """
    from dispatch import overlaying
    from dispatch.model import OverlayId

    streams: Streams = context.obj
    now = datetime.now(UTC)
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        ended = kept.write(
            home.id,
            lambda tx: overlaying.end(
                tx, acting(home.id), OverlayId(overlay), if_version=if_version, now=now
            ),
        ).result()
    facts = _facts(ended, home, now)
    if as_json:
        write_json(streams.out, facts)
    else:
        write_pairs(streams.out, {**_row(facts), "ended at": facts["ended_at"]})


def _work_out(
    kept: "Store", home: "Coop", wish: "OverlayWish", cities: Path, now: datetime
) -> "Overlay":
    """Check an overlay on the co-op's city."""
    from dispatch import overlaying
    from routing.streets.city import load_city
    from scenarios.city import city_directory

    city = load_city(city_directory(cities, home.city))
    with kept.read(home.id) as tx:
        return overlaying.work_out(
            tx,
            acting(home.id),
            wish,
            streets=city,
            now=now,
            new_id=lambda: uuid.uuid4().hex[:ID_LENGTH],
        )


def _facts(overlay: "Overlay", home: "Coop", now: datetime) -> dict[str, Any]:
    """Write an overlay as the API does."""
    from zoneinfo import ZoneInfo

    from api.schemas.overlays import OverlayOut
    from dispatch.street_overlays import holds

    is_in_force = holds(overlay, now.astimezone(ZoneInfo(home.time_zone)))
    return OverlayOut.of(overlay, is_in_force=is_in_force).model_dump(mode="json", by_alias=True)


def _row(facts: dict[str, Any]) -> dict[str, object]:
    """Say an overlay for people."""
    places = [*facts["streets"], *(["an area"] if facts["area"] else [])]
    what = "closed" if facts["is_closed"] else facts["weather"] or ""
    if facts["time_permille"]:
        what = f"{what} x {facts['time_permille'] / 1000:g}".strip()
    hours = facts["hours"]
    return {
        "id": facts["id"],
        "version": facts["version"],
        "in force": "yes" if facts["is_in_force"] else "no",
        "what": what,
        "where": ", ".join(places) or "everywhere",
        "for": ", ".join(facts["profiles"]) or "everybody",
        "from": facts["begins_at"],
        "until": facts["ends_at"] or "it is ended",
        "hours": f"{hours['from']}-{hours['to']} {','.join(hours['weekdays'])}" if hours else "",
        "note": facts["note"],
    }
