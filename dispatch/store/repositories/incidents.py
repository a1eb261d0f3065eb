"""What went wrong, with pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Incident, IncidentPhoto
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import IncidentId


class Incidents(Repository[Incident]):
    """Every incident that is not forgotten."""

    table = tables.incident
    entity = Incident

    def of_day(self, day: date) -> tuple[Incident, ...]:
        """Give a day's, the newest first."""
        columns = self.table.c
        return self._rows.find(
            columns.day == day, order_by=[columns.happened_at.desc(), columns.id]
        )

    def has_before(self, moment: datetime) -> bool:
        """Tell whether one was recorded before a moment."""
        columns = self.table.c
        return bool(self._rows.values(columns.coop, columns.recorded_at < moment))

    def forget_before(self, moment: datetime) -> int:
        """Delete those that were recorded before a moment; give how many."""
        return self._rows.remove(self.table.c.recorded_at < moment)


class IncidentPhotos(Repository[IncidentPhoto]):
    """Pictures of incidents."""

    table = tables.incident_photo
    entity = IncidentPhoto
    key = ("incident", "sha256")

    def digests(self, incident: IncidentId) -> tuple[str, ...]:
        """Give the digests of the pictures of an incident."""
        columns = self.table.c
        return tuple(sorted(self._rows.values(columns.sha256, columns.incident == incident)))

    def forget_before(self, moment: datetime) -> int:
        """Delete pictures that came before a moment; give how many."""
        return self._rows.remove(self.table.c.kept_at < moment)
