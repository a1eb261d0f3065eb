"""`commonwheel coop`, `sign-in-link`, `key` and `audit` on a new store."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.cli import Streams, run
from dispatch.closing import close
from dispatch.keys import PREFIX
from dispatch.model import Actor, CoopId, Courier, CourierId, MemberId, Role
from dispatch.rostering import add_courier
from dispatch.store import open_store
from tests.dispatch_world import COOP, DISPATCHER
from tests.faults.week import MONDAY, WEEK, found_week

if TYPE_CHECKING:
    from pathlib import Path


NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def call(*arguments: str) -> tuple[int, str, str]:
    """Run a command in this process; give its code, output and errors."""
    out, err = io.StringIO(), io.StringIO()
    code = run(arguments, Streams(out=out, err=err))
    return code, out.getvalue(), err.getvalue()


def new_coop(tmp_path: Path) -> tuple[str, str]:
    """Found a co-op in a new store; give the option that names the store."""
    store = ("--store", f"sqlite:///{tmp_path / 'store.sqlite'}")
    code, _, err = call("coop", "add", "wheels", "--name", "Two Wheels", "--city", "grid", *store)
    assert (code, err) == (0, "")
    return store


def test_a_founded_co_op_is_listed_and_founded_only_once(tmp_path: Path) -> None:
    """The second time its id is taken: wrong input."""
    store = new_coop(tmp_path)

    listed = call("coop", "list", "--json", *store)
    again = call("coop", "add", "wheels", "--name", "Again", "--city", "grid", *store)

    assert json.loads(listed[1])["coops"] == [
        {
            "coop": "wheels",
            "name": "Two Wheels",
            "city": "grid",
            "time_zone": "UTC",
            "day_begins": "00:00",
        }
    ]
    assert again == (2, "", "commonwheel: There is a co-op 'wheels' already.\n")


def test_links_and_keys_are_printed_once_and_never_stored(tmp_path: Path) -> None:
    """The store keeps digests: neither secret stands anywhere in its file."""
    store = new_coop(tmp_path)

    link = call("sign-in-link", "wheels", "--role", "dispatcher", "--name", "Aino", *store)
    key = call("key", "add", "wheels", "--role", "member", "--name", "audit", *store, "--json")

    secrets = [link[1].strip().rsplit("/", maxsplit=1)[1], json.loads(key[1])["key"]]
    assert all(secret.startswith(PREFIX) for secret in secrets)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(secret.encode() in kept for secret in secrets)


def test_a_key_is_listed_changed_and_ended_by_its_id(tmp_path: Path) -> None:
    """The id is printed with the secret; the old key is good for as long as was said."""
    store = new_coop(tmp_path)
    add = ("key", "add", "wheels", "--role", "member", "--name", "audit", *store)

    plain = call(*add)[1].split()
    made = json.loads(call(*add, "--json")[1])
    changed = json.loads(
        call("key", "rotate", "wheels", made["id"], "--overlap-hours", "0", *store, "--json")[1]
    )
    ended = json.loads(call("key", "revoke", "wheels", changed["id"], *store, "--json")[1])
    listed = json.loads(call("key", "list", "wheels", *store, "--json")[1])["keys"]
    unknown = call(*add, "--scope", "everything")

    assert (plain[0], plain[2]) == ("id", "key")
    assert changed["replaces"] == made["id"]
    assert changed["key"].startswith(PREFIX)
    assert ended["state"] == "ended"
    assert {one["id"]: one["state"] for one in listed} == {
        plain[1]: "good",
        made["id"]: "ended",
        changed["id"]: "ended",
    }
    assert not any("cw_" in value for one in listed for value in one.values())
    assert unknown[0] == 2
    assert "webhooks" in unknown[2]


def test_a_table_in_a_pipe_has_all_of_it_as_it_was_written(tmp_path: Path) -> None:
    """The ids that `rotate` and `revoke` take are not cut, a line is a key, brackets stay."""
    store = new_coop(tmp_path)
    name = "[/web] :bike: " * 8
    add = ("key", "add", "wheels", "--role", "member", "--name", name, *store, "--json")
    made = [json.loads(call(*add)[1])["id"] for _ in range(2)]

    code, out, err = call("key", "list", "wheels", *store)

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["id", "name", "role", "for", "scopes", "pages", "state", "until"]
    assert sorted(line.split()[0] for line in lines[1:]) == sorted(made)
    assert all(name.strip() in line for line in lines[1:])


def test_an_access_for_nobody_is_refused(tmp_path: Path) -> None:
    """A courier's link must say which courier, and the courier must exist."""
    store = new_coop(tmp_path)

    which = call("sign-in-link", "wheels", "--role", "courier", "--name", "Aino", *store)
    unknown = call(
        "sign-in-link", "wheels", "--role", "courier", "--courier", "x", "--name", "X", *store
    )
    elsewhere = call("key", "add", "spokes", "--role", "member", "--name", "x", *store)

    assert [code for code, _, _ in (which, unknown, elsewhere)] == [2, 2, 2]
    assert "--courier ID" in which[2]
    assert "courier 'x'" in unknown[2]
    assert "wheels" in elsewhere[2]


