"""Keys, sign-in links and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Access, AccessKind
from dispatch.store import tables
from dispatch.store.repository import Passing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from dispatch.model import KeyId, StorefrontId

PASSING = (AccessKind.LINK, AccessKind.SESSION, AccessKind.TOKEN)
"""Kinds of which there are ever more; keys stay, so that it is known what there was."""


class Accesses(Passing[Access]):
    """Who may say that they are whom."""

    table = tables.access
    entity = Access

    def grant(self, access: Access, digest: str) -> Access:
        """Write a new access with the SHA-256 of its secret."""
        return self.add(access, digest=digest)

    def by_digest(self, digest: str) -> Access | None:
        """Give the access of this co-op whose secret has a SHA-256."""
        return self._rows.one(self.table.c.digest == digest)

    def living(self, now: datetime) -> tuple[Access, ...]:
        """Give the accesses that have not ended at a moment, by id."""
        columns = self.table.c
        return self._rows.find(
            columns.ended_at.is_(None),
            columns.expires_at.is_(None) | (columns.expires_at > now),
            order_by=[columns.id],
        )

    def of_kinds(
        self, kinds: Collection[AccessKind], *, storefront: StorefrontId | None = None
    ) -> tuple[Access, ...]:
        """Give the accesses of some kinds, of all or of one storefront, by id."""
        columns = self.table.c
        where: list[ColumnElement[bool]] = [columns.kind.in_(sorted(kinds))]
        if storefront is not None:
            where.append(columns.storefront == storefront)
        return self._rows.find(*where, order_by=[columns.id])

    def end(self, access: KeyId, at: datetime) -> bool:
        """End an access that has not ended; tell whether there was one."""
        columns = self.table.c
        changed = self._rows.change(
            {"ended_at": at}, columns.id == access, columns.ended_at.is_(None)
        )
        return changed > 0

    def forget_tokens(self, parent: KeyId, *, before: datetime) -> int:
        """Delete a key's tokens that expired before a moment; give how many there were."""
        columns = self.table.c
        return self._rows.remove(columns.parent == parent, columns.expires_at < before)

    def _is_before(self, moment: datetime) -> ColumnElement[bool]:
        columns = self.table.c
        is_over = (columns.ended_at < moment) | (columns.expires_at < moment)
        return columns.kind.in_(sorted(PASSING)) & is_over
