"""The page on fairness says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from fairness.clauses import CLAUSES

PAGE = Path(__file__).parents[2] / "docs" / "fairness.md"


def test_every_clause_of_a_policy_has_a_heading_in_the_order_of_the_rulebook() -> None:
    """Members look a clause up by its name; one without a heading cannot be voted on."""
    text = PAGE.read_text(encoding="utf-8")

    headings = re.findall(r"^### (\w+)$", text, flags=re.MULTILINE)

    assert headings == list(CLAUSES)
