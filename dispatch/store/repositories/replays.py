"""Replays of weeks under several policies."""

from __future__ import annotations

from dispatch.model import ErrandState, Replay
from dispatch.store import tables
from dispatch.store.repository import Repository

MOST_LISTED = 20


class Replays(Repository[Replay]):
    """Every replay that was asked for."""

    table = tables.replay
    entity = Replay

    def newest(self) -> tuple[Replay, ...]:
        """Give the last replays, the newest first."""
        columns = self.table.c
        order = [columns.asked_at.desc(), columns.id]
        return self._rows.find(order_by=order, limit=MOST_LISTED)

    def running(self) -> tuple[Replay, ...]:
        """Give the replays that are not over."""
        columns = self.table.c
        return self._rows.find(columns.state == ErrandState.RUNNING, order_by=[columns.id])
