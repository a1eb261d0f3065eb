"""Routes of what dispatchers ask and write down beside the plan, part of the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.admission import DISPATCHING, EVENTS, JPEG, RIDING, for_roles
from api.routes import incidents, parts, what_ifs
from api.verbs import delete, get, post

if TYPE_CHECKING:
    from api.admission import Declared


def hand_routes() -> tuple[Declared, ...]:
    """Give them in the order in which they are matched."""
    return (*_what_ifs(), *_incidents(), *_parts())


def _what_ifs() -> tuple[Declared, ...]:
    """Give the routes of questions what a change would do to a day."""
    plan, tag = for_roles(*DISPATCHING, scope="plans"), "dispatcher"
    of_day, one = "/v1/days/{day}/what-ifs", "/v1/what-ifs/{what_if_id}"
    return (
        get(of_day, what_ifs.what_ifs, plan, tag),
        post(of_day, what_ifs.start, plan, tag, 201),
        get(one, what_ifs.one, plan, tag),
        get(f"{one}/progress", what_ifs.progress, plan, tag, EVENTS),
        post(f"{one}/cancel", what_ifs.cancel, plan, tag),
    )


def _incidents() -> tuple[Declared, ...]:
    """Give the routes of what went wrong."""
    plan, tag = for_roles(*DISPATCHING, scope="plans"), "dispatcher"
    told = for_roles(*DISPATCHING, *RIDING, scope="incidents")
    photos = "/v1/incidents/{incident_id}/photos"
    return (
        post("/v1/incidents", incidents.record, told, tag, 201),
        get("/v1/days/{day}/incidents", incidents.of_day, plan, tag),
        post(photos, incidents.add_photo, told, tag, 201),
        get(f"{photos}/{{sha256}}", incidents.photo, plan, tag, JPEG),
    )


def _parts() -> tuple[Declared, ...]:
    """Give the routes of orders in parts, and of orders that ride together."""
    plan, tag = for_roles(*DISPATCHING, scope="plans"), "dispatcher"
    groups = "/v1/days/{day}/groups"
    return (
        post("/v1/orders/{order_id}/split", parts.split, plan, tag, 201),
        post("/v1/orders/{order_id}/rejoin", parts.rejoin, plan, tag),
        post(groups, parts.bring_together, plan, tag, 201),
        delete(f"{groups}/{{order_id}}", parts.let_apart, plan, tag),
    )
