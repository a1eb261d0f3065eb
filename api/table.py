"""Every route there is, with whom it admits: the one table.

The application is made from this table, so a route that is not here does not exist, and each
says whom it admits. `api.auth.Gate` enforces it before anything else happens.
"""

from __future__ import annotations

from api.admission import (
    CSV,
    DISPATCHING,
    EVENTS,
    GEOJSON,
    GLYPHS,
    HTML,
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
from api.hand_table import hand_routes
from api.office_table import office_routes
from api.routes import (
    bad_day,
    city,
    contestations,
    courier,
    dispatcher,
    doubts,
    hints,
    history,
    hooks,
    live,
    oauth,
    ops,
    overlays,
    pages,
    payroll,
    photos,
    proposals,
    replays,
    rules,
    selling,
    session,
    statements,
    storefront,
    times,
    tracking,
    ways,
    whereabouts,
)
from api.routes.compat import (
    coopcycle,
    coopcycle_deliveries,
    coopcycle_hooks,
    coopcycle_imports,
    vroom,
)
from api.shop_table import (
    consignments_routes,
    imports_routes,
    shop_keys_routes,
    standing_routes,
    widget_routes,
)
from api.verbs import delete, get, post, put
from dispatch.model import Role


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
        get("/sign-in/{token}", session.show_sign_in, PUBLIC),
        post("/sign-in/{token}", session.sign_in, PUBLIC, status=303),
        get("/t/{token}", tracking.show, PUBLIC),
        post("/t/{token}/note", tracking.leave_note, PUBLIC, status=303),
        post("/v1/sign-out", session.sign_out, person, "session", 204),
        get("/v1/me", session.me, person, "session"),
        get("/v1/live", live.listen, live_stream, "live", EVENTS),
        post("/v1/quotes", storefront.quote, quote, "storefront", 201),
        get("/v1/quotes/{quote_id}", storefront.held_quote, quote, "storefront"),
        post("/v1/quotes/{quote_id}/release", storefront.release, quote, "storefront"),
        post("/v1/orders", storefront.place, order, "storefront", 201),
        get("/v1/orders", storefront.orders, order, "storefront"),
        get("/v1/orders/{order_id}", storefront.order, order, "storefront"),
        post("/v1/orders/{order_id}/cancel", storefront.cancel, order, "storefront"),
        post("/v1/orders/{order_id}/tips", storefront.tip, order, "storefront", 201),
        post("/v1/orders/{order_id}/change", storefront.change, order, "storefront"),
        post("/v1/orders/{order_id}/return", storefront.send_back, order, "storefront", 201),
        get("/v1/orders/{order_id}/proof", photos.proof, order, "storefront"),
        post("/v1/orders/{order_id}/door", dispatcher.door, plan, "dispatcher"),
        get("/v1/orders/{order_id}/explanation", dispatcher.explanation, plan, "dispatcher"),
        get("/v1/places", storefront.places, quote, "storefront"),
        get("/v1/slots", selling.slots_of, quote, "storefront"),
        *consignments_routes(),
        *standing_routes(),
        *imports_routes(),
        *widget_routes(),
        get("/v1/zones", selling.zones, quote, "storefront"),
        post("/v1/zones", selling.add_zone, plan, "dispatcher", 201),
        delete("/v1/zones/{zone_id}", selling.remove_zone, plan, "dispatcher"),
        get("/v1/slot-rules", selling.slot_rules, plan, "dispatcher"),
        post("/v1/slot-rules", selling.add_slot_rule, plan, "dispatcher", 201),
        delete("/v1/slot-rules/{rule_id}", selling.remove_slot_rule, plan, "dispatcher"),
        get("/v1/subscriptions", hooks.subscriptions, hook, "webhooks"),
        post("/v1/subscriptions", hooks.subscribe, hook, "webhooks", 201),
        delete("/v1/subscriptions/{subscription_id}", hooks.unsubscribe, hook, "webhooks"),
        post("/v1/subscriptions/{subscription_id}/secret", hooks.rotate, hook, "webhooks"),
        get("/v1/notices", hooks.notices, hook, "webhooks"),
        post("/v1/notices/{notice_id}/send", hooks.send_again, hook, "webhooks"),
        get("/v1/storefronts", selling.storefronts, plan, "dispatcher"),
        post("/v1/storefronts/{storefront_id}/partner", selling.set_partner, plan, "dispatcher"),
        *shop_keys_routes(),
        get(day, dispatcher.day_view, plan, "dispatcher"),
        post(f"{day}/plans/{{version}}/publish", dispatcher.publish, plan, "dispatcher"),
        post(f"{day}/plans/{{version}}/discard", dispatcher.discard, plan, "dispatcher"),
        post(f"{day}/plans/{{version}}/publish-for", history.publish_for, plan, "dispatcher"),
        post(f"{day}/undo", history.undo, plan, "dispatcher"),
        post(f"{day}/redo", history.redo, plan, "dispatcher"),
        get(f"{day}/history", history.history, plan, "dispatcher"),
        post(f"{day}/moves", dispatcher.move, plan, "dispatcher"),
        post(f"{day}/reorder", dispatcher.reorder, plan, "dispatcher"),
        post(f"{day}/pins", dispatcher.pin, plan, "dispatcher", 201),
        delete(f"{day}/pins/{{order_id}}", dispatcher.unpin, plan, "dispatcher"),
        post(f"{day}/replan", dispatcher.replan, plan, "dispatcher", 202),
        get(f"{day}/foreseen", bad_day.foreseen, plan, "dispatcher"),
        post(f"{day}/couriers/{{courier_id}}/out", bad_day.fall_out, plan, "dispatcher"),
        post(f"{day}/couriers/{{courier_id}}/breakdown", bad_day.break_down, plan, "dispatcher"),
        *office_routes(),
        get("/v1/couriers/positions", whereabouts.positions, plan, "dispatcher"),
        get("/v1/contestations", contestations.waiting, plan, "dispatcher"),
        post(
            "/v1/contestations/{contestation_id}/answer",
            contestations.answer,
            plan,
            "dispatcher",
        ),
        delete("/v1/contestations/{contestation_id}", contestations.erase, plan, "dispatcher"),
        get("/v1/overlays", overlays.overlays, plan, "dispatcher"),
        post("/v1/overlays", overlays.add, plan, "dispatcher", 201),
        delete("/v1/overlays/{overlay_id}", overlays.end, plan, "dispatcher"),
        get(f"{day}/reports", dispatcher.reports, plan, "dispatcher"),
        get("/v1/doubts", doubts.doubtful, plan, "dispatcher"),
        post("/v1/doubts", doubts.decide, plan, "dispatcher", 201),
        get(f"{day}/fairness", dispatcher.fairness, own, "members"),
        *_pay(),
        get("/v1/policy", rules.policy, rule, "members"),
        get("/v1/tariff", rules.tariff, rule, "members"),
        get("/v1/policies", rules.versions, rule, "members"),
        get("/v1/policies/{version}", rules.version, rule, "members"),
        get("/v1/policies/{version}/changes", rules.changes, rule, "members"),
        get("/v1/policy-packs", rules.packs, rule, "members"),
        get("/v1/policy-packs/{pack}/changes", rules.pack_changes, rule, "members"),
        get("/v1/proposals", proposals.proposals, rule, "members"),
        post("/v1/proposals", proposals.propose, rule, "members", 201),
        post("/v1/proposals/{proposal_id}/ballots", proposals.vote, rule, "members", 201),
        get("/v1/delegations", proposals.delegations, rule, "members"),
        post("/v1/delegations", proposals.delegate, rule, "members", 201),
        delete("/v1/delegations/{delegation_id}", proposals.take_back, rule, "members"),
        *_replays(),
        *hand_routes(),
        get("/v1/city", city.city, person, "city"),
        get("/v1/city/style.json", city.style, drawing, "city"),
        get("/v1/city/tiles.pmtiles", city.tiles, drawing, "city", TILES),
        get("/v1/city/glyphs/{font}/{codes}.pbf", city.glyphs, drawing, "city", GLYPHS),
        get("/v1/city/isochrones", ways.isochrones, plan, "city", GEOJSON),
        get("/v1/me/route", courier.route, ride, "courier"),
        get("/v1/me/route/directions", ways.directions, ride, "courier"),
        post("/v1/me/events", courier.report, ride, "courier"),
        post("/v1/me/declines", courier.decline, ride, "courier"),
        post("/v1/me/orders/{order_id}/photos/{sha256}", photos.keep, ride, "courier", 204),
        *_times(),
        get("/v1/me/pay", courier.pay, ride, "courier"),
        get("/v1/me/statements", statements.mine, ride, "courier"),
        get(statement, statements.one, ride, "courier"),
        get(f"{statement}/statement.html", statements.page, ride, "courier", HTML),
        get(f"{statement}/statement.pdf", statements.pdf, ride, "courier", PDF),
        get(f"{statement}/statement.csv", statements.table, ride, "courier", CSV),
        get("/v1/me/orders", courier.askable, ride, "courier"),
        get("/v1/me/contestations", contestations.mine, ride, "courier"),
        post("/v1/me/contestations", contestations.contest, ride, "courier", 201),
        delete("/v1/me/contestations/{contestation_id}", contestations.erase_mine, ride, "courier"),
        get("/v1/me/explanations/{order_id}", courier.explanation, ride, "courier"),
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
        get("/compat/vroom/health", vroom.health, PUBLIC, "compat"),
        get("/v1/problems/{code}", ops.problem, PUBLIC, "operations"),
        *_coopcycle(),
        get("/openapi.json", ops.openapi, PUBLIC),
        get("/healthz", ops.health, PUBLIC, "operations"),
        get("/readyz", ops.readiness, PUBLIC, "operations"),
        get("/metrics", ops.metrics, PUBLIC, "operations", NUMBERS),
        get("/", pages.home, PUBLIC),
        get("/console", pages.console, PUBLIC),
        get("/courier", pages.courier, PUBLIC),
        get("/storefront", pages.storefront, PUBLIC),
        get("/assets/{name:path}", pages.asset, PUBLIC),
        get("/{name}", pages.file, PUBLIC),
    )


