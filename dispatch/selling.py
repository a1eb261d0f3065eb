"""What a co-op sells where, when and to whom: zones, slot rules, partner classes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.errors import NotFound
from dispatch.events import EventKind
from dispatch.model import Role
from dispatch.permission import require

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor, SlotRule, SlotRuleId, Storefront, StorefrontId, Zone, ZoneId
    from dispatch.store import ReadTransaction, Transaction
    from fairness.tariff import PartnerClass


def add_zone(tx: Transaction, actor: Actor, zone: Zone, *, now: datetime) -> Zone:
    """Serve an area; as soon as there is one zone, nothing outside of all zones is sold.

    Raises
    ------
    AlreadyExists
        When its id is taken.
    """
    require(actor, Role.DISPATCHER)
    tx.zones.add(zone)
    _record(tx, actor, EventKind.ZONE_ADDED, "zone", zone.id, now)
    return zone


def remove_zone(tx: Transaction, actor: Actor, zone: ZoneId, *, now: datetime) -> None:
    """Take a zone away; orders that were accepted stay accepted.

    Raises
    ------
    NotFound
        When there is none.
    """
    require(actor, Role.DISPATCHER)
    if not tx.zones.remove(zone):
        raise NotFound.of(kind="zone", name=zone)
    _record(tx, actor, EventKind.ZONE_REMOVED, "zone", zone, now)


def zones(tx: ReadTransaction, actor: Actor) -> tuple[Zone, ...]:
    """List the zones, by id."""
    require(actor, Role.DISPATCHER, Role.STOREFRONT)
    return tx.zones.all()


def add_slot_rule(tx: Transaction, actor: Actor, rule: SlotRule, *, now: datetime) -> SlotRule:
    """Offer slots.

    Raises
    ------
    AlreadyExists
        When its id is taken.
    NotFound
        When it is for a storefront that does not exist.
    """
    require(actor, Role.DISPATCHER)
    if rule.storefront is not None:
        tx.storefronts.get(rule.storefront)
    tx.slot_rules.add(rule)
    _record(tx, actor, EventKind.SLOT_RULE_ADDED, "slot_rule", rule.id, now)
    return rule


def remove_slot_rule(tx: Transaction, actor: Actor, rule: SlotRuleId, *, now: datetime) -> None:
    """Offer its slots no longer; orders in them stay accepted.

    Raises
    ------
    NotFound
        When there is none.
    """
    require(actor, Role.DISPATCHER)
    if not tx.slot_rules.remove(rule):
        raise NotFound.of(kind="slot rule", name=rule)
    _record(tx, actor, EventKind.SLOT_RULE_REMOVED, "slot_rule", rule, now)


def slot_rules(tx: ReadTransaction, actor: Actor) -> tuple[SlotRule, ...]:
    """List the slot rules, by id."""
    require(actor, Role.DISPATCHER)
    return tx.slot_rules.all()


def storefronts(tx: ReadTransaction, actor: Actor) -> tuple[Storefront, ...]:
    """List the storefronts, by id."""
    require(actor, Role.DISPATCHER)
    return tx.storefronts.all()


def set_partner(
    tx: Transaction,
    actor: Actor,
    storefront: StorefrontId,
    partner: PartnerClass,
    *,
    now: datetime,
) -> Storefront:
    """Say how close a storefront is to the co-op; fees from now on follow it.

    Raises
    ------
    NotFound
        When there is no such storefront.
    """
    require(actor, Role.DISPATCHER)
    changed = tx.storefronts.save(replace(tx.storefronts.get(storefront), partner=partner))
    tx.record(
        EventKind.STOREFRONT_CHANGED,
        actor=actor.member,
        at=now,
        subjects={"storefront": str(storefront)},
        payload={"partner": partner.value},
    )
    return changed


def _record(  # noqa: PLR0913, PLR0917 - private
    tx: Transaction, actor: Actor, kind: EventKind, word: str, name: str, now: datetime
) -> None:
    tx.record(kind, actor=actor.member, at=now, subjects={word: str(name)})
