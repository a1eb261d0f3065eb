"""The page about the API says what the code says."""

from __future__ import annotations

import re
from inspect import getdoc
from pathlib import Path

from api.body_limit import IMPORT_LIMIT, ORDER_LIMIT
from api.languages import LANGUAGES
from api.limits import Rate
from api.table import routes

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()


def test_the_table_of_routes_is_the_one_that_is_enforced() -> None:
    """Route, roles, scope and sentence of each documented route, and no other."""
    rows = re.findall(r"(?m)^\| `(\w+) (\S+)` \| (.+?) \| (\S+) \| (.+) \|$", PAGE)

    assert rows == [
        (
            one.method,
            one.path,
            ", ".join(sorted(one.admission.roles)) or "everybody",
            one.admission.scope or "-",
            (getdoc(one.endpoint) or "").splitlines()[0],
        )
        for one in routes()
        if one.tag
    ]


def test_the_numbers_are_the_ones_that_hold() -> None:
    """Limits of bodies and of requests, and the languages."""
    rate = Rate()

    assert f"{ORDER_LIMIT // 1024} KiB" in PAGE
    assert f"{IMPORT_LIMIT // 1024**2} MiB" in PAGE
    assert f"{rate.per_second:.0f} times per second, {rate.burst} times at once" in PAGE
    assert f"({', '.join(LANGUAGES)})" in PAGE
