"""`commonwheel overlay` on a made city."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from api.cli import Streams, run
from dispatch.model import CoopId
from dispatch.store import open_store
from routing.streets.add import add_city
from scenarios.grid import grid_city

if TYPE_CHECKING:
    from pathlib import Path


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with one made city of four streets either way."""
    directory = tmp_path_factory.mktemp("cities")
    extract = tmp_path_factory.mktemp("extract") / "grid.osm"
    extract.write_text(grid_city(num_rows=4, num_columns=4), encoding="utf-8")
    add_city(directory / "grid", extract, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    return directory


@pytest.fixture
def store(tmp_path: Path) -> tuple[str, str]:
    """Return the option that names a store with one co-op."""
    named = ("--store", f"sqlite:///{tmp_path / 'store.db'}")
    code, _, err = call("coop", "add", "wheels", "--name", "Two Wheels", "--city", "grid", *named)
    assert (code, err) == (0, "")
    return named


def test_a_street_is_closed_listed_and_opened_again(cities: Path, store: tuple[str, str]) -> None:
    """What is added is in the list until it is ended; both are events of the co-op."""
    where = ("--cities-dir", str(cities), *store)

    added = call(
        *("overlay", "add", "wheels", "--street", "elm street", "--closed", *where, "--json")
    )
    overlay = json.loads(added[1])
    table = call("overlay", "list", "wheels", *store)
    ended = call("overlay", "end", "wheels", overlay["id"], "--if-version", "1", *store)
    left = call("overlay", "list", "wheels", *store, "--json")

    assert (added[0], table[0], ended[0]) == (0, 0, 0)
    assert (overlay["streets"], overlay["is_in_force"]) == (["Elm Street"], True)
    assert "Elm Street" in " ".join(table[1].split())
    assert json.loads(left[1]) == {"overlays": []}
    kept = open_store(store[1])
    with kept.read(CoopId("wheels")) as tx:
        kinds = [str(event.kind) for event in tx.events.after(0)]
    kept.close()
    assert kinds[-2:] == ["overlay.added", "overlay.ended"]


def test_an_area_slows_bicycles_down_at_some_hours(
    cities: Path, store: tuple[str, str], tmp_path: Path
) -> None:
    """The polygon of a feature in a file, a factor of 1.5, workday mornings from 2030 on."""
    square = [[24.939, 60.169], [24.945, 60.169], [24.945, 60.175], [24.939, 60.175]]
    geometry = {"type": "Polygon", "coordinates": [[*square, square[0]]]}
    file = tmp_path / "works.geojson"
    file.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}))

    added = call(
        *("overlay", "add", "wheels", "--area", str(file), "--factor", "1.5"),
        *("--profile", "bike", "--profile", "cargo_bike", "--hours", "07:30-09:00"),
        *("--days", "mon,fri", "--from", "2030-01-01T00:00+02:00", "--note", "Works"),
        *("--cities-dir", str(cities), *store, "--json"),
    )

    overlay = json.loads(added[1])
    assert overlay["area"] == geometry
    assert overlay["time_permille"] == 1500
    assert overlay["profiles"] == ["bike", "cargo_bike"]
    assert overlay["hours"] == {"from": "07:30", "to": "09:00", "weekdays": ["mon", "fri"]}
    assert overlay["begins_at"] == "2029-12-31T22:00:00Z"
    assert overlay["is_in_force"] is False


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--closed"], "Expected streets or an area to close"),
        (["--street", "Elm Sreet", "--closed"], "Did you mean 'Elm Street'"),
        (["--weather", "rain", "--until", "2030-01-01T10:00"], "--until with an offset"),
        (["--weather", "rain", "--from", "tomorrow"], "--from as a time like"),
        (["--weather", "rain", "--until", "0001-01-01T00:00+14:00"], "--until as a time like"),
        (["--weather", "frogs"], "'frogs' is not one of"),
        (["--factor", "0"], "--factor from 0.001 to 100"),
        (["--factor", "nan"], "--factor from 0.001 to 100"),
        (["--factor", "2", "--hours", "7-9"], "--hours like 07:30-09:00"),
        (["--factor", "2", "--hours", "07:00-31:00"], "two different minutes of a day"),
        (["--factor", "2", "--days", "mon"], "--hours together with --days"),
        (["--factor", "2", "--hours", "07:00-09:00", "--days", "lun"], "--days out of mon,tue"),
        (["--closed", "--area", "missing.geojson"], "No such file"),
    ],
)
def test_wrong_options_end_in_one_line(
    cities: Path, store: tuple[str, str], options: list[str], message: str
) -> None:
    """Each says what was expected; nothing is kept."""
    code, out, err = call("overlay", "add", "wheels", *options, "--cities-dir", str(cities), *store)

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "one GeoJSON polygon"),
        ("[1, 2]", "one GeoJSON polygon"),
        ("[" * 100_000, "one GeoJSON polygon"),
        ('{"type": "Point", "coordinates": [1, 2]}', "one GeoJSON polygon"),
        ('{"type": "Polygon", "coordinates": [[[1, 2], [3]]]}', "one GeoJSON polygon"),
        ('{"type": "Polygon", "coordinates": [[[1, 120], [1, 2], [3, 4], [1, 120]]]}', "polygon"),
        (
            '{"type": "Polygon", "coordinates": [[[4, 6], [5, 7], [5, 6], [4, 7], [4, 6]]]}',
            "simple outline",
        ),
        (
            '{"type": "Polygon", "coordinates": [[[60, 24], [61, 24], [61, 25], [60, 24]]]}',
            "touches streets of the city",
        ),
    ],
)
def test_a_wrong_file_ends_in_one_line(
    cities: Path, store: tuple[str, str], tmp_path: Path, content: str, message: str
) -> None:
    """Empty, lists, a point, half a corner, beyond the pole, crossed, lat before lon."""
    file = tmp_path / "area.geojson"
    file.write_text(content)

    code, out, err = call(
        *("overlay", "add", "wheels", "--closed", "--area", str(file)),
        *("--cities-dir", str(cities), *store),
    )

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert message in err


def test_an_unknown_co_op_or_overlay_ends_in_one_line(store: tuple[str, str]) -> None:
    """The message names the co-ops that there are."""
    elsewhere = call("overlay", "list", "spokes", *store)
    unknown = call("overlay", "end", "wheels", "none", *store)

    assert (elsewhere[0], unknown[0]) == (2, 2)
    assert "(wheels)" in elsewhere[2]
    assert "There is no overlay 'none'" in unknown[2]
