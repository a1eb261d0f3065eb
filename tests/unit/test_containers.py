"""The Dockerfile and `compose.yaml` say what the code understands, as far as reading shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.cli.app import make_app
from dispatch.config import PREFIX, READERS, read_settings

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {f"{PREFIX}DB_PASSWORD"}
"""What only `compose.yaml` itself reads."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """Return the file with its anchors merged in."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return read


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions, lines that go on put together."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_every_setting_that_is_passed_is_one_and_can_be_read(compose: dict[str, Any]) -> None:
    """With a password in place of the variable, the API's and the worker's settings are good."""
    known = {PREFIX + name.upper() for name in READERS}
    text = (ROOT / "compose.yaml").read_text() + (ROOT / "Dockerfile").read_text()

    assert set(re.findall(rf"{PREFIX}[A-Z_]+", text)) - OUTSIDE <= known
    for name in ("api", "worker"):
        values = {
            key: re.sub(r"\$\{\w+:[?-]([^}]*)\}", r"\1", value)
            for key, value in compose["services"][name]["environment"].items()
        }
        settings = read_settings({**values, f"{PREFIX}CITIES_DIR": "/cities"})
        assert settings.store_url.startswith("postgresql://commonwheel:")
        assert settings.has_worker is (name == "worker")


def test_images_are_named_without_a_registry(
    compose: dict[str, Any], steps: list[tuple[str, str]]
) -> None:
    """A name and a version: where images come from is the machine's own setting."""
    images = [service["image"] for service in compose["services"].values()]
    images += [rest.split()[0] for word, rest in steps if word == "FROM"]

    assert images
    assert all(re.fullmatch(r"[a-z]+(:[a-z0-9.-]+)?", image) for image in images)


def test_whoever_is_waited_for_can_say_that_they_are_healthy(compose: dict[str, Any]) -> None:
    """The API's image has its own check; databases have theirs here, and keep data in volumes."""
    services = compose["services"]

    for service in services.values():
        for name, how in service.get("depends_on", {}).items():
            is_checked = "healthcheck" in services[name] or services[name].get("build") == "."
            assert how["condition"] != "service_healthy" or is_checked
        for mount in service.get("volumes", []):
            assert mount.partition(":")[0] in compose["volumes"]
    commands = {command.name for command in make_app().registered_commands}
    assert {services[name]["command"][0] for name in ("api", "worker")} <= commands


def test_the_image_is_built_in_stages_and_runs_as_nobody_special(
    steps: list[tuple[str, str]],
) -> None:
    """Compilers and npm stay in stages that are thrown away; what serves cannot change itself."""
    stages = [number for number, (word, _) in enumerate(steps) if word == "FROM"]
    last = steps[stages[-1] :]

    assert len(stages) == 3
    assert [rest for word, rest in last if word == "USER"] == ["commonwheel"]
    assert [word for word, _ in last].index("USER") < [word for word, _ in last].index("CMD")
    assert "HEALTHCHECK" in [word for word, _ in last]
    assert not any("pip install" in rest or "npm" in rest for _, rest in last)


def test_what_is_copied_is_there_and_is_not_ignored(steps: list[tuple[str, str]]) -> None:
    """A build sees only what `.dockerignore` lets through."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    seen = {line[1:] for line in ignored if line.startswith("!")}
    copied = [
        source
        for word, rest in steps
        if word == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]

    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert any(source == one or source.startswith(f"{one}/") for one in seen), source


def test_packages_are_installed_by_hash(steps: list[tuple[str, str]]) -> None:
    """As on any other machine; the last one is our own, without its dependencies."""
    installs = [rest for word, rest in steps if word == "RUN" and "pip install" in rest]

    assert ["--require-hashes" in installs[0], "--no-deps" in installs[1]] == [True, True]
    assert not any("://" in rest or "index" in rest for _, rest in steps if "install" in rest)
