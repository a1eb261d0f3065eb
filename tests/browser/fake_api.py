"""A made-up co-op that answers as the API does, and remembers what was asked of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.browser import (
    answers,
    courier_answers,
    hooks_day,
    people_day,
    replay_day,
    votes,
    what_if_day,
    wrong_day,
)
from tests.browser.city_day import DAY, NOW, make_day, stamp
from tests.browser.desk_day import SETUP, change_streets, fall_out, foreseen
from tests.browser.reorder_day import reorder

if TYPE_CHECKING:
    import queue
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.city_day import CityDay, Json


ON_OTHER_DAYS: dict[str, Json] = {
    "foreseen": {"deliveries": []},
    "incidents": {"incidents": []},
    "what-ifs": {"what_ifs": []},
    "history": {"decisions": [], "can_undo": False, "can_redo": False},
}
MADE = {
    **people_day.MADE,
    "/replays": replay_day.replay(),
    "/me/hint-key": {"public_key": "B" + 86 * "A"},
    "/me/hints": {"id": "h-1", "language": "en"},
}
"""Answers to what is sent, where they are always the same."""


class RefusedError(Exception):
    """An answer that is a problem document."""

    def __init__(self, status: int, code: str, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status = status
        self.document = {
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code,
            "detail": detail,
            **more,
        }


@dataclass(slots=True)
class FakeApi:
    """The server and what happened on it."""

    dist: Path
    city: Path
    url: str = ""
    day: CityDay = field(default_factory=make_day)
    role: str | None = "console"
    is_down: bool = False
    is_guessing: bool = False
    decisions: list[tuple[str, Json]] = field(default_factory=list)
    booked: dict[str, Json] = field(default_factory=dict)
    reports: list[Json] = field(default_factory=list)
    canceled: set[str] = field(default_factory=set)
    contested: list[Json] = field(default_factory=list)
    replays: list[Json] = field(default_factory=list)
    photos: dict[str, bytes] = field(default_factory=dict)
    overlays: list[Json] = field(default_factory=list)
    late: str = ""
    what_if: Json = field(default_factory=dict)
    incidents: list[Json] = field(default_factory=list)
    alter: Callable[[Json], Json] = field(default=lambda route: route)
    """What becomes of the courier's route before it is answered."""
    listeners: list[queue.SimpleQueue[bytes | None]] = field(default_factory=list)
    positions: list[Json] = field(default_factory=list)
    seq: int = 100

    def emit(self, kind: str) -> None:
        """Tell every open page that something happened."""
        self.seq += 1
        event = {"seq": self.seq, "kind": kind, "day": DAY, "at": stamp(NOW), "subjects": {}}
        self._send(f"id: {self.seq}\nevent: {kind}\ndata: {json.dumps(event)}\n\n")

    def show_planner(self, **more: object) -> None:
        """Tell every open page what the planner is at."""
        found = {"is_done": False, "cost_s": 0, "num_unassigned": 0, "spread_minor": None, **more}
        self._send(f"event: planning.progress\ndata: {json.dumps({'day': DAY, **found})}\n\n")

    def _send(self, text: str) -> None:
        for listener in list(self.listeners):
            listener.put(text.encode())

    def hang_up(self) -> None:
        """End every open stream of events."""
        for listener in list(self.listeners):
            listener.put(None)

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Json) -> Json:
        """Answer one request, or raise `RefusedError`."""
        if self.role is None:
            raise RefusedError(401, "not_signed_in", "You are not signed in.")
        rest = path.removeprefix("/v1")
        about_hooks = hooks_day.answer(method, rest, query.get("state", [""])[0], body=body)
        if about_hooks is not None:
            if method != "GET":
                self.decisions.append((f"{method} {rest}", body))
            return about_hooks
        return self._tell(path, query) if method == "GET" else self._do(rest, method, body)

    def _tell(self, path: str, query: dict[str, list[str]]) -> Json:
        member = self.day.members[3 if self.role == "colleague" else 2]
        known = {
            "/v1/me": lambda: answers.me(self.role or ""),
            f"/v1/days/{DAY}": lambda: answers.whole_day(self.day),
            f"/v1/days/{DAY}/history": lambda: answers.history(self.day),
            f"/v1/days/{DAY}/foreseen": lambda: foreseen(self.day, self.overlays, self.late),
            "/v1/overlays": lambda: {"overlays": self.overlays},
            f"/v1/days/{DAY}/incidents": lambda: {"incidents": self.incidents},
            f"/v1/days/{DAY}/what-ifs": lambda: {"what_ifs": []},
            what_if_day.PATH: lambda: what_if_day.answered(self.day, self.what_if),
            **SETUP,
            "/v1/city": answers.city,
            "/v1/city/style.json": lambda: answers.style(query.get("theme", ["light"])[0]),
            "/v1/me/route": lambda: self.alter(courier_answers.my_route(self.day, member)),
            "/v1/me/pay": courier_answers.my_pay,
            "/v1/me/route/directions": lambda: courier_answers.my_directions(self.day, member),
            "/v1/couriers/positions": lambda: {"positions": self.positions},
            "/v1/me/shifts": lambda: courier_answers.my_time(member),
            "/v1/me/statements": courier_answers.my_statements,
            "/v1/me/contestations": lambda: {"contestations": self.contested},
            "/v1/places": lambda: answers.places(query.get("q", [""])[0]),
            "/v1/orders": self._own_orders,
            "/v1/policy": votes.policy,
            "/v1/proposals": votes.all_proposals,
            "/v1/delegations": votes.delegations,
            **people_day.KNOWN,
            "/v1/policy-packs": replay_day.packs,
            "/v1/replays": lambda: {"replays": self.replays},
            replay_day.PATH: replay_day.full_replay,
        }
        if path.startswith("/v1/me/explanations/"):
            return {"sentences": ["Your bicycle was the nearest free one: 4 minutes nearer."]}
        if path not in known:
            empty = answers.whole_day(self.day)
            if path.startswith("/v1/days/"):
                about = path.split("/")[4:]
                if about and about[0] in ON_OTHER_DAYS:
                    return ON_OTHER_DAYS[about[0]]
                nothing: Json = {"plan": None, "proposal": None, "orders": [], "couriers": []}
                counts = dict.fromkeys(empty["counts"], 0)
                own = {"day": path.split("/")[3], "pins": [], "counts": counts}
                return {**empty, **nothing, **own}
            raise RefusedError(404, "not_found", "There is nothing here.")
        return known[path]()

    def _own_orders(self) -> Json:
        own = [ride for ride in self.day.rides.values() if ride.storefront == 0]
        orders = [answers.order(self.day, ride) for ride in own]
        return {"orders": [*self.booked.values(), *orders], "next": None}

    def _do(self, path: str, method: str, body: Json) -> Json:
        direct = {
            "/me/events": self._report,
            "/me/contestations": self._contest,
            "/quotes": self._offer,
            "/orders": self._book,
        }
        if path in direct:
            return direct[path](body)
        self.decisions.append((f"{method} {path}", body))
        by_end = {"moves": self._move, "reorder": self._reorder, "what-ifs": self._suppose}
        by_end |= {"incidents": partial(wrong_day.tell, self.incidents)}
        if path.endswith("/breakdown"):
            return wrong_day.break_down(self.day, path.split("/")[-2], body)
        known = by_end.get(path.rpartition("/")[2])
        if known is not None:
            return known(body)
        if path in MADE:
            return MADE[path]
        if path.startswith("/proposals"):
            return votes.answer(path, body)
        return self._decide(path, body)

    def _decide(self, path: str, body: Json) -> Json:
        if body.get("if_version", self.day.version) != self.day.version:
            raise RefusedError(409, "stale_version", "Another plan is in force by now.")
        if path.endswith(("/publish", "/publish-for")):
            if self.day.proposal:
                self.day.give(*self.day.proposal)
            self.day.proposal = None
        elif path.startswith("/overlays"):
            change_streets(self.overlays, path, body)
        elif path.endswith("/out"):
            return fall_out(self.day, path.split("/")[-2])
        elif path.endswith(("/undo", "/redo")):
            self.day.step(path.rpartition("/")[2])
        elif path.endswith("/discard"):
            self.day.proposal = None
        elif path.endswith("/pins"):
            self.day.pins[body["order_id"]] = body["courier_id"]
        elif "/pins/" in path:
            self.day.pins.pop(path.rpartition("/")[2], None)
        return {}

    def _reorder(self, body: Json) -> Json:
        return reorder(self.day, body)

    def _suppose(self, body: Json) -> Json:
        self.what_if = body
        return what_if_day.asked(body)

    def _contest(self, body: Json) -> Json:
        due = stamp(NOW + timedelta(days=14))
        state = {"state": "open", "answer": "", "answer_by": due, "is_overdue": False}
        self.contested.append({"id": "x-1", "courier_id": "c-2", **body, **state})
        return self.contested[-1]

    def _offer(self, body: Json) -> Json:
        return {**answers.quote(body), "is_estimate": self.is_guessing}

    def _report(self, body: Json) -> Json:
        who = answers.me(self.role or "")["courier_id"]
        if body.get("courier_id", who) != who:
            raise RefusedError(403, "not_allowed", "These are another courier's reports.")
        results = []
        known = {(report["device"], report["sequence"]) for report in self.reports}
        for event in body["events"]:
            key = (body["device"], event["sequence"])
            outcome = "duplicate" if key in known else "applied"
            if outcome == "applied":
                self.reports.append({**event, "device": body["device"], "courier": who})
                if "order_id" in event:
                    self.day.tell(event["kind"], event["order_id"])
            result = {"sequence": event["sequence"], "result": outcome}
            order = event.get("order_id")
            if order in self.canceled and event["kind"] == "picked_up":
                self.day.back.append((order, True))
                result["message"] = "The order was canceled before you picked it up."
            results.append(result)
        return {"results": results, "sent_at": stamp(NOW)}

    def _book(self, body: Json) -> Json:
        key = body.pop("idempotency_key")
        if key not in self.booked:
            ride = self.day.rides["o-159"]
            order = answers.order(self.day, ride)
            reference = body.get("reference", "")
            order |= {"id": f"o-{key[:8]}", "reference": reference, "placed_at": stamp(NOW)}
            self.booked[key] = order
        return self.booked[key]

    def _move(self, body: Json) -> Json:
        order, target = body["order_id"], body["to_courier_id"]
        before = self.day.carrier(order)
        heavy = {"code": "capacity", "message": "92 kg is more than the 40 kg a bike carries."}
        weights = [self.day.rides[one].weight_g for one in (order, *body.get("also", []))]
        violations = [heavy] if target and max(weights) > 40_000 else []
        if violations and not body["dry_run"]:
            detail = violations[0]["message"]
            raise RefusedError(409, "violates_rules", detail, violations=violations)
        changed = [(who, step) for who, step in ((before, -1), (target, 1)) if who]
        effects = []
        for who, step in changed:
            courier = who if isinstance(who, str) else who.id
            effects.append(
                {
                    "courier_id": courier,
                    "stops_before": 20,
                    "stops_after": 20 + 2 * step,
                    "minutes_before": 180,
                    "minutes_after": 180 + 9 * step,
                    "lateness_s_before": 0,
                    "lateness_s_after": 0,
                    "balance_minor_before": 120,
                    "balance_minor_after": 120 + 380 * step,
                }
            )
        if not body["dry_run"]:
            if body["if_version"] != self.day.version:
                raise RefusedError(409, "stale_version", "Another plan is in force by now.")
            for one in (order, *body.get("also", [])):
                self.day.give(one, target)
        return {
            "effects": effects,
            "gini_before": 0.214,
            "gini_after": 0.209,
            "violations": violations,
            "plan_version": None if body["dry_run"] else self.day.version,
        }
