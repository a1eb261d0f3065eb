"""What went wrong, with pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Incident, IncidentPhoto
from dispatch.store import tables
from dispatch.store.repository import Passing, Repository
from dispatch.store.scoped import Scoped

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId, IncidentId


class Incidents(Passing[Incident]):
    """Every incident that is not forgotten."""

    table = tables.incident
    entity = Incident
    since = "recorded_at"

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        super().__init__(connection, coop)
        self._photos: Scoped[IncidentPhoto] = Scoped(
            connection, coop, tables.incident_photo, IncidentPhoto
        )

    def of_day(self, day: date) -> tuple[Incident, ...]:
        """Give a day's, the newest first."""
        columns = self.table.c
        return self._rows.find(
            columns.day == day, order_by=[columns.happened_at.desc(), columns.id]
        )

    def forget_before(self, moment: datetime) -> int:
        """Delete those that were recorded before a moment, with their pictures; give how many."""
        num_old = super().forget_before(moment)
        name = tables.incident_photo.c.incident
        for gone in {*self._photos.values(name)} - {*self._rows.values(self.table.c.id)}:
            self._photos.remove(name == gone)
        return num_old


class IncidentPhotos(Repository[IncidentPhoto]):
    """Pictures of incidents."""

    table = tables.incident_photo
    entity = IncidentPhoto
    key = ("incident", "sha256")

    def digests(self, incident: IncidentId) -> tuple[str, ...]:
        """Give the digests of the pictures of an incident."""
        columns = self.table.c
        return tuple(sorted(self._rows.values(columns.sha256, columns.incident == incident)))
