"""The few pages that the server writes itself: home, sign-in, and problems for people."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from api.security_headers import CONTENT_SECURITY_POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.problems import Problem
    from api.words import Words

_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;"
    "box-sizing:border-box;font:16px/1.5 system-ui,sans-serif;background:#f6f2ea;color:#1d1b16}"
    "main{max-width:26rem;width:100%}h1{font-size:28px;line-height:1.2;margin:0 0 12px}"
    "p{margin:0 0 20px}button{font:inherit;font-weight:600;min-height:48px;width:100%;"
    "padding:0 20px;border:0;border-radius:8px;background:#1f5c42;color:#fff;cursor:pointer}"
    "button:focus-visible{outline:3px solid #c47f17;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{background:#191714;color:#f1ece2}"
    "button{background:#8fd3b0;color:#10251b}}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'",
    f"style-src 'sha256-{_STYLE_HASH}'",
)


def home_page(words: Words) -> HTMLResponse:
    """Say what this is and how to sign in.

    Returns
    -------
    HTMLResponse
        In the language of the request.
    """
    return _page(words, title="Commonwheel", text=words.say("page.home.text"))


def sign_in_page(words: Words) -> HTMLResponse:
    """Ask with one button whether to sign in; a link that is only fetched is not used up.

    Returns
    -------
    HTMLResponse
        In the language of the request.
    """
    button = escape(words.say("page.sign_in.button"))
    return _page(
        words,
        title=words.say("page.sign_in.title"),
        text=words.say("page.sign_in.text"),
        form=f'<form method="post"><button>{button}</button></form>',
    )


def problem_page(words: Words, problem: Problem) -> HTMLResponse:
    """Say a problem to a person in front of a browser.

    Returns
    -------
    HTMLResponse
        With the problem's status.
    """
    key = f"problem.{problem.code}"
    return _page(
        words,
        title=words.say(f"{key}.title"),
        text=words.say(f"{key}.detail", problem.values),
        status=problem.status,
        headers=problem.headers,
    )


def _page(  # noqa: PLR0913 - the parts of a page
    words: Words,
    *,
    title: str,
    text: str,
    form: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    content = (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)} · Commonwheel</title>"
        f'<link rel="icon" href="/icon.svg" type="image/svg+xml"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(text)}</p>{form}</main></body></html>"
    )
    return HTMLResponse(
        content,
        status_code=status,
        headers={
            "content-security-policy": _POLICY,
            "content-language": words.language,
            "cache-control": "no-store",
            "vary": "Accept-Language",
            **(headers or {}),
        },
    )
