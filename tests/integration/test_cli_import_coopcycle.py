"""`commonwheel import coopcycle`: open deliveries become orders, the rest is handed back."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from api.cli import Streams, run
from dispatch.store import open_store
from tests.api_world import HOME, Installation, build

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "# order,orderCode,type,address.streetAddress,afterDay,afterTime,beforeDay,beforeTime,"
TOMORROW = f"{datetime.now(UTC) + timedelta(days=1):%d/%m/%Y}"
TIMES = f"{TOMORROW},12:00:00,{TOMORROW},15:00:00"


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """Return a made city with two co-ops."""
    return build(tmp_path)


@pytest.fixture
def command(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Return the beginning of a command, with its co-op."""
    monkeypatch.setenv("COMMONWHEEL_CITIES_DIR", str(installation.directory))
    monkeypatch.setenv("COMMONWHEEL_STORE_URL", f"sqlite:///{installation.directory / 'store.db'}")
    return ("import", "coopcycle", installation.homes[HOME].coop.id)


@pytest.fixture
def file(installation: Installation, tmp_path: Path) -> Path:
    """Return an export: one order to take over, one unknown, one over, one nobody's."""
    label = installation.city.find("elm", 1, zone=None, memory=None)[0].label
    street = label.rsplit(" ", maxsplit=1)[0]
    rows = [
        f"70,AAA,PICKUP,{street} 1,{TIMES},TODO,Good Bread",
        f"70,AAA,DROPOFF,{street} 3,{TIMES},TODO,Good Bread",
        f"71,BBB,DROPOFF,Zzyzx Boulevard 99999,{TIMES},TODO,Good Bread",
        f"72,CCC,DROPOFF,{street} 5,{TIMES},DONE,Good Bread",
        f"73,DDD,DROPOFF,{street} 5,{TIMES},TODO,Other",
    ]
    path = tmp_path / "tasks.csv"
    path.write_text("\n".join([f"{HEADER}status,organization", *rows]) + "\n")
    return path


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def told(*arguments: str) -> dict[str, dict[str, Any]]:
    """Run a command that must work; give what it says by what it is about."""
    code, out, _ = call(*arguments, "--json")
    assert code == 0
    return {one["what"]: one for one in json.loads(out)["files"]}


def test_open_deliveries_become_orders_and_the_rest_comes_back_with_reasons(
    command: tuple[str, ...], file: Path, installation: Installation
) -> None:
    """A preview books nothing; taken over twice, it is one order."""
    home = installation.homes[HOME]
    shop = home.storefronts[0]
    options = (str(file), "--organization", f"Good Bread={shop}")
    where = f"{shop} in tasks.csv"

    looked = told(*command, *options, "--preview")
    done = told(*command, *options)
    again = told(*command, *options)

    assert [bool(row["order"]) for row in looked[where]["preview"]] == [True, False]
    assert (done[where]["booked"], done[where]["refused"]) == (1, 1)
    assert (again[where]["booked"], again[where]["known"]) == (0, 1)
    left = done["left of tasks.csv"]
    assert (left["coopcycle_over"], left["coopcycle_organization"]) == (1, 1)
    assert "Zzyzx" in file.with_name(f"tasks-{shop}-refused.csv").read_text("utf-8-sig")
    back = file.with_name("tasks-left.csv").read_text("utf-8-sig")
    assert "over in CoopCycle" in back
    assert "“Other”" in back
    store = open_store(f"sqlite:///{installation.directory / 'store.db'}", create=False)
    with store.read(home.coop.id) as tx:
        order = tx.orders.of_reference(shop, "AAA")
    store.close()
    assert order is not None
    assert order.delivery.pickup.address.endswith("1")


def test_a_table_for_people_names_what_became_of_the_rows(
    command: tuple[str, ...], file: Path, installation: Installation
) -> None:
    """All for one storefront; without JSON."""
    shop = installation.homes[HOME].storefronts[0]

    code, out, err = call(*command, str(file), "--storefront", shop)

    assert code == 0, err
    assert shop in out
    assert "booked 2" in " ".join(out.split())


def test_wrong_input_is_one_line(command: tuple[str, ...], file: Path) -> None:
    """A name without a storefront, a storefront that is not there, and another kind of file."""
    other = file.with_name("other.csv")
    other.write_text("name,color\nIda,red\n")
    wrong = [
        (str(file), "--organization", "Good Bread"),
        (str(file), "--storefront", "nobody"),
        (str(other), "--storefront", "nobody"),
    ]

    answers = [call(*command, *arguments) for arguments in wrong]

    assert [code for code, _, _ in answers] == [2, 2, 2]
    assert all(err.startswith("commonwheel: ") and err.count("\n") == 1 for _, _, err in answers)
