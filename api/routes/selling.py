"""What the co-op sells where, when and to whom."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from api.deps import AskDep, IdPath
from api.schemas.selling import (
    PartnerIn,
    SlotOut,
    SlotRuleIn,
    SlotRuleOut,
    SlotRulesOut,
    SlotsOut,
    SlotsParams,
    StorefrontOut,
    StorefrontsOut,
    ZoneIn,
    ZoneOut,
    ZonesOut,
)
from dispatch import selling, slots
from dispatch.model import SlotRuleId, StorefrontId, ZoneId


async def slots_of(ask: AskDep, query: Annotated[SlotsParams, Query()]) -> SlotsOut:
    """List the slots of a day with what room is left in each."""
    day = query.day or ask.coop.date_of(ask.now)
    whose = StorefrontId(query.storefront_id) if query.storefront_id else None
    look = partial(slots.slots_of, actor=ask.actor, day=day, storefront=whose, now=ask.now)
    found = await ask.read(look)
    return SlotsOut(day=day.isoformat(), slots=[SlotOut.of(slot) for slot in found])


async def zones(ask: AskDep) -> ZonesOut:
    """List the areas that the co-op serves; with none, it serves the whole city."""
    found = await ask.read(partial(selling.zones, actor=ask.actor))
    return ZonesOut(zones=[ZoneOut.of(zone) for zone in found])


async def add_zone(wanted: ZoneIn, ask: AskDep) -> ZoneOut:
    """Serve an area; what lies outside of all zones is refused from now on."""
    zone = wanted.value(ask.services.new_id())
    return ZoneOut.of(
        await ask.write(partial(selling.add_zone, actor=ask.actor, zone=zone, now=ask.now))
    )


async def remove_zone(zone_id: IdPath, ask: AskDep) -> Response:
    """Serve an area no longer; orders that were accepted stay accepted."""
    take = partial(selling.remove_zone, actor=ask.actor, zone=ZoneId(zone_id), now=ask.now)
    await ask.write(take)
    return Response(status_code=204)


async def slot_rules(ask: AskDep) -> SlotRulesOut:
    """List the rules that slots come from."""
    found = await ask.read(partial(selling.slot_rules, actor=ask.actor))
    return SlotRulesOut(rules=[SlotRuleOut.of(rule) for rule in found])


async def add_slot_rule(wanted: SlotRuleIn, ask: AskDep) -> SlotRuleOut:
    """Offer slots, week after week, to one storefront or to all that have none of their own."""
    rule = wanted.value(ask.services.new_id())
    return SlotRuleOut.of(
        await ask.write(partial(selling.add_slot_rule, actor=ask.actor, rule=rule, now=ask.now))
    )


async def remove_slot_rule(rule_id: IdPath, ask: AskDep) -> Response:
    """Offer slots no longer; orders in them stay accepted."""
    take = partial(selling.remove_slot_rule, actor=ask.actor, rule=SlotRuleId(rule_id), now=ask.now)
    await ask.write(take)
    return Response(status_code=204)


async def storefronts(ask: AskDep) -> StorefrontsOut:
    """List the storefronts with their partner class."""
    found = await ask.read(partial(selling.storefronts, actor=ask.actor))
    return StorefrontsOut(storefronts=[StorefrontOut.of(one) for one in found])


async def set_partner(storefront_id: IdPath, wanted: PartnerIn, ask: AskDep) -> StorefrontOut:
    """Say how close a storefront is to the co-op; fees from now on follow it."""
    change = partial(
        selling.set_partner,
        actor=ask.actor,
        storefront=StorefrontId(storefront_id),
        partner=wanted.value(),
        now=ask.now,
    )
    return StorefrontOut.of(await ask.write(change))
