"""The tables of proposals, ballots and delegations."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from dispatch.model import MemberId, ProposalState, Vote
from dispatch.store.columns import Choice, Document, Moment
from dispatch.store.schema import ID, coop_column, key_column, metadata, required

proposal: Final = Table(
    "proposal",
    metadata,
    coop_column(),
    key_column("id"),
    required("proposed_by", ID),
    required("base_version", Integer),
    required("changes", Document(dict[str, object])),
    required("valid_from", Moment),
    required("reason", Text),
    required("opened_at", Moment),
    required("closes_at", Moment),
    required("electors", Document(tuple[MemberId, ...])),
    required("is_secret", Boolean),
    Column("may_delegate", Boolean, nullable=False, server_default=text("false")),
    required("state", Choice(ProposalState)),
    required("num_for", Integer),
    required("num_against", Integer),
    required("num_abstained", Integer),
    Column("num_carried", Integer, nullable=False, server_default=text("0")),
    Column("closed_at", Moment),
    Column("adopted_version", Integer),
    Index(None, "coop", "state", "closes_at"),
)

ballot: Final = Table(
    "ballot",
    metadata,
    coop_column(),
    key_column("proposal"),
    key_column("member"),
    Column("vote", Choice(Vote)),
    required("cast_at", Moment),
    Column("cast_by", ID),
)

delegation: Final = Table(
    "delegation",
    metadata,
    coop_column(),
    key_column("id"),
    required("member", ID),
    required("delegate", ID),
    Column("proposal", ID),
    required("given_at", Moment),
    Index(None, "coop", "member"),
)
