"""`commonwheel import coopcycle`: what is still to be delivered, from CoopCycle's files."""

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.coop import acting, known_coop
from api.cli.imports import booked, hand_back, previewed, streets_of, taken_in, write_preview
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.results import write_json, write_pairs
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from api.cli.outcome import Streams
    from api.words import Words
    from dispatch.imports.coopcycle_file import CoopcycleFile, LeftRow
    from dispatch.imports.sheet import Sheet
    from dispatch.model import Actor, Coop, OrderImport
    from dispatch.store import Store

NO_STOREFRONT = "coopcycle_organization"


def coopcycle(
    context: typer.Context,
    coop: CoopArgument,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV or XLSX.")],
    *,
    storefront: Annotated[
        str | None,
        typer.Option(metavar="ID", help="For rows of any other organization, or of none."),
    ] = None,
    organization: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ID", help="Which storefront stands for an organization."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Only say what would be booked.")
    ] = False,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Of the reasons. Default: the co-op's.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Take over what is still to be delivered from CoopCycle's exports.

    What cannot be taken over is written into files beside FILE, with the reasons.

    Example:

    \b
    commonwheel import coopcycle wheels tasks.csv --organization "Good Bread=bakery" --preview
    """
    from api.languages import choose_language, load_catalogs
    from api.words import Words
    from dispatch.imports.coopcycle_file import read_coopcycle
    from dispatch.imports.file import read_file

    streams: Streams = context.obj
    stands_for = _organizations(organization or ())
    read = {path: read_coopcycle(read_file(path.read_bytes())) for path in files}
    told: list[dict[str, object]] = []
    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), coop)
        words = Words(catalogs=load_catalogs(), language=choose_language(language, home.language))
        actor = acting(home.id)
        for path, content in read.items():
            sheets, nobodys = _by_storefront(content, stands_for, storefront)
            for whose, sheet in sheets.items():
                known = taken_in(kept, actor, sheet, path, whose)
                if preview:
                    told.append(_look(kept, home, actor, known, words, streams, as_json=as_json))
                else:
                    told.append(_take(kept, home, actor, known, path, words, streams))
            left = (*content.left, *nobodys)
            told.append(_leave(path, content, left, words, is_preview=preview))
    if as_json:
        write_json(streams.out, {"files": told})
    else:
        write_pairs(streams.out, {str(one.pop("what")): _plain(one) for one in told})


def _organizations(named: "Sequence[str]") -> dict[str, str]:
    stands_for = {}
    for text in named:
        name, is_told, storefront = text.rpartition("=")
        if not is_told or not name.strip() or not storefront.strip():
            msg = f"Expected --organization NAME=ID, got {text!r}."
            raise ValueError(msg)
        stands_for[name.strip()] = storefront.strip()
    return stands_for


def _look(  # noqa: PLR0917 - all that a preview needs
    kept: "Store",
    home: "Coop",
    actor: "Actor",
    known: "OrderImport",
    words: "Words",
    streams: "Streams",
    *,
    as_json: bool,
) -> dict[str, object]:
    from dispatch import importing
    from dispatch.imports.coopcycle_file import READING

    shown = previewed(kept, actor, known, READING, streets_of(home), words)
    stop = partial(importing.stop, actor=actor, name=known.id, now=datetime.now(UTC))
    kept.write(home.id, stop).result()
    facts: dict[str, object] = {
        "what": f"{known.storefront} in {known.name}",
        "rows": known.num_rows,
    }
    if as_json:
        return {**facts, "preview": shown["rows"]}
    write_preview(streams, shown, home)
    return facts


def _take(  # noqa: PLR0917 - all that a booking needs
    kept: "Store",
    home: "Coop",
    actor: "Actor",
    known: "OrderImport",
    path: Path,
    words: "Words",
    streams: "Streams",
) -> dict[str, object]:
    from dispatch.imports.coopcycle_file import READING

    done = booked(kept, home, actor, known, READING, streets_of(home), streams)
    refused = path.with_name(f"{path.stem}-{done.storefront}-refused.csv")
    num_back = hand_back(kept, actor, done, refused, words)
    return {
        "what": f"{done.storefront} in {done.name}",
        "rows": done.num_rows,
        "booked": done.num_booked,
        "known": done.num_known,
        "refused": done.num_refused,
        "file": str(refused) if num_back else None,
    }


def _leave(
    path: Path,
    content: "CoopcycleFile",
    left: "Iterable[LeftRow]",
    words: "Words",
    *,
    is_preview: bool,
) -> dict[str, object]:
    """Hand back the rows that become no orders, with the reasons."""
    from api.import_view import said
    from dispatch.imports.csv_file import write_csv

    rows = sorted(left, key=lambda row: row.number)
    counted = Counter(row.remark.code for row in rows)
    told: dict[str, object] = {"what": f"left of {path.name}", "rows": len(rows), **counted}
    if rows and not is_preview:
        table = [[*content.header, words.say("import.reason")]]
        table += [[*row.cells, said(row.remark, words).message] for row in rows]
        back = path.with_name(f"{path.stem}-left.csv")
        back.write_bytes(write_csv(table, ","))
        told["file"] = str(back)
    return told


def _by_storefront(
    content: "CoopcycleFile", stands_for: "Mapping[str, str]", storefront: str | None
) -> "tuple[dict[str, Sheet], list[LeftRow]]":
    """Put together what is one storefront's; give also the rows that are nobody's."""
    from dispatch.imports.coopcycle_file import LeftRow, joined
    from dispatch.model import Remark

    sheets: dict[str, Sheet] = {}
    left: list[LeftRow] = []
    for name, sheet in content.sheets.items():
        whose = stands_for.get(name, storefront)
        if whose is not None:
            sheets[whose] = joined(sheets[whose], sheet) if whose in sheets else sheet
            continue
        remark = Remark(code=NO_STOREFRONT, values={"name": name})
        left += [
            LeftRow(number=number, cells=content.cells[number], remark=remark)
            for number in sheet.numbers
        ]
    return sheets, left


def _plain(facts: "Mapping[str, object]") -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items() if value is not None)
