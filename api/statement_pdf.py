"""A statement of pay as a PDF, in the letters of the maps."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from api.statement_view import StatementView

PLAIN: Final = "SourceSans"
BOLD: Final = "SourceSans-Bold"
SMALL: Final = 7
USUAL: Final = 9
LARGE: Final = 18
MARGIN: Final = 48
COLUMNS: Final = (4.2, 2.0, 4.6, 2.0)
"""Relative widths: for, how much, rule, amount."""


def statement_pdf(view: StatementView) -> bytes:
    """Write a statement as a PDF; the same statement gives the same bytes.

    Returns
    -------
    bytes
        A4, as many pages as it takes; headings are repeated on each.
    """
    # The library is large, and few requests need it.
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.platypus import (  # noqa: PLC0415
        LongTable,
        Paragraph,
        SimpleDocTemplate,
        Spacer,
    )

    _register_fonts()
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"{view.title}, {view.courier}",
        author=view.coop,
        lang=view.language,
        invariant=1,
    )
    heads = view.headings
    small, usual, title = _style(SMALL), _style(USUAL), _style(LARGE, BOLD)
    lines = [[heads[name] for name in ("line", "quantity", "rule", "amount")]]
    lines += [
        [
            Paragraph(_text(line.label, line.note), usual),
            line.quantity_text,
            Paragraph(f"{_text(line.rule)} ({_text(line.clause)})", small),
            line.amount_text,
        ]
        for line in view.lines
    ]
    sums = [[name, "", "", amount] for name, amount in view.sums]
    records = [[heads[name] for name in ("records", "line", "time")]]
    records += [[Paragraph(_text(name), small), kind, when] for name, kind, when in view.records]
    width = document.width
    unit = width / sum(COLUMNS)
    document.build(
        [
            Paragraph(_text(view.title), title),
            Spacer(0, 4),
            Paragraph(_text(f"{view.courier} · {view.coop}"), usual),
            Spacer(0, 8),
            LongTable([list(fact) for fact in view.facts], hAlign="LEFT", style=_facts()),
            Spacer(0, 8),
            LongTable(
                [*lines, *sums],
                colWidths=[unit * part for part in COLUMNS],
                repeatRows=1,
                style=_table(num_sums=len(sums), num_rows=len(lines) + len(sums)),
            ),
            Spacer(0, 8),
            Paragraph(_text(view.footnote), small),
            Spacer(0, 12),
            LongTable(
                records,
                colWidths=[width * 0.5, width * 0.2, width * 0.3],
                repeatRows=1,
                style=_table(num_sums=0, num_rows=len(records)),
            ),
        ]
    )
    return out.getvalue()


def _text(text: str, note: str = "") -> str:
    from xml.sax.saxutils import escape  # noqa: PLC0415 - escapes, parses nothing

    return f"{escape(text)}<br/>{escape(note)}" if note else escape(text)


def _register_fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    folder = files("font_source_sans_pro") / "files"
    known = set(getRegisteredFontNames())
    for name, file in ((PLAIN, "SourceSansPro-Regular.ttf"), (BOLD, "SourceSansPro-Bold.ttf")):
        if name not in known:
            registerFont(TTFont(name, BytesIO((folder / file).read_bytes())))


def _style(size: int, font: str = PLAIN) -> Any:  # noqa: ANN401 - the library has no types
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

    return ParagraphStyle(f"{font}-{size}", fontName=font, fontSize=size, leading=size * 1.3)


def _facts() -> list[tuple[Any, ...]]:
    return [
        ("FONT", (0, 0), (-1, -1), PLAIN, USUAL),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]


def _table(*, num_sums: int, num_rows: int) -> list[tuple[Any, ...]]:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), PLAIN, USUAL),
        ("FONT", (0, 0), (-1, 0), BOLD, USUAL),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#b8b2a4")),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
    ]
    if num_sums:
        last, first = num_rows - 1, num_rows - num_sums
        style += [
            ("ALIGN", (1, 0), (1, -1), "RIGHT"),
            ("ALIGN", (3, 0), (3, -1), "RIGHT"),
            ("LINEABOVE", (0, first), (-1, first), 1.0, HexColor("#1d1b16")),
            ("FONT", (0, last), (-1, last), BOLD, USUAL),
        ]
    return style
