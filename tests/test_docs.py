"""The documentation knows what the code knows: each name has a heading, and no heading is stale."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from api.errors import RULE_STATUSES
from api.problems import STATUSES
from dispatch.config import PREFIX, READERS, Settings, read_settings
from dispatch.errors import RuleError
from dispatch.events import EventKind
from fairness.policy import Policy

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def headings_of(page: str) -> set[str]:
    """Read the headings of a page that are names of the code, written in back-ticks."""
    return set(re.findall(r"(?m)^#+ `([^`]+)`$", (DOCS / page).read_text()))


def codes_below(error: type[RuleError]) -> set[str]:
    """Gather the codes of a rule error and of every kind of it."""
    return {error.code}.union(*(codes_below(kind) for kind in error.__subclasses__()))


def test_each_event_has_a_heading() -> None:
    """Whoever reads the live stream or the audit log finds what each kind means."""
    assert headings_of("events.md") == {str(kind) for kind in EventKind}


def test_each_error_code_has_a_heading() -> None:
    """A storefront's programmer looks up the code of a problem document."""
    assert headings_of("errors.md") == {*STATUSES, *codes_below(RuleError)}


def test_the_documented_status_is_the_one_that_is_sent() -> None:
    """The first word below an error's heading is its HTTP status."""
    text = (DOCS / "errors.md").read_text()

    documented = {
        code: int(status) for code, status in re.findall(r"### `(\w+)`\n\n(\d{3})\. ", text)
    }

    assert documented == {**STATUSES, **RULE_STATUSES}


def test_each_policy_clause_has_a_heading() -> None:
    """Members vote on clauses, so each is explained in plain words."""
    assert headings_of("policy.md") == {field.name for field in fields(Policy)}


def test_each_setting_has_a_heading() -> None:
    """Whoever runs an installation finds every variable that it reads."""
    assert headings_of("settings.md") == {PREFIX + name.upper() for name in READERS}


def test_the_documented_defaults_are_the_defaults() -> None:
    """Setting every variable to its documented default is the same as setting none."""
    text = (DOCS / "settings.md").read_text()
    documented = dict(re.findall(r"## `(\w+)`\n\nDefault: (.*)\n", text))
    environment = {
        name: "" if value == "none" else value.strip("`") for name, value in documented.items()
    }

    settings = read_settings(environment)

    assert len(documented) == len(READERS)
    assert settings == Settings()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_to_a_file_leads_somewhere(page: Path) -> None:
    """A link inside the repository names a file that is there."""
    links = re.findall(r"\]\(([^)#]+)", page.read_text())

    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_make_command_is_a_target(page: Path) -> None:
    """What a reader copies from the documentation works."""
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text()))
    commands = re.findall(r"(?m)(?:^\$ |`)(?:\w+=\S+ )?make ([a-z]+)", page.read_text())

    assert set(commands) <= targets
    assert targets


def test_the_readme_names_the_two_commands() -> None:
    """The first screen says what to type."""
    console = re.findall(r"(?s)```console\n(.*?)```", (ROOT / "README.md").read_text())

    assert console[0].splitlines() == ["$ make demo", "$ make test"]
