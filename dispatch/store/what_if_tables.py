"""The table of questions what a change would do."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Date, Index, Integer, Table

from dispatch.model import ErrandState, Plan, PlanFigures, Supposition
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

what_if: Final = Table(
    "what_if",
    metadata,
    coop_column(),
    key_column("id"),
    required("day", Date),
    required("asked_by", ID),
    required("asked_at", Moment),
    required("supposed", Document(Supposition)),
    required("state", Choice(ErrandState)),
    required("num_done", Integer),
    required("num_steps", Integer),
    required("seen_at", Moment),
    required("usual", Document(PlanFigures | None)),
    required("found", Document(Plan | None)),
    Index(None, "coop", "asked_at"),
)
