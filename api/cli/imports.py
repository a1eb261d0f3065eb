"""`commonwheel import`: orders from a spreadsheet."""

import uuid
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from api.cli.coop import acting, known_coop
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.progress import progress_bars
from api.cli.results import write_json, write_pairs, write_rows
from api.cli.settings import opened_store, settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from api.cli.outcome import Streams
    from api.words import Words
    from dispatch.imports.sheet import Sheet
    from dispatch.model import Actor, Coop, OrderImport, Reading
    from dispatch.store import Store
    from dispatch.streets import Streets

PREVIEWED = 10


def group() -> typer.Typer:
    """Put the commands about imports together."""
    from api.cli.import_coopcycle import coopcycle

    imports = typer.Typer(help="Take in files of many orders.", rich_markup_mode=None)
    imports.callback()(_imports)
    imports.command("orders")(orders)
    imports.command("coopcycle")(coopcycle)
    return imports


def _imports() -> None:
    """Take in files of many orders."""


def orders(
    context: typer.Context,
    coop: CoopArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or XLSX.")],
    *,
    storefront: Annotated[str, typer.Option(metavar="ID", help="Whose orders they are.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FIELD",
            help="What a column holds; may be given several times. An empty FIELD: nothing.",
        ),
    ] = None,
    decimal_mark: Annotated[
        str | None, typer.Option(metavar="MARK", help="'.' or ','. Default: guessed.")
    ] = None,
    day_order: Annotated[
        str | None, typer.Option(metavar="ORDER", help="dmy or mdy. Default: guessed.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only say what would be booked.")
    ] = False,
    refused: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the refused rows go. Default: beside FILE."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Of the reasons. Default: the co-op's.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Book the orders of a file, and write the rows that cannot be booked into another.

    Columns are guessed from their names and from the storefront's last file; --preview shows how.

    Example:

    \b
    commonwheel import orders wheels monday.xlsx --storefront bakery --preview
    """
    from api.languages import choose_language, load_catalogs
    from api.words import Words
    from dispatch import importing
    from dispatch.imports.file import read_file

    streams: Streams = context.obj
    sheet = read_file(file.read_bytes())
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        words = Words(catalogs=load_catalogs(), language=choose_language(language, home.language))
        actor = acting(home.id)
        known = taken_in(kept, actor, sheet, file, storefront)
        reading = _reading(known, column or (), decimal_mark, day_order)
        streets = streets_of(home)
        if preview:
            shown = previewed(kept, actor, known, reading, streets, words)
            stop = partial(importing.stop, actor=actor, name=known.id, now=datetime.now(UTC))
            kept.write(home.id, stop).result()
            write_json(streams.out, shown) if as_json else write_preview(streams, shown, home)
            return
        done = booked(kept, home, actor, known, reading, streets, streams)
        path = refused or file.with_name(f"{file.stem}-refused.csv")
        num_back = hand_back(kept, actor, done, path, words)
    facts: dict[str, object] = {
        "import": done.id,
        "rows": done.num_rows,
        "booked": done.num_booked,
        "known": done.num_known,
        "refused": done.num_refused,
        "file": str(path) if num_back else None,
    }
    if as_json:
        write_json(streams.out, facts)
    else:
        write_pairs(streams.out, {key: value for key, value in facts.items() if value is not None})


def booked(  # noqa: PLR0917 - all that a booking needs
    kept: "Store",
    home: "Coop",
    actor: "Actor",
    known: "OrderImport",
    reading: "Reading",
    streets: "Streets",
    streams: "Streams",
) -> "OrderImport":
    """Book the rows of an import and show how far it has come."""
    from dispatch import importing
    from dispatch.importer import Importer

    start = partial(
        importing.start, actor=actor, name=known.id, reading=reading, now=datetime.now(UTC)
    )
    kept.write(home.id, start).result()
    importer = Importer(kept, lambda _: streets, clock=lambda: datetime.now(UTC), new_id=new_id)
    with progress_bars(streams.err) as tell:

        def told(far: "OrderImport") -> None:
            tell("Booking", far.num_done, far.num_rows, f"{far.num_booked} booked")

        return importer.finish(home, known.id, told)


def previewed(  # noqa: PLR0917 - all that a preview needs
    kept: "Store",
    actor: "Actor",
    known: "OrderImport",
    reading: "Reading",
    streets: "Streets",
    words: "Words",
) -> dict[str, object]:
    """Say of the first rows what would be booked."""
    from api.import_view import preview_of
    from dispatch import importing

    with kept.read(actor.coop) as tx:
        rows = importing.preview(
            tx,
            actor,
            known.id,
            reading,
            limit=PREVIEWED,
            streets=streets,
            now=datetime.now(UTC),
        )
    return {
        "columns": [
            {"name": name, "field": field or None}
            for name, field in zip(known.header, reading.fields, strict=True)
        ],
        "decimal_mark": reading.decimal_mark,
        "day_order": reading.day_order.value,
        "rows": preview_of(rows, words).model_dump(mode="json", by_alias=True)["rows"],
    }


def write_preview(streams: "Streams", shown: dict[str, object], home: "Coop") -> None:
    """Print what the first rows would become."""
    columns, rows = shown["columns"], shown["rows"]
    assert isinstance(columns, list)  # noqa: S101 - made above
    assert isinstance(rows, list)  # noqa: S101 - made above
    write_rows(streams.out, [{**one, "field": one["field"] or "-"} for one in columns])
    zone = ZoneInfo(home.time_zone)
    lines = {f"row {row['number']}": line_of(row, zone) for row in rows}
    write_pairs(streams.out, lines)


def line_of(row: dict[str, "Any"], zone: ZoneInfo) -> str:
    """Say what a row would become, or why nothing."""
    order = row["order"]
    if order is None:
        return " ".join(reason["message"] for reason in row["reasons"])
    begins, ends = (
        datetime.fromisoformat(order["window"][end]).astimezone(zone) for end in ("from", "to")
    )
    fee = order["fee"]
    return (
        f"{order['address']}, {begins:%Y-%m-%d %H:%M}-{ends:%H:%M}, {order['weight_g']} g, "
        f"fee {fee['total_minor']} {fee['currency']} in minor units"
    )


def hand_back(
    kept: "Store", actor: "Actor", known: "OrderImport", path: Path, words: "Words"
) -> int:
    """Write the rows that became no orders into a file; give how many there were."""
    from api.import_view import refused_csv
    from dispatch import importing

    with kept.read(actor.coop) as tx:
        _, content, rows = importing.refused(tx, actor, known.id)
    if rows:
        path.write_bytes(refused_csv(known, content, rows, words))
    return len(rows)


def _reading(
    known: "OrderImport",
    named: "Sequence[str]",
    decimal_mark: str | None,
    day_order: str | None,
) -> "Reading":
    from dispatch.imports.columns import Field
    from dispatch.model import DayOrder, Reading

    fields = list(known.reading.fields)
    for text in named:
        name, is_told, field = text.rpartition("=")
        if not is_told or name not in known.header or field not in {"", *Field}:
            columns, all_fields = ", ".join(known.header), ", ".join(Field)
            msg = (
                f"Expected --column NAME=FIELD with a column of the file ({columns}) and a field "
                f"({all_fields}), got {text!r}."
            )
            raise ValueError(msg)
        fields[known.header.index(name)] = field
    if decimal_mark not in {None, ".", ","}:
        msg = f"Expected --decimal-mark '.' or ',', got {decimal_mark!r}."
        raise ValueError(msg)
    if day_order not in {None, *DayOrder}:
        msg = f"Expected --day-order dmy or mdy, got {day_order!r}."
        raise ValueError(msg)
    return Reading(
        fields=tuple(fields),
        decimal_mark=decimal_mark or known.reading.decimal_mark,
        day_order=DayOrder(day_order) if day_order else known.reading.day_order,
    )


def streets_of(home: "Coop") -> "Streets":
    """Load the co-op's city, as use cases ask it."""
    from dispatch.cached_streets import CachedStreets
    from dispatch.local_streets import LocalStreets
    from routing.streets.city import load_city
    from routing.streets.places_memory import DoorMemory, memory_file
    from routing.streets.places_model import Zone
    from scenarios.city import city_directory

    city = load_city(city_directory(settings().cities_dir, home.city))
    return LocalStreets(
        CachedStreets(city),
        places=city,
        zone=Zone(center=city.facts.center),
        doors=DoorMemory(file=memory_file(city.directory), owner=home.id),
    )


def taken_in(
    kept: "Store", actor: "Actor", sheet: "Sheet", file: Path, storefront: str
) -> "OrderImport":
    """Take the table of a file in for a storefront; nothing is booked yet."""
    from dispatch import importing
    from dispatch.model import StorefrontId

    add = partial(
        importing.add,
        actor=actor,
        sheet=sheet,
        name=file.name,
        storefront=StorefrontId(storefront),
        now=datetime.now(UTC),
        new_id=new_id,
    )
    return kept.write(actor.coop, add).result()


def new_id() -> str:
    """Give an id that nobody had before."""
    return uuid.uuid4().hex
