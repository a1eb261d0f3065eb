"""The part of the table of routes by which storefronts order in other ways than one by one."""

from __future__ import annotations

from dataclasses import replace

from api.admission import CSV, DISPATCHING, SELLING, Declared, for_roles
from api.routes import consignments, imports, shop_keys, standing, widget
from api.verbs import delete, get, post
from dispatch.model import Role


def shop_keys_routes() -> tuple[Declared, ...]:
    """Give the routes of storefronts' keys, for people only: a found key must open no more."""
    tag = "dispatcher"
    person = replace(for_roles(*DISPATCHING, scope="plans"), is_for_sessions=True)
    keys = "/v1/storefronts/{storefront_id}/keys"
    return (
        get(keys, shop_keys.list_keys, person, tag),
        post(keys, shop_keys.give, person, tag, 201),
        post(f"{keys}/{{key_id}}/secret", shop_keys.rotate, person, tag, 201),
        delete(f"{keys}/{{key_id}}", shop_keys.revoke, person, tag),
    )


def widget_routes() -> tuple[Declared, ...]:
    """Give the routes for shops' own pages, which ask with a publishable key."""
    tag = "widget"
    page = replace(for_roles(Role.STOREFRONT, scope="quotes"), is_for_pages=True)
    booking = replace(for_roles(Role.STOREFRONT, scope="orders"), is_for_pages=True)
    return (
        get("/v1/widget/shop", widget.shop, page, tag),
        get("/v1/widget/places", widget.places, page, tag),
        post("/v1/widget/quotes", widget.quote, page, tag, 201),
        post("/v1/widget/orders", widget.place, booking, tag, 201),
    )


def consignments_routes() -> tuple[Declared, ...]:
    """Give the routes for several shipments at once."""
    tag = "storefront"
    quote = for_roles(*SELLING, scope="quotes")
    order = for_roles(*SELLING, scope="orders")
    one = "/v1/consignments/{consignment_id}"
    return (
        post("/v1/consignments/quotes", consignments.quote, quote, tag, 201),
        post("/v1/consignments", consignments.place, order, tag, 201),
        get(one, consignments.consignment, order, tag),
        post(f"{one}/cancel", consignments.cancel, order, tag),
        post(f"{one}/change", consignments.change, order, tag),
    )


def standing_routes() -> tuple[Declared, ...]:
    """Give the routes for orders that come again and again."""
    tag, order = "storefront", for_roles(*SELLING, scope="orders")
    one = "/v1/standing-orders/{standing_id}"
    return (
        post("/v1/standing-orders", standing.add, order, tag, 201),
        get("/v1/standing-orders", standing.standing_orders, order, tag),
        get(one, standing.one, order, tag),
        post(f"{one}/revise", standing.revise, order, tag, 201),
        post(f"{one}/skip", standing.skip, order, tag),
        post(f"{one}/state", standing.set_state, order, tag),
    )


def imports_routes() -> tuple[Declared, ...]:
    """Give the routes for files of many orders."""
    tag, order = "storefront", for_roles(*SELLING, scope="orders")
    one = "/v1/imports/{import_id}"
    return (
        Declared(
            method="POST",
            path="/v1/imports",
            endpoint=imports.add,
            admission=order,
            tag=tag,
            status=201,
            takes_file=True,
        ),
        get("/v1/imports", imports.imports, order, tag),
        get(one, imports.one, order, tag),
        post(f"{one}/preview", imports.preview, order, tag),
        post(f"{one}/start", imports.start, order, tag, 202),
        post(f"{one}/stop", imports.stop, order, tag),
        get(f"{one}/refused", imports.refused, order, tag),
        get(f"{one}/refused.csv", imports.refused_file, order, tag, CSV),
    )
