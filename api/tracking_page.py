"""The recipient's page: written by the server, complete without scripts, calm in any light.

A script of a few lines asks for the page again now and then and puts the new state in the
place of the old one; whoever has no scripts has a link that does the same.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from starlette.responses import HTMLResponse

from api.languages import LANGUAGES
from api.security_headers import CONTENT_SECURITY_POLICY
from dispatch.model import Proof
from dispatch.tracking import LONGEST_NOTE, OPEN, STEPS

if TYPE_CHECKING:
    from datetime import datetime

    from api.words import Words
    from dispatch.tracking import Tracked

NAMES: Final = {
    "en": "English",
    "es": "Español",
    "ca": "Català",
    "fr": "Français",
    "de": "Deutsch",
}
"""Each language as its speakers call it."""


def _read(name: str) -> str:
    return (files("api") / "tracking" / name).read_text().strip()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def tracking_page(
    words: Words, tracked: Tracked, *, path: str, now: datetime, problem: str = ""
) -> HTMLResponse:
    """Write the page.

    Parameters
    ----------
    words
        In the language of the request.
    tracked
        What the recipient may see.
    path
        Of the page itself.
    now
        Since when it is true.
    problem
        What was wrong with a note, in words; empty: nothing.

    Returns
    -------
    HTMLResponse
        Never cached; its own style and script are the only ones that it admits.
    """
    style, script = _read("page.css"), _read("page.js")
    say = words.say
    title = say(f"track.state.{tracked.state}")
    here = f"{path}?lang={words.language}"
    again = f'<p class="again"><a href="{here}">{escape(say("track.again"))}</a></p>'
    content = (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · {escape(tracked.coop)}</title>"
        f'<link rel="icon" href="/icon.svg" type="image/svg+xml"><style>{style}</style></head>'
        f'<body><header><p class="who">{escape(tracked.storefront)}</p>'
        f'<p class="soft">{escape(say("track.brought_by", {"coop": tracked.coop}))}</p></header>'
        f'<main><div id="now" aria-live="polite">{_now(words, tracked, now)}</div>'
        f"{again}{_note(words, tracked, path, problem)}{_contact(words, tracked)}</main>"
        f"<footer>{_languages(words, path)}</footer><script>{script}</script></body></html>"
    )
    policy = CONTENT_SECURITY_POLICY.replace(
        "style-src 'self'", f"style-src 'sha256-{_hash(style)}'"
    ).replace("script-src 'self'", f"script-src 'sha256-{_hash(script)}'")
    return HTMLResponse(
        content,
        status_code=422 if problem else 200,
        headers={
            "content-security-policy": policy,
            "content-language": words.language,
            "cache-control": "no-store",
            "vary": "Accept-Language",
        },
    )


def _clock(tracked: Tracked, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(tracked.time_zone)):%H:%M}"


def _date(words: Words, tracked: Tracked, moment: datetime) -> str:
    day = moment.astimezone(ZoneInfo(tracked.time_zone)).date()
    weekday = words.say(f"track.weekday.{day.weekday()}")
    return words.say(
        "track.date", {"weekday": weekday, "day": day.day, "month": f"{day.month:02d}"}
    )


def _now(words: Words, tracked: Tracked, now: datetime) -> str:
    """Say where the order is, when somebody will come, and what to have ready."""
    say = words.say
    parts = [f"<h1>{escape(say(f'track.state.{tracked.state}'))}</h1>"]
    window = tracked.expected
    if window is not None:
        begins, ends = _clock(tracked, window.earliest), _clock(tracked, window.latest)
        key = "track.between" if begins != ends else "track.around"
        said = escape(say(key, {"from": begins, "to": ends}))
        zone = ZoneInfo(tracked.time_zone)
        if window.latest.astimezone(zone).date() != now.astimezone(zone).date():
            said = f"{escape(_date(words, tracked, window.latest))}, {said}"
        how = escape(say(f"track.by.{tracked.profile}")) if tracked.profile else ""
        parts.append(f'<p class="window">{said}{how and f" <span>{how}</span>"}</p>')
        if tracked.is_planned and window.earliest > tracked.promise:
            late = say("track.later", {"time": _clock(tracked, tracked.promise)})
            parts.append(f'<p class="look">{escape(late)}</p>')
        if not tracked.is_planned:
            parts.append(f'<p class="soft">{escape(say("track.promised"))}</p>')
    facts = {"parcels": tracked.num_parcels, "address": tracked.address}
    key = "track.what.one" if tracked.num_parcels == 1 else "track.what.more"
    parts.append(f"<p>{escape(say(key, facts))}</p>")
    if tracked.pin:
        told = say("track.pin")
        parts.append(f'<p class="pin">{escape(told)} <strong>{" ".join(tracked.pin)}</strong></p>')
    elif tracked.proof is not Proof.NONE and tracked.state in OPEN:
        parts.append(f"<p>{escape(say(f'track.proof.{tracked.proof}'))}</p>")
    parts.append(_steps(words, tracked))
    since = say("track.since", {"time": _clock(tracked, now)})
    parts.append(f'<p class="soft small">{escape(since)}</p>')
    return "".join(parts)


def _steps(words: Words, tracked: Tracked) -> str:
    """List what has been done and what comes; words and marks say it, not color alone."""
    say = words.say
    reached = tracked.state if tracked.state in STEPS else None
    last = STEPS.index(reached) if reached else len(tracked.steps) - 1
    rows = []
    for place, step in enumerate(STEPS):
        is_done = place <= last and (reached is not None or step in tracked.steps)
        if reached is None and not is_done:
            continue
        at = tracked.steps.get(step)
        mark = "✓" if is_done else "·"
        told = say("track.done" if is_done else "track.to_come")
        time = f' <span class="time">{_clock(tracked, at)}</span>' if at else ""
        rows.append(
            f'<li{" class=done" if is_done else ""}><span aria-hidden="true">{mark}</span> '
            f"{escape(say(f'track.step.{step}'))}{time}"
            f'<span class="hidden">, {escape(told)}</span></li>'
        )
    if reached is None:
        ending = escape(say(f"track.step.{tracked.state}"))
        rows.append(f'<li class="done"><span aria-hidden="true">!</span> {ending}</li>')
    return f'<ol aria-label="{escape(say("track.steps"))}">{"".join(rows)}</ol>'


def _note(words: Words, tracked: Tracked, path: str, problem: str) -> str:
    if tracked.state not in OPEN:
        return ""
    say = words.say
    wrong = f'<p id="wrong" class="breaks" role="alert">{escape(problem)}</p>' if problem else ""
    described = (
        ' aria-invalid="true" aria-describedby="wrong hint"'
        if problem
        else (' aria-describedby="hint"')
    )
    return (
        f'<form method="post" action="{path}/note?lang={words.language}">'
        f'<h2><label for="note">{escape(say("track.note.label"))}</label></h2>'
        f'<p id="hint" class="soft">{escape(say("track.note.hint"))}</p>{wrong}'
        f'<textarea id="note" name="note" rows="3" maxlength="{LONGEST_NOTE}"{described}>'
        f"{escape(tracked.note)}</textarea>"
        f"<button>{escape(say('track.note.send'))}</button></form>"
    )


def _contact(words: Words, tracked: Tracked) -> str:
    say = words.say
    told = escape(say("track.contact.text", {"storefront": tracked.storefront}))
    phone = tracked.phone.strip()
    digits = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    call = f'<p><a class="call" href="tel:{digits}">{escape(phone)}</a></p>' if digits else ""
    return f"<section><h2>{escape(say('track.contact.title'))}</h2><p>{told}</p>{call}</section>"


def _languages(words: Words, path: str) -> str:
    links = "".join(
        f'<li><a href="{path}?lang={tag}" lang="{tag}" hreflang="{tag}"'
        f"{' aria-current=true' if tag == words.language else ''}>{NAMES[tag]}</a></li>"
        for tag in LANGUAGES
    )
    return f'<nav aria-label="{escape(words.say("track.languages"))}"><ul>{links}</ul></nav>'
