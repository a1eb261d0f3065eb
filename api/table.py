"""Every route there is, with whom it admits: the one table.

The application is made from this table, so a route that is not here does not exist, and each
says whom it admits. `api.auth.Gate` enforces it before anything else happens.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.admission import (
    CSV,
    DISPATCHING,
    EVENTS,
    GEOJSON,
    GLYPHS,
    HTML,
    JSON,
    NUMBERS,
    OWNERS,
    PAYING,
    PDF,
    PEOPLE,
    PUBLIC,
    RIDING,
    SELLING,
    TILES,
    Declared,
    for_roles,
)
from api.routes import (
    bad_day,
    city,
    contestations,
    courier,
    couriers,
    dispatcher,
    doubts,
    history,
    hooks,
    imports,
    live,
    oauth,
    ops,
    overlays,
    pages,
    payroll,
    photos,
    proposals,
    rules,
    selling,
    session,
    statements,
    storefront,
    times,
    tracking,
    ways,
    widget,
)
from api.routes.compat import (
    coopcycle,
    coopcycle_deliveries,
    coopcycle_hooks,
    coopcycle_imports,
    vroom,
)
from dispatch.model import Role

if TYPE_CHECKING:
    from api.admission import Admission, Endpoint


def _get(
    path: str,
    endpoint: Endpoint,
    admission: Admission,
    tag: str = "",
    media: str = JSON,
) -> Declared:
    return Declared(
        method="GET",
        path=path,
        endpoint=endpoint,
        admission=admission,
        tag=tag,
        media=media,
    )


def _post(
    path: str,
    endpoint: Endpoint,
    admission: Admission,
    tag: str = "",
    status: int = 200,
) -> Declared:
    return Declared(
        method="POST",
        path=path,
        endpoint=endpoint,
        admission=admission,
        tag=tag,
        status=status,
    )


def _put(path: str, endpoint: Endpoint, admission: Admission, tag: str) -> Declared:
    return Declared(method="PUT", path=path, endpoint=endpoint, admission=admission, tag=tag)


def _delete(path: str, endpoint: Endpoint, admission: Admission, tag: str) -> Declared:
    return Declared(
        method="DELETE",
        path=path,
        endpoint=endpoint,
        admission=admission,
        tag=tag,
        status=204,
    )


def routes() -> tuple[Declared, ...]:
    """Give the table.

    Returns
    -------
    tuple of Declared
        In the order in which they are matched.
    """
    quote = for_roles(*SELLING, scope="quotes")
    order = for_roles(*SELLING, scope="orders")
    plan = for_roles(*DISPATCHING, scope="plans")
    ride = for_roles(*RIDING, scope="rides")
    own = for_roles(*OWNERS, scope="fairness")
    rule = for_roles(*OWNERS, scope="rules")
    person = for_roles(*PEOPLE)
    drawing = for_roles(*PEOPLE, bucket="map")
    live_stream = for_roles(*PEOPLE, scope="live")
    day = "/v1/days/{day}"
    hook = for_roles(*SELLING, scope="webhooks")
    optimization = for_roles(*DISPATCHING, scope="optimize", bucket="optimize")
    statement = "/v1/me/statements/{first_day}"
    return (
        _get("/sign-in/{token}", session.show_sign_in, PUBLIC),
        _post("/sign-in/{token}", session.sign_in, PUBLIC, status=303),
        _get("/t/{token}", tracking.show, PUBLIC),
        _post("/t/{token}/note", tracking.leave_note, PUBLIC, status=303),
        _post("/v1/sign-out", session.sign_out, person, "session", 204),
        _get("/v1/me", session.me, person, "session"),
        _get("/v1/live", live.listen, live_stream, "live", EVENTS),
        _post("/v1/quotes", storefront.quote, quote, "storefront", 201),
        _get("/v1/quotes/{quote_id}", storefront.held_quote, quote, "storefront"),
        _post("/v1/quotes/{quote_id}/release", storefront.release, quote, "storefront"),
        _post("/v1/orders", storefront.place, order, "storefront", 201),
        _get("/v1/orders", storefront.orders, order, "storefront"),
        _get("/v1/orders/{order_id}", storefront.order, order, "storefront"),
        _post("/v1/orders/{order_id}/cancel", storefront.cancel, order, "storefront"),
        _post("/v1/orders/{order_id}/tips", storefront.tip, order, "storefront", 201),
        _post("/v1/orders/{order_id}/change", storefront.change, order, "storefront"),
        _post("/v1/orders/{order_id}/return", storefront.send_back, order, "storefront", 201),
        _get("/v1/orders/{order_id}/proof", photos.proof, order, "storefront"),
        _post("/v1/orders/{order_id}/door", dispatcher.door, plan, "dispatcher"),
        _get("/v1/orders/{order_id}/explanation", dispatcher.explanation, plan, "dispatcher"),
        _get("/v1/places", storefront.places, quote, "storefront"),
        _get("/v1/slots", selling.slots_of, quote, "storefront"),
        *_imports(),
        *_widget(),
        _get("/v1/zones", selling.zones, quote, "storefront"),
        _post("/v1/zones", selling.add_zone, plan, "dispatcher", 201),
        _delete("/v1/zones/{zone_id}", selling.remove_zone, plan, "dispatcher"),
        _get("/v1/slot-rules", selling.slot_rules, plan, "dispatcher"),
        _post("/v1/slot-rules", selling.add_slot_rule, plan, "dispatcher", 201),
        _delete("/v1/slot-rules/{rule_id}", selling.remove_slot_rule, plan, "dispatcher"),
        _get("/v1/subscriptions", hooks.subscriptions, hook, "webhooks"),
        _post("/v1/subscriptions", hooks.subscribe, hook, "webhooks", 201),
        _delete("/v1/subscriptions/{subscription_id}", hooks.unsubscribe, hook, "webhooks"),
        _post("/v1/subscriptions/{subscription_id}/secret", hooks.rotate, hook, "webhooks"),
        _get("/v1/notices", hooks.notices, hook, "webhooks"),
        _post("/v1/notices/{notice_id}/send", hooks.send_again, hook, "webhooks"),
        _get("/v1/storefronts", selling.storefronts, plan, "dispatcher"),
        _post("/v1/storefronts/{storefront_id}/partner", selling.set_partner, plan, "dispatcher"),
        _get(day, dispatcher.day_view, plan, "dispatcher"),
        _post(f"{day}/plans/{{version}}/publish", dispatcher.publish, plan, "dispatcher"),
        _post(f"{day}/plans/{{version}}/discard", dispatcher.discard, plan, "dispatcher"),
        _post(f"{day}/plans/{{version}}/publish-for", history.publish_for, plan, "dispatcher"),
        _post(f"{day}/undo", history.undo, plan, "dispatcher"),
        _post(f"{day}/redo", history.redo, plan, "dispatcher"),
        _get(f"{day}/history", history.history, plan, "dispatcher"),
        _post(f"{day}/moves", dispatcher.move, plan, "dispatcher"),
        _post(f"{day}/pins", dispatcher.pin, plan, "dispatcher", 201),
        _delete(f"{day}/pins/{{order_id}}", dispatcher.unpin, plan, "dispatcher"),
        _post(f"{day}/replan", dispatcher.replan, plan, "dispatcher", 202),
        _get(f"{day}/foreseen", bad_day.foreseen, plan, "dispatcher"),
        _post(f"{day}/couriers/{{courier_id}}/out", bad_day.fall_out, plan, "dispatcher"),
        _post("/v1/couriers/{courier_id}/time", couriers.set_time, plan, "dispatcher"),
        _get("/v1/contestations", contestations.waiting, plan, "dispatcher"),
        _post(
            "/v1/contestations/{contestation_id}/answer",
            contestations.answer,
            plan,
            "dispatcher",
        ),
        _get("/v1/overlays", overlays.overlays, plan, "dispatcher"),
        _post("/v1/overlays", overlays.add, plan, "dispatcher", 201),
        _delete("/v1/overlays/{overlay_id}", overlays.end, plan, "dispatcher"),
        _get(f"{day}/reports", dispatcher.reports, plan, "dispatcher"),
        _get("/v1/doubts", doubts.doubtful, plan, "dispatcher"),
        _post("/v1/doubts", doubts.decide, plan, "dispatcher", 201),
        _get(f"{day}/fairness", dispatcher.fairness, own, "members"),
        *_pay(),
        _get("/v1/policy", rules.policy, rule, "members"),
        _get("/v1/policies", rules.versions, rule, "members"),
        _get("/v1/policies/{version}", rules.version, rule, "members"),
        _get("/v1/policies/{version}/changes", rules.changes, rule, "members"),
        _get("/v1/policy-packs", rules.packs, rule, "members"),
        _get("/v1/policy-packs/{pack}/changes", rules.pack_changes, rule, "members"),
        _get("/v1/proposals", proposals.proposals, rule, "members"),
        _post("/v1/proposals", proposals.propose, rule, "members", 201),
        _post("/v1/proposals/{proposal_id}/ballots", proposals.vote, rule, "members", 201),
        _get("/v1/city", city.city, person, "city"),
        _get("/v1/city/style.json", city.style, drawing, "city"),
        _get("/v1/city/tiles.pmtiles", city.tiles, drawing, "city", TILES),
        _get("/v1/city/glyphs/{font}/{codes}.pbf", city.glyphs, drawing, "city", GLYPHS),
        _get("/v1/city/isochrones", ways.isochrones, plan, "city", GEOJSON),
        _get("/v1/me/route", courier.route, ride, "courier"),
        _get("/v1/me/route/directions", ways.directions, ride, "courier"),
        _post("/v1/me/events", courier.report, ride, "courier"),
        _post("/v1/me/declines", courier.decline, ride, "courier"),
        _post("/v1/me/orders/{order_id}/photos/{sha256}", photos.keep, ride, "courier", 204),
        *_times(),
        _get("/v1/me/pay", courier.pay, ride, "courier"),
        _get("/v1/me/statements", statements.mine, ride, "courier"),
        _get(statement, statements.one, ride, "courier"),
        _get(f"{statement}/statement.html", statements.page, ride, "courier", HTML),
        _get(f"{statement}/statement.pdf", statements.pdf, ride, "courier", PDF),
        _get(f"{statement}/statement.csv", statements.table, ride, "courier", CSV),
        _get("/v1/me/orders", courier.askable, ride, "courier"),
        _get("/v1/me/contestations", contestations.mine, ride, "courier"),
        _post("/v1/me/contestations", contestations.contest, ride, "courier", 201),
        _get("/v1/me/explanations/{order_id}", courier.explanation, ride, "courier"),
        *(
            Declared(
                method="POST",
                path=path,
                endpoint=vroom.optimize,
                admission=optimization,
                tag="compat",
                is_dialect=True,
            )
            for path in ("/compat/vroom", "/compat/vroom/")
        ),
        _get("/compat/vroom/health", vroom.health, PUBLIC, "compat"),
        _get("/v1/problems/{code}", ops.problem, PUBLIC, "operations"),
        *_coopcycle(),
        _get("/openapi.json", ops.openapi, PUBLIC),
        _get("/healthz", ops.health, PUBLIC, "operations"),
        _get("/readyz", ops.readiness, PUBLIC, "operations"),
        _get("/metrics", ops.metrics, PUBLIC, "operations", NUMBERS),
        _get("/", pages.home, PUBLIC),
        _get("/console", pages.console, PUBLIC),
        _get("/courier", pages.courier, PUBLIC),
        _get("/storefront", pages.storefront, PUBLIC),
        _get("/assets/{name:path}", pages.asset, PUBLIC),
        _get("/{name}", pages.file, PUBLIC),
    )


def _pay() -> tuple[Declared, ...]:
    """Give the routes of everybody's pay."""
    paying = for_roles(*PAYING, scope="payroll")
    period = "/v1/payroll/{first_day}"
    return (
        _get("/v1/payroll", payroll.periods, paying, "members"),
        _get(period, payroll.one, paying, "members"),
        _get(f"{period}/payroll.csv", payroll.table, paying, "members", CSV),
        _post(f"{period}/corrections", payroll.correct, paying, "members", 201),
        _post(f"{period}/reconcile", payroll.reconcile, paying, "members"),
    )


