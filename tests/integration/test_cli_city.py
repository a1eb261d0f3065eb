"""`commonwheel city` on a made map."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from api.cli import Streams, run
from scenarios.grid import grid_city

if TYPE_CHECKING:
    from pathlib import Path


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def test_a_city_is_added_listed_and_shown(tmp_path: Path) -> None:
    """3 x 4 streets have 12 crossings and 7 names; adding it again replaces it."""
    extract = tmp_path / "grid.osm"
    extract.write_text(grid_city(num_rows=3, num_columns=4), encoding="utf-8")
    cities = ("--cities-dir", str(tmp_path / "cities"))

    added = call("city", "add", "grid", "--pbf", str(extract), *cities, "--json")
    again = call("city", "add", "grid", "--pbf", str(extract), *cities)
    listed = call("city", "list", *cities, "--json")
    shown = call("city", "show", "grid", *cities)

    facts = json.loads(added[1])
    assert (added[0], added[2]) == (0, "")
    assert facts["counts"]["nodes"] == 12
    assert facts["counts"]["street_names"] == 7
    assert again[0] == 0
    assert [city["name"] for city in json.loads(listed[1])["cities"]] == ["grid"]
    assert "OpenStreetMap contributors" in shown[1]


def test_a_city_is_updated_from_a_newer_map(tmp_path: Path) -> None:
    """One more street, which crosses four: one name and four crossings more."""
    old, new = tmp_path / "old.osm", tmp_path / "new.osm"
    old.write_text(grid_city(num_rows=3, num_columns=4), encoding="utf-8")
    new.write_text(grid_city(num_rows=4, num_columns=4), encoding="utf-8")
    cities = ("--cities-dir", str(tmp_path / "cities"))
    call("city", "add", "grid", "--pbf", str(old), *cities)

    without = call("city", "update", "grid", *cities)
    updated = call("city", "update", "grid", "--pbf", str(new), *cities, "--json")

    facts = json.loads(updated[1])
    assert (without[0], without[1]) == (2, "")
    assert "Expected a newer map file for a city made from old.osm" in without[2]
    assert (facts["source"], facts["counts"]["nodes"]) == ("new.osm", 16)
    assert (facts["changes"]["nodes"], facts["changes"]["street_names"]) == (4, 1)
    assert facts["doors_kept"] == 0


def test_an_empty_extract_is_refused_and_leaves_no_city(tmp_path: Path) -> None:
    """A map without streets is wrong input, named by its file."""
    extract = tmp_path / "empty.osm"
    extract.write_text('<osm version="0.6"></osm>', encoding="utf-8")
    cities = tmp_path / "cities"

    code, out, err = call(
        "city", "add", "none", "--pbf", str(extract), "--cities-dir", str(cities), "--json"
    )

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "empty.osm" in err
    assert not (cities / "none").exists()


def test_a_truncated_extract_is_refused_in_one_line(tmp_path: Path) -> None:
    """Half a file is no map."""
    whole = grid_city(num_rows=3, num_columns=4)
    extract = tmp_path / "half.osm"
    extract.write_text(whole[: len(whole) // 2], encoding="utf-8")

    code, _, err = call(
        "city", "add", "half", "--pbf", str(extract), "--cities-dir", str(tmp_path / "cities")
    )

    assert code == 2
    assert err.count("\n") == 1
    assert "half.osm" in err
