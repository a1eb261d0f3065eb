"""A statement of pay as a page of its own: readable by screen readers, printable, no scripts."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING, Final

from api.security_headers import CONTENT_SECURITY_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.statement_view import LineView, StatementView

_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{margin:0 auto;max-width:60rem;padding:24px;font:16px/1.5 system-ui,sans-serif;"
    "background:#fff;color:#1d1b16}"
    "h1{font-size:28px;line-height:1.2;margin:0 0 4px}h2{font-size:20px;margin:32px 0 8px}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:16px 0}"
    "dt{color:#5b564b}dd{margin:0}.wide{overflow-x:auto}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:start;padding:6px 12px 6px 0;border-bottom:1px solid #d8d2c4;"
    "vertical-align:top}"
    ".number{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}"
    "tr.total th,tr.total td{font-weight:700;border-bottom:0}small{color:#5b564b}"
    "@media(prefers-color-scheme:dark){body{background:#191714;color:#f1ece2}"
    "dt,small{color:#b9b2a2}th,td{border-color:#4a463d}}"
    "@media print{body{max-width:none;padding:0}}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
PAGE_POLICY: Final = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'", f"style-src 'sha256-{_STYLE_HASH}'"
)
"""Content-Security-Policy of the page: its own style and nothing else."""


def statement_page(view: StatementView) -> str:
    """Write a statement as an HTML document.

    Returns
    -------
    str
        Complete, without anything from elsewhere.
    """
    heads = view.headings
    columns = ("line", "quantity", "rule", "amount")
    titles = "".join(
        f'<th scope="col"{_number(name)}>{escape(heads[name])}</th>' for name in columns
    )
    facts = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in view.facts)
    kinds = "".join(
        f'<th scope="col">{escape(heads[name])}</th>' for name in ("records", "line", "time")
    )
    return (
        f'<!doctype html><html lang="{view.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(view.title)} · {escape(view.courier)}</title>"
        f"<style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(view.title)}</h1><p>{escape(view.courier)} · {escape(view.coop)}</p>"
        f"<dl>{facts}</dl>"
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(view.title)}">'
        f"<table><thead><tr>{titles}</tr></thead><tbody>{_lines(view.lines)}</tbody>"
        f"<tfoot>{_sums(view.sums)}</tfoot></table></div>"
        f"<p><small>{escape(view.footnote)}</small></p>"
        f'<h2>{escape(heads["records"])}</h2><div class="wide" tabindex="0" role="region" '
        f'aria-label="{escape(heads["records"])}"><table><thead><tr>{kinds}</tr></thead>'
        f"<tbody>{_records(view.records)}</tbody></table></div>"
        "</main></body></html>"
    )


def _number(name: str) -> str:
    return ' class="number"' if name in {"quantity", "amount"} else ""


def _lines(lines: Iterable[LineView]) -> str:
    return "".join(
        f'<tr><th scope="row">{escape(line.label)}{_note(line)}</th>'
        f'<td class="number">{escape(line.quantity_text)}</td>'
        f"<td>{escape(line.rule)}<br><small>{escape(line.clause)} · {len(line.records)}</small>"
        f'</td><td class="number">{escape(line.amount_text)}</td></tr>'
        for line in lines
    )


def _note(line: LineView) -> str:
    return f"<br><small>{escape(line.note)}</small>" if line.note else ""


def _sums(sums: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f'<tr{_total(number == len(sums))}><th scope="row" colspan="3">{escape(name)}</th>'
        f'<td class="number">{escape(amount)}</td></tr>'
        for number, (name, amount) in enumerate(sums, start=1)
    )


def _total(is_last: bool) -> str:  # noqa: FBT001 - the one thing that it asks
    return ' class="total"' if is_last else ""


def _records(records: Iterable[tuple[str, str, str]]) -> str:
    return "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(kind)}</td><td>{escape(when)}</td></tr>"
        for name, kind, when in records
    )
