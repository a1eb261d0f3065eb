"""What holds for every file of the repository, which these tests therefore read."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.locks import LOCKS, Lock, stale_locks

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("routing", "fairness", "dispatch", "scenarios", "api")
MAX_LINES = 400
GRAB_BAGS = {"utils", "util", "helpers", "helper", "base", "common", "misc"}
OTHER_WORDS = {"job", "tour", "trip", "rider", "driver", "gig", "dropoff", "customer", "jobs"}
IMPURE_CALLS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "random.random",
    "random.seed",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid4",
}


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python files below the folders, but not those that npm brought."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path


def defined_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield what a module names itself: functions, classes, arguments and annotated values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.lineno


def words_of(name: str) -> set[str]:
    """Split a snake_case or CamelCase name into words."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_no_lock_is_stale() -> None:
    """Each lock names the digest of the dependencies it was made from."""
    assert stale_locks() == ()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_no_address(lock: Lock) -> None:
    """A machine may take packages from any index, and the hash says that they are the same."""
    lines = (ROOT / "requirements" / f"{lock.name}.txt").read_text().splitlines()

    pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
    addresses = [line for line in lines if "://" in line or line.startswith("-")]

    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    assert addresses == []


def test_the_front_end_lock_has_no_address() -> None:
    """As for the Python packages: a lock says what, not where from."""
    lock = ROOT / "api" / "web" / "package-lock.json"
    if not lock.is_file():
        pytest.skip("there is no front-end yet")

    assert '"resolved"' not in lock.read_text()


def test_no_python_file_is_longer_than_400_lines() -> None:
    """A longer file holds more than one thing."""
    paths = modules(*PACKAGES, "tests", "tools", "bench")

    long = {
        str(path.relative_to(ROOT)): num_lines
        for path in paths
        if (num_lines := len(path.read_text().splitlines())) > MAX_LINES
    }

    assert long == {}


def test_no_module_is_a_grab_bag() -> None:
    """A module is named by what it holds, and these names hold anything."""
    paths = modules(*PACKAGES, "tests", "tools", "bench")

    found = [str(path.relative_to(ROOT)) for path in paths if path.stem in GRAB_BAGS]

    assert found == []


def test_code_uses_the_words_of_the_cooperative() -> None:
    """One thing has one name; the compat routes speak other products' dialects and are exempt."""
    found = []

    for path in modules(*PACKAGES):
        if "compat" in path.parts or path.stem.startswith(("vroom", "coopcycle")):
            continue
        for name, line in defined_names(ast.parse(path.read_text())):
            if words_of(name) & OTHER_WORDS:
                found.append(f"{path.relative_to(ROOT)}:{line} {name}")

    assert found == []


def test_routing_and_fairness_take_time_and_chance_as_arguments() -> None:
    """The same input must give the same plan and the same pay on any day and machine."""
    calls = [
        (path.relative_to(ROOT), node.lineno, ast.unparse(node.func))
        for path in modules("routing", "fairness")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    ]

    found = [call for call in calls if call[2] in IMPURE_CALLS]

    assert calls
    assert found == []


def test_the_license_is_the_whole_text() -> None:
    """The text of version 3 of the license, from its title to its last address."""
    text = (ROOT / "LICENSE").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "Version 3, 19 November 2007" in text[:200]
    assert text.rstrip().endswith("<https://www.gnu.org/licenses/>.")
    assert all(f"\n  {number}. " in text for number in range(18))
    assert project["license"] == "AGPL-3.0-or-later"


def test_no_extract_of_a_map_is_committed() -> None:
    """Maps are data under another license; set-up fetches them."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "*.pbf", "*.osm", "*.osm.gz", "*.osm.bz2"],  # noqa: S607 - git is where the machine has it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    outside = [
        name for name in listing.stdout.split("\0") if name and not name.startswith("tests/")
    ]

    assert outside == []