def _replays() -> tuple[Declared, ...]:
    """Give the routes of replays."""
    asking, reading = for_roles(*PAYING, scope="rules"), for_roles(*OWNERS, scope="rules")
    one = "/v1/replays/{replay_id}"
    return (
        get("/v1/replays", replays.replays, reading, "members"),
        post("/v1/replays", replays.start, asking, "members", 201),
        get(one, replays.one, reading, "members"),
        get(f"{one}/progress", replays.progress, reading, "members", EVENTS),
        post(f"{one}/cancel", replays.cancel, asking, "members"),
        post(f"{one}/publish", replays.publish, asking, "members"),
    )


def _pay() -> tuple[Declared, ...]:
    """Give the routes of everybody's pay."""
    paying = for_roles(*PAYING, scope="payroll")
    period = "/v1/payroll/{first_day}"
    return (
        get("/v1/payroll", payroll.periods, paying, "members"),
        get(period, payroll.one, paying, "members"),
        get(f"{period}/payroll.csv", payroll.table, paying, "members", CSV),
        post(f"{period}/corrections", payroll.correct, paying, "members", 201),
        post(f"{period}/reconcile", payroll.reconcile, paying, "members"),
    )


def _times() -> tuple[Declared, ...]:
    """Give the routes by which couriers say when and how they work."""
    ride = for_roles(*RIDING, scope="rides")
    shift = "/v1/me/shifts/{shift_id}"
    return (
        get("/v1/me/shifts", times.shifts, ride, "courier"),
        post("/v1/me/shifts", times.agree, ride, "courier", 201),
        delete(shift, times.cancel, ride, "courier"),
        post(f"{shift}/care", times.care, ride, "courier"),
        post(f"{shift}/offer", times.offer, ride, "courier"),
        post(f"{shift}/take", times.take, ride, "courier"),
        post("/v1/me/absences", times.stay_away, ride, "courier", 201),
        delete("/v1/me/absences/{absence_id}", times.come_back, ride, "courier"),
        post("/v1/me/availability", times.say, ride, "courier"),
        delete("/v1/me/availability", times.withdraw, ride, "courier"),
        post("/v1/me/ride", times.ride, ride, "courier"),
        post("/v1/me/position", whereabouts.share, ride, "courier", 204),
        delete("/v1/me/position", whereabouts.hide, ride, "courier"),
        post("/v1/me/hint-key", hints.key, ride, "courier"),
        post("/v1/me/hints", hints.switch_on, ride, "courier", 201),
        delete("/v1/me/hints/{phone_id}", hints.switch_off, ride, "courier"),
        post("/v1/me/calendar", times.open_calendar, ride, "courier", 201),
        get("/calendar/{secret}.ics", times.calendar, PUBLIC),
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
        get("/api", coopcycle.entrypoint, PUBLIC, tag),
        get("/api/settings", coopcycle.settings, PUBLIC, tag),
        post("/oauth2/token", oauth.token, PUBLIC),
        get("/api/me", coopcycle.me, shop, tag),
        get("/api/stores/{storefront_id}", coopcycle.store, shop, tag),
        get("/api/time_slots/choices", coopcycle.choices, shop, tag),
        get("/api/time_slots/{storefront_id}", coopcycle.time_slot, shop, tag),
        post("/api/deliveries", coopcycle.add_delivery, order, tag, 201),
        post("/api/deliveries/assert", coopcycle_deliveries.check, order, tag),
        post("/api/deliveries/quotes", coopcycle_deliveries.quote, quote, tag, 201),
        *(
            put(f"{path}/{{quote_id}}/confirm", coopcycle_deliveries.confirm, order, tag)
            for path in ("/api/deliveries/quotes", "/api/delivery_quotes")
        ),
        get(one, coopcycle_deliveries.delivery, order, tag),
        put(one, coopcycle_deliveries.change, order, tag),
        delete(one, coopcycle_deliveries.cancel, order, tag),
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
        get("/api/delivery_import_queues/{import_id}", coopcycle_imports.queue, order, tag),
        post("/api/retail_prices/calculate", coopcycle_deliveries.price, quote, tag),
        post("/api/webhooks", coopcycle_hooks.add_webhook, hook, tag, 201),
        get("/api/webhooks/{webhook_id}", coopcycle_hooks.webhook, hook, tag),
        delete("/api/webhooks/{webhook_id}", coopcycle_hooks.remove_webhook, hook, tag),
    )
