"""`commonwheel city` on a made map."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from api.cli import Streams, run
from routing.streets.city import load_city
from scenarios.grid import grid_city
from tests.drawn_streets import square, street

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
    assert "12 joined, none apart" in shown[1]


def test_junctions_on_islands_are_told_per_profile(tmp_path: Path) -> None:
    """Beside the square's four corners lies a street that meets none, for walkers a second."""
    apart = {5: (9.0, 9.0), 6: (9.0, 8.0), 7: (7.0, 9.0), 8: (7.0, 8.0)}
    drawing = square(street(5, 6), street(7, 8, highway="footway", bicycle="no"))
    extract = tmp_path / "square.osm"
    extract.write_text(replace(drawing, nodes=drawing.nodes | apart).xml(), encoding="utf-8")
    cities = ("--cities-dir", str(tmp_path / "cities"))

    added = call("city", "add", "square", "--pbf", str(extract), *cities)

    lines = dict(line.split("  ", 1) for line in added[1].splitlines())
    assert lines["junctions for foot"].strip() == "4 joined, 4 on islands apart from them, not used"
    assert lines["junctions for e van"].strip() == (
        "4 joined, 2 on islands apart from them, not used"
    )


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


def test_a_city_climbs_where_a_grid_of_heights_says_so(tmp_path: Path) -> None:
    """A made city of 280 m on a slope of 20 m is up hill for bicycles; without a grid it is flat.

    An update does not keep the heights, so the grid is named again.
    """
    extract, heights = tmp_path / "grid.osm", tmp_path / "slope.asc"
    extract.write_text(grid_city(num_rows=3, num_columns=3), encoding="utf-8")
    heights.write_text(
        "ncols 2\nnrows 2\nxllcorner 24.9\nyllcorner 60.12\ncellsize 0.05\n30 30\n0 0\n"
    )
    cities = ("--cities-dir", str(tmp_path / "cities"))
    directory = tmp_path / "cities" / "grid"

    flat = call("city", "add", "grid", "--pbf", str(extract), *cities)
    flat_heights = len(load_city(directory).network.point_heights)
    risen = call(
        *("city", "update", "grid", "--pbf", str(extract), "--elevation", str(heights), *cities)
    )
    risen_heights = len(load_city(directory).network.point_heights)
    missing = call(
        *("city", "update", "grid", "--pbf", str(extract), "--elevation", "none.asc", *cities)
    )

    assert (flat[0], risen[0], missing[0]) == (0, 0, 2)
    assert flat_heights == 0
    assert risen_heights == len(load_city(directory).network.point_lats)
    assert "Expected an elevation grid at none.asc" in missing[2]