def test_days_of_work_begin_when_the_co_op_says(tmp_path: Path) -> None:
    """At four, then at half past three; 4 alone, 24:00 and a quarter past eight are refused."""
    store = ("--store", f"sqlite:///{tmp_path / 'store.sqlite'}")
    named = ("coop", "add", "wheels", "--name", "Two Wheels", "--city", "grid", *store)
    refused = [call(*named, "--day-begins", text) for text in ("4", "24:00", "08:15", "03:60")]
    founded = call(*named, "--day-begins", "04:00")

    changed = call("coop", "change", "wheels", "--day-begins", "03:30", "--json", *store)

    assert [code for code, _, _ in refused] == [2] * 4
    assert "a time from 00:00 to 08:00, got '03:60'" in refused[-1][2]
    assert founded[0] == 0
    assert json.loads(changed[1]) == {"coop": "wheels", "day_begins": "03:30"}
    listed = json.loads(call("coop", "list", "--json", *store)[1])
    assert listed["coops"][0]["day_begins"] == "03:30"


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    """Days of the co-op would have no beginning."""
    code, _, err = call(
        *("coop", "add", "wheels", "--name", "x", "--city", "grid", "--time-zone", "Moon/Base"),
        *("--store", f"sqlite:///{tmp_path / 'store.sqlite'}"),
    )

    assert code == 2
    assert "Moon/Base" in err


def test_a_changed_event_breaks_the_chain_and_the_command_says_where(tmp_path: Path) -> None:
    """The first event of a new co-op is its policy's adoption; change it, and link 1 breaks."""
    store = new_coop(tmp_path)
    whole = call("audit", "verify", "--json", *store)
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as connection, connection:
        connection.execute("UPDATE event SET actor = 'somebody else' WHERE seq = 1")

    broken = call("audit", "verify", "--json", *store)

    assert whole[0] == 0
    assert json.loads(whole[1])["coops"][0]["intact"] is True
    assert broken[0] == 1
    assert json.loads(broken[1])["coops"][0]["broken_at"] == 1


def test_a_changed_or_shortened_ledger_is_found_and_named(tmp_path: Path) -> None:
    """Entry 2 with another amount breaks link 2; without its end, the log of events knows."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    found_week(url)
    with closing(open_store(url)) as store:
        store.write(COOP, lambda tx: close(tx, DISPATCHER, WEEK, now=MONDAY)).result()

    def verify(statement: str) -> tuple[int, object, object]:
        copy = tmp_path / "copy.sqlite"
        copy.write_bytes((tmp_path / "store.sqlite").read_bytes())
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute(statement)
        code, out, _ = call("audit", "verify", "--json", "--store", f"sqlite:///{copy}")
        (row,) = json.loads(out)["coops"]
        return code, row["first_broken"], row["ledger_broken_at"]

    whole = verify("UPDATE ledger SET seq = seq")
    changed = verify("UPDATE ledger SET bookings = replace(bookings, '0', '1') WHERE seq = 2")
    moved = verify("UPDATE ledger SET cites = 'else' WHERE seq = 3")
    cut = verify("DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)")
    paid = verify(
        "UPDATE statement SET pay = replace(pay, '\"amount_minor\":', '\"amount_minor\":1')"
    )

    assert whole == (0, None, None)
    assert changed == (1, "ledger 2", 2)
    assert moved == (1, "ledger 3", 3)
    assert cut[0] == 1
    assert str(cut[1]).startswith("ledger ")
    assert paid[0] == 1
    assert str(paid[1]).startswith("statement 2026-03-02/2026-03-08/")


def test_a_courier_s_time_is_agreed_and_listed(tmp_path: Path) -> None:
    """1.15 times as long is 1150 thousandths; what is no factor or nobody ends in one line."""
    store = new_coop(tmp_path)
    kept = open_store(store[1])
    actor = Actor(coop=CoopId("wheels"), member=MemberId("test"), role=Role.DISPATCHER)
    ada = Courier(id=CourierId("ada"), name="Ada", initials="AD")
    kept.write(actor.coop, lambda tx: add_courier(tx, actor, ada, now=NOW)).result()
    kept.close()

    set_ = call("courier", "time", "wheels", "ada", "1.15", *store, "--json")
    listed = call("courier", "list", "wheels", *store, "--json")
    wrong = [
        call("courier", "time", "wheels", name, factor, *store)
        for name, factor in (("ada", "9"), ("ada", "nan"), ("ada", "0"), ("bea", "1.1"))
    ]

    assert json.loads(set_[1])["time_permille"] == 1150
    assert json.loads(listed[1])["couriers"] == [json.loads(set_[1])]
    assert [code for code, _, _ in wrong] == [2, 2, 2, 2]
    assert [err.count("\n") for _, _, err in wrong] == [1, 1, 1, 1]
