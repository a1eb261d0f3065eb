"""Stores that were made by older versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy import create_engine, text

from dispatch.model import ReportKind
from dispatch.store import open_store
from dispatch.store.migrate import configure
from tests.dispatch_plans import adopt, draft_of
from tests.dispatch_reports import ADA, report, send
from tests.dispatch_world import COOP, DAY, World, at

if TYPE_CHECKING:
    from pathlib import Path


def test_plans_of_an_older_store_knew_of_no_overlay(tmp_path: Path) -> None:
    """A store of the first version is brought up to date with its plans in it."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    world = World(open_store(url))
    world.crew("ada")
    world.order(6000, 5000)
    adopt(world, draft_of(world))
    world.store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(configure(connection), "0001")
        assert "overlay" not in connection.execute(text("SELECT sql FROM sqlite_master")).scalars()
    engine.dispose()

    store = open_store(url)

    with store.read(COOP) as tx:
        assert tx.plans.get(DAY, 1).overlays == ()
        assert tx.overlays.all() == ()
    store.close()


def test_an_older_store_forgets_where_phones_were_when_they_reported(tmp_path: Path) -> None:
    """The report stays, without its place."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    world = World(open_store(url))
    world.crew("ada")
    send(world, [report(1, ReportKind.SHIFT_BEGAN, at(9))])
    world.store.close()
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(configure(connection), "0036")
        (said,) = connection.execute(text("SELECT report FROM report")).scalars()
        place = said.replace('"location":null', '"location":{"lat":60.17,"lon":24.94}')
        assert place != said
        connection.execute(text("UPDATE report SET report = :place"), {"place": place})
    engine.dispose()

    store = open_store(url)

    with store.read(COOP) as tx:
        kept = tx.reports.find(ADA, "phone", 1)
    assert kept is not None
    assert (kept.report.at, kept.report.location) == (at(9), None)
    store.close()
