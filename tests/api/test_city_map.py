"""The city's map: its look, its tiles in parts, the letters of its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.app import Options
from api.limits import Rate
from tests.api_world import open_world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api_world import Installation, World

TILES = "/v1/city/tiles.pmtiles"


@pytest.fixture
def content(installation: Installation) -> bytes:
    """Return the tiles as they lie on disk."""
    return (installation.city.directory / "tiles.pmtiles").read_bytes()


def test_the_look_refers_to_nothing_but_this_server(quiet_world: World) -> None:
    """Tiles and letters are asked of the page's own origin; the attribution is in it."""
    style = quiet_world.ask("courier", "GET", "/v1/city/style.json").json()

    assert style["sources"]["city"]["url"] == f"pmtiles://{TILES}"
    assert style["sources"]["city"]["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert style["glyphs"] == "/v1/city/glyphs/{fontstack}/{range}.pbf"
    assert "http" not in str(style)


def test_light_and_dark_differ_in_color_alone(quiet_world: World) -> None:
    """The same layers in the same order; light when nothing is said, no third one."""
    looks = [
        quiet_world.ask("dispatcher", "GET", f"/v1/city/style.json{query}")
        for query in ("", "?theme=light", "?theme=dark", "?theme=purple")
    ]
    plain, light, dark = (look.json() for look in looks[:3])

    assert plain == light
    assert [one["id"] for one in light["layers"]] == [one["id"] for one in dark["layers"]]
    assert light["layers"][0]["paint"] != dark["layers"][0]["paint"]
    assert looks[3].status_code == 422


@pytest.mark.parametrize(
    ("asked", "extent", "part"),
    [
        ("bytes=0-126", "0-126", slice(0, 127)),
        ("bytes=127-", "127-{last}", slice(127, None)),
        ("bytes=-10", "{ten}-{last}", slice(-10, None)),
    ],
)
def test_a_part_of_the_tiles_is_sent_as_it_lies_on_disk(
    quiet_world: World, content: bytes, asked: str, extent: str, part: slice
) -> None:
    """Never packed again, although the client would take it: numbers of bytes must hold."""
    headers = {"range": asked, "accept-encoding": "gzip"}
    response = quiet_world.ask("dispatcher", "GET", TILES, headers=headers)

    size = len(content)
    assert response.status_code == 206
    assert response.content == content[part]
    assert "content-encoding" not in response.headers
    expected = extent.format(ten=size - 10, last=size - 1)
    assert response.headers["content-range"] == f"bytes {expected}/{size}"


def test_the_whole_file_says_that_it_has_parts(quiet_world: World, content: bytes) -> None:
    """And may be kept for an hour by this person's browser."""
    response = quiet_world.ask("dispatcher", "GET", TILES, headers={"accept-encoding": "gzip"})

    assert response.status_code == 200
    assert response.content == content
    assert content.startswith(b"PMTiles")
    assert response.headers["content-length"] == str(len(content))
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["cache-control"] == "private, max-age=3600"


def test_a_part_beyond_the_end_is_416_with_the_size(quiet_world: World, content: bytes) -> None:
    """A problem document, as with every refusal."""
    response = quiet_world.ask("dispatcher", "GET", TILES, headers={"range": "bytes=999999999-"})

    assert response.status_code == 416
    assert response.json()["code"] == "range_beyond_end"
    assert response.headers["content-range"] == f"bytes */{len(content)}"


def test_tiles_that_a_browser_has_are_not_sent_again(quiet_world: World, content: bytes) -> None:
    """304 for the same tag; a part of another state of the file is the whole of this one."""
    tag = quiet_world.ask("dispatcher", "GET", TILES, headers={"range": "bytes=0-0"}).headers[
        "etag"
    ]

    same = quiet_world.ask("dispatcher", "GET", TILES, headers={"if-none-match": tag})
    changed = quiet_world.ask(
        "dispatcher", "GET", TILES, headers={"range": "bytes=0-0", "if-range": '"older"'}
    )

    assert same.status_code == 304
    assert same.content == b""
    assert changed.status_code == 200
    assert changed.content == content


def test_letters_come_by_range_and_none_is_an_answer(quiet_world: World) -> None:
    """Latin-1 is always made; of a script without letters there is a valid, empty answer."""
    latin, none, unknown, odd = (
        quiet_world.ask("dispatcher", "GET", f"/v1/city/glyphs/{name}.pbf")
        for name in ("regular/0-255", "semibold/19968-20223", "comic/0-255", "regular/x")
    )

    assert latin.status_code == none.status_code == 200
    assert latin.headers["content-type"] == "application/x-protobuf"
    assert len(latin.content) > 10_000
    assert len(none.content) < 100
    assert unknown.status_code == odd.status_code == 404


def test_drawing_the_map_leaves_everything_else_its_rate(
    installation: Installation, tmp_path: Path
) -> None:
    """Three parts at once and then none, and still three other requests."""
    options = Options(rate=Rate(per_second=0.001, burst=3), pages=tmp_path)
    with open_world(installation, tmp_path, options) as world:
        parts = [
            world.ask("dispatcher", "GET", TILES, headers={"range": "bytes=0-0"}).status_code
            for _ in range(4)
        ]
        others = [world.ask("dispatcher", "GET", "/v1/me").status_code for _ in range(4)]

    assert parts == [206, 206, 206, 429]
    assert others == [200, 200, 200, 429]
