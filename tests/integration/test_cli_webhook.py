"""`commonwheel webhook` on a store with an order."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.cli import Streams, run
from tests.dispatch_hooks import Ears, notifier_of
from tests.dispatch_world import COOP, MORNING, SHOP, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://shop.example/hook"


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a co-op with a courier."""
    with opened_world(address(tmp_path), "ada") as made:
        yield made


@pytest.fixture
def store(world: World, tmp_path: Path) -> str:
    """Return the URL of the co-op's store."""
    assert world
    return address(tmp_path)


def address(folder: Path) -> str:
    """Name the store in a folder."""
    return f"sqlite:///{folder / 'store.db'}"


def hook(store: str, *arguments: str) -> dict[str, Any]:
    """Run a command about webhooks that must work; give what it prints as JSON."""
    name, *rest = arguments
    code, out, err = call("webhook", name, COOP, *rest, "--store", store, "--json")
    assert (code, err) == (0, "")
    told: dict[str, Any] = json.loads(out)
    return told


def test_a_subscription_is_added_listed_changed_and_removed(store: str) -> None:
    """The secret is printed when it is made or changed, and stands in no list."""
    made = hook(store, "add", URL, "--storefront", SHOP, "--kind", "order.delivered")
    name = str(made["subscription"])

    listed = hook(store, "list")
    changed = hook(store, "rotate", name)
    removed = hook(store, "remove", name)

    assert str(made["secret"]).startswith("whsec_")
    (row,) = listed["subscriptions"]
    assert row == {key: made[key] for key in row}
    assert "secret" not in row
    assert changed["secret"] != made["secret"]
    assert removed == {"removed": name}
    assert hook(store, "list") == {"subscriptions": []}


def test_wrong_input_is_one_line(store: str) -> None:
    """An unknown kind, an inner address, a subscription that is not there."""
    wrong = [
        ("add", COOP, URL, "--kind", "order.eaten"),
        ("add", COOP, "https://10.0.0.1/"),
        ("add", COOP, URL, "--storefront", "nobody"),
        ("rotate", COOP, "nothing"),
        ("send", COOP, "nothing"),
    ]

    answers = [call("webhook", *arguments, "--store", store) for arguments in wrong]

    assert [code for code, _, _ in answers] == [2] * len(wrong)
    assert all(err.count("\n") == 1 for _, _, err in answers)
    assert "order.delivered" in answers[0][2]


def test_the_log_shows_what_the_last_try_brought_and_sends_again(world: World, store: str) -> None:
    """Delivered with 200; asked for once more, it waits for a worker."""
    hook(store, "add", URL)
    world.order(6000, 5000)
    notifier = notifier_of(world, Ears(), [MORNING])
    notifier.run_once()
    notifier.close()

    (row,) = hook(store, "log", "--most", "5")["notices"]
    again = hook(store, "send", str(row["notice"]))

    assert (row["type"], row["state"], row["last"]) == ("order.placed", "delivered", "200")
    assert again["state"] == "waiting"
