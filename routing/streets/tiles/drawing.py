"""Draws the map of a city into its directory: the tiles and the letters for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.streets.raw import no_progress
from routing.streets.tiles.archive import TILES_FILE, write_tiles
from routing.streets.tiles.glyphs import GLYPHS_FOLDER, write_glyphs
from routing.streets.tiles.sources import layers_of, texts

if TYPE_CHECKING:
    from pathlib import Path

    from routing.streets.facts import CityFacts
    from routing.streets.network import Network
    from routing.streets.raw import Progress, RawStreets


def draw_map(
    directory: Path,
    network: Network,
    raw: RawStreets,
    facts: CityFacts,
    *,
    on_progress: Progress = no_progress,
) -> None:
    """Write ``tiles.pmtiles`` and ``glyphs`` into a new city's directory.

    Parameters
    ----------
    directory
        Where the city is being written.
    network
        Its streets.
    raw
        What was read beside them.
    facts
        Its name, attribution and extent.
    on_progress
        Called now and then with the step and the share of it that is done.
    """
    layers = layers_of(network, raw, facts.bbox)
    write_glyphs(directory / GLYPHS_FOLDER, texts(layers))
    write_tiles(
        directory / TILES_FILE,
        layers,
        name=facts.name,
        attribution=facts.attribution,
        box=facts.bbox,
        center=(facts.center_lat, facts.center_lon),
        on_progress=on_progress,
    )
