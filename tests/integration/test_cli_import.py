"""`commonwheel import orders`: from a spreadsheet to orders and a file of the rest."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from api.cli import Streams, run
from dispatch.store import open_store
from tests.api_world import HOME, Installation, build

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "ref,where,kilos\nA1,{street} 3,2.5\nA2,nowhere at all,1\nA1,{street} 5,1\n"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return a made city with two co-ops."""
    return build(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def command(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Return the beginning of a command, with its co-op."""
    monkeypatch.setenv("COMMONWHEEL_CITIES_DIR", str(installation.directory))
    monkeypatch.setenv("COMMONWHEEL_STORE_URL", f"sqlite:///{installation.directory / 'store.db'}")
    return ("import", "orders", installation.homes[HOME].coop.id)


@pytest.fixture
def file(installation: Installation, tmp_path: Path) -> Path:
    """Return a file of three rows with a real address in two of them."""
    label = installation.city.find("elm", 1, zone=None, memory=None)[0].label
    path = tmp_path / "monday.csv"
    path.write_text(ROWS.format(street=label.rsplit(" ", maxsplit=1)[0]))
    return path


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def test_a_preview_books_nothing_and_an_import_hands_back_the_rest(
    command: tuple[str, ...], file: Path, installation: Installation
) -> None:
    """The columns are told once; the second time they are remembered."""
    home = installation.homes[HOME]
    options = ("--storefront", home.storefronts[0], "--json")
    columns = ("--column", "where=address", "--column", "kilos=weight_kg")

    looked = call(*command, str(file), *options, *columns, "--preview")
    booked = call(*command, str(file), *options, *columns, "--language", "fr")
    again = call(*command, str(file), *options)

    assert [code for code, _, _ in (looked, booked, again)] == [0, 0, 0]
    preview = json.loads(looked[1])
    assert [column["field"] for column in preview["columns"]] == [
        "reference",
        "address",
        "weight_kg",
    ]
    assert [bool(row["order"]) for row in preview["rows"]] == [True, False, False]
    facts = json.loads(booked[1])
    assert (facts["booked"], facts["known"], facts["refused"]) == (1, 1, 1)
    back = (file.parent / "monday-refused.csv").read_text("utf-8-sig")
    assert back.splitlines()[0].startswith("ref,where,kilos,")
    assert json.loads(again[1])["known"] == 2
    store = open_store(f"sqlite:///{installation.directory / 'store.db'}", create=False)
    with store.read(home.coop.id) as tx:
        assert tx.orders.of_reference(home.storefronts[0], "A1") is not None
        assert len(tx.imports.running()) == 0
    store.close()


def test_people_get_a_table(
    command: tuple[str, ...], file: Path, installation: Installation
) -> None:
    """The same in words: columns, rows, and why not."""
    shop = installation.homes[HOME].storefronts[1]

    code, out, err = call(
        *command, str(file), "--storefront", shop, "--column", "where=address", "--preview"
    )

    assert (code, err) == (0, "")
    assert "kilos  weight_kg" in out
    assert "2500 g" in out
    assert "row 3  We do not find this address." in out


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"%PDF-1.4", (), "Expected a CSV or XLSX file, got a PDF."),
        (b"Wine,Year\nRioja,2019\n", (), "Expected a column that says where to deliver"),
        (b"where\nx\n", ("--column", "were=address"), "Expected --column NAME=FIELD"),
        (b"address\nx\n", ("--decimal-mark", ";"), "Expected --decimal-mark"),
        (b"address\nx\n", ("--day-order", "ymd"), "Expected --day-order"),
    ],
)
def test_wrong_input_is_one_line(  # noqa: PLR0913, PLR0917 - a case and its fixtures
    command: tuple[str, ...],
    installation: Installation,
    tmp_path: Path,
    content: bytes,
    more: tuple[str, ...],
    said: str,
) -> None:
    """What was expected, and what there was instead; exit code 2."""
    path = tmp_path / "file"
    path.write_bytes(content)

    code, out, err = call(
        *command, str(path), "--storefront", installation.homes[HOME].storefronts[0], *more
    )

    assert (code, out) == (2, "")
    assert err.startswith(f"commonwheel: {said}")
