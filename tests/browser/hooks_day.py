"""Webhooks of the made-up co-op: one address, and what it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.city_day import NOW, stamp

if TYPE_CHECKING:
    from tests.browser.city_day import Json

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of no receiver


def subscription(**more: object) -> Json:
    """Return an address that hears of everything."""
    return {
        "id": "h-1",
        "storefront_id": None,
        "url": "https://shop.example/hook",
        "kinds": [],
        "shape": "standard",
        "created_at": stamp(NOW),
        "state": "active",
        "ended_at": None,
        "old_secret_until": None,
        **more,
    }


def notice(number: int, state: str, problem: str | None, status: int | None) -> Json:
    """Return a notice with one try, or none when there is neither problem nor status."""
    tries = [{"at": stamp(NOW), "took_ms": 12, "status": status, "problem": problem}]
    return {
        "id": f"msg_{number}",
        "subscription_id": "h-1",
        "type": "order.delivered",
        "order_id": f"o-{number}",
        "reference": f"#{500 + number}",
        "at": stamp(NOW),
        "state": state,
        "failures": 0,
        "due_at": None,
        "tries": tries if problem or status else [],
    }


NOTICES = (
    notice(3, "waiting", None, None),
    notice(2, "failed", "connection", None),
    notice(1, "delivered", None, 200),
)


def answer(method: str, path: str, state: str = "", body: Json | None = None) -> Json | None:
    """Answer what is asked about webhooks; ``None``: it is about something else.

    Parameters
    ----------
    method, path
        Without the version.
    state
        Of the notices that are asked for; empty: all.
    body
        What was sent.
    """
    told = [one for one in NOTICES if state in {"", one["state"]}]
    known: dict[tuple[str, str], Json] = {
        ("GET", "/subscriptions"): {"subscriptions": [subscription()]},
        ("GET", "/notices"): {"notices": told, "next": None},
        ("GET", "/storefronts"): {
            "storefronts": [{"id": "s-0", "name": "Kallio Bakery", "partner": "market"}]
        },
        ("POST", "/subscriptions"): {**subscription(**(body or {})), "secret": SECRET},
        ("POST", "/subscriptions/h-1/secret"): {**subscription(), "secret": SECRET},
        ("DELETE", "/subscriptions/h-1"): {},
        **{("POST", f"/notices/{one['id']}/send"): {**one, "state": "waiting"} for one in NOTICES},
    }
    return known.get((method, path))