def _times() -> tuple[Declared, ...]:
    """Give the routes by which couriers say when and how they work."""
    ride = for_roles(*RIDING, scope="rides")
    shift = "/v1/me/shifts/{shift_id}"
    return (
        _get("/v1/me/shifts", times.shifts, ride, "courier"),
        _post("/v1/me/shifts", times.agree, ride, "courier", 201),
        _delete(shift, times.cancel, ride, "courier"),
        _post(f"{shift}/care", times.care, ride, "courier"),
        _post(f"{shift}/offer", times.offer, ride, "courier"),
        _post(f"{shift}/take", times.take, ride, "courier"),
        _post("/v1/me/absences", times.stay_away, ride, "courier", 201),
        _delete("/v1/me/absences/{absence_id}", times.come_back, ride, "courier"),
        _post("/v1/me/ride", times.ride, ride, "courier"),
        _post("/v1/me/calendar", times.open_calendar, ride, "courier", 201),
        _get("/calendar/{secret}.ics", times.calendar, PUBLIC),
    )


def _widget() -> tuple[Declared, ...]:
    """Give the routes for shops' own pages, which ask with a publishable key."""
    tag = "widget"
    page = replace(for_roles(Role.STOREFRONT, scope="quotes"), is_for_pages=True)
    booking = replace(for_roles(Role.STOREFRONT, scope="orders"), is_for_pages=True)
    return (
        _get("/v1/widget/shop", widget.shop, page, tag),
        _get("/v1/widget/places", widget.places, page, tag),
        _post("/v1/widget/quotes", widget.quote, page, tag, 201),
        _post("/v1/widget/orders", widget.place, booking, tag, 201),
    )


def _imports() -> tuple[Declared, ...]:
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
        _get("/v1/imports", imports.imports, order, tag),
        _get(one, imports.one, order, tag),
        _post(f"{one}/preview", imports.preview, order, tag),
        _post(f"{one}/start", imports.start, order, tag, 202),
        _post(f"{one}/stop", imports.stop, order, tag),
        _get(f"{one}/refused", imports.refused, order, tag),
        _get(f"{one}/refused.csv", imports.refused_file, order, tag, CSV),
    )


def _coopcycle() -> tuple[Declared, ...]:
    """Give the routes that CoopCycle's clients know."""
    tag = "coopcycle"
    shop = for_roles(Role.STOREFRONT)
    order = for_roles(Role.STOREFRONT, scope="orders")
    quote = for_roles(Role.STOREFRONT, scope="quotes")
    hook = for_roles(Role.STOREFRONT, scope="webhooks")
    one = "/api/deliveries/{order_id}"
    return (
        _get("/api", coopcycle.entrypoint, PUBLIC, tag),
        _get("/api/settings", coopcycle.settings, PUBLIC, tag),
        _post("/oauth2/token", oauth.token, PUBLIC),
        _get("/api/me", coopcycle.me, shop, tag),
        _get("/api/stores/{storefront_id}", coopcycle.store, shop, tag),
        _get("/api/time_slots/choices", coopcycle.choices, shop, tag),
        _get("/api/time_slots/{storefront_id}", coopcycle.time_slot, shop, tag),
        _post("/api/deliveries", coopcycle.add_delivery, order, tag, 201),
        _post("/api/deliveries/assert", coopcycle_deliveries.check, order, tag),
        _post("/api/deliveries/quotes", coopcycle_deliveries.quote, quote, tag, 201),
        *(
            _put(f"{path}/{{quote_id}}/confirm", coopcycle_deliveries.confirm, order, tag)
            for path in ("/api/deliveries/quotes", "/api/delivery_quotes")
        ),
        _get(one, coopcycle_deliveries.delivery, order, tag),
        _put(one, coopcycle_deliveries.change, order, tag),
        _delete(one, coopcycle_deliveries.cancel, order, tag),
        *(
            Declared(
                method="POST",
                path=path,
                endpoint=coopcycle_imports.import_file,
                admission=order,
                tag=tag,
                status=201,
                takes_file=True,
            )
            for path in ("/api/deliveries/import_async", "/api/tasks/import")
        ),
        _get("/api/delivery_import_queues/{import_id}", coopcycle_imports.queue, order, tag),
        _post("/api/retail_prices/calculate", coopcycle_deliveries.price, quote, tag),
        _post("/api/webhooks", coopcycle_hooks.add_webhook, hook, tag, 201),
        _get("/api/webhooks/{webhook_id}", coopcycle_hooks.webhook, hook, tag),
        _delete("/api/webhooks/{webhook_id}", coopcycle_hooks.remove_webhook, hook, tag),
    )
