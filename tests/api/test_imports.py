"""Files of orders over HTTP: handed over, looked at, booked in the background, handed back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from dispatch.imports.csv_file import decoded

if TYPE_CHECKING:
    from tests.api_world import World

FILE = "Bestellnummer;Lieferadresse;kg\nA1;{street} 3;2,5\n=A2;@nowhere;1\nA1;{street} 5;1\n"


@pytest.fixture
def street(world: World) -> str:
    """Return the name of a street of the made city."""
    found = world.ask("storefront", "GET", "/v1/places?q=elm").json()["places"]
    return str(found[0]["label"]).rsplit(" ", maxsplit=1)[0]


def hand_over(world: World, content: bytes, role: str = "storefront", more: str = "") -> Any:  # noqa: ANN401 - a JSON document
    """Send a file and return the answer."""
    headers = {**world.bearer(role), "content-type": "text/csv", "accept-language": "en"}
    address = f"/v1/imports?name=monday.csv{more}"
    return world.client.post(address, content=content, headers=headers)


def finish(world: World, name: str) -> dict[str, Any]:
    """Book what is left, beside the thread that does so, and return the import."""
    importer = world.app.state.services.importer
    while importer.run_once():
        pass
    known: dict[str, Any] = world.ask("storefront", "GET", f"/v1/imports/{name}").json()
    return known


def reading_of(known: dict[str, Any]) -> dict[str, Any]:
    """Return the guess as the body of the next request."""
    return {
        "fields": [column["field"] for column in known["columns"]],
        "decimal_mark": known["decimal_mark"],
        "day_order": known["day_order"],
    }


def test_a_file_is_guessed_previewed_booked_and_handed_back(world: World, street: str) -> None:
    """One of three rows is good; the others come back harmless, with the reason in German."""
    answer = hand_over(world, FILE.format(street=street).encode())
    known = answer.json()
    path = f"/v1/imports/{known['id']}"
    preview = world.ask("storefront", "POST", f"{path}/preview", reading_of(known)).json()
    started = world.ask("storefront", "POST", f"{path}/start", reading_of(known))
    done = finish(world, known["id"])
    german = {"accept-language": "de"}
    back = world.ask("storefront", "GET", f"{path}/refused.csv", headers=german)

    assert answer.status_code == 201
    assert [(c["name"], c["field"]) for c in known["columns"]] == [
        ("Bestellnummer", "reference"),
        ("Lieferadresse", "address"),
        ("kg", "weight_kg"),
    ]
    assert known["columns"][2]["samples"] == ["2,5", "1", "1"]
    assert known["decimal_mark"] == ","
    assert preview["rows"][0]["order"]["weight_g"] == 2500
    assert preview["rows"][1]["reasons"][0]["code"] == "address_unknown"
    assert started.status_code == 202
    counts = [done[f"num_{what}"] for what in ("rows", "booked", "known", "refused", "done")]
    assert (done["state"], counts) == ("done", [3, 1, 1, 1, 3])
    assert back.headers["content-disposition"] == 'attachment; filename="refused.csv"'
    lines = decoded(back.content).splitlines()
    assert lines[0] == "Bestellnummer;Lieferadresse;kg;Warum nicht"
    assert lines[1].startswith("'=A2;'@nowhere;1;")
    assert "Es gibt schon einen Auftrag mit der Referenz A1" in lines[2]


def test_what_was_handed_back_goes_in_again_once_it_is_mended(world: World, street: str) -> None:
    """The shielded reference is read as it was; the column of reasons is no column of ours."""
    known = hand_over(world, FILE.format(street=street).encode()).json()
    path = f"/v1/imports/{known['id']}"
    world.ask("storefront", "POST", f"{path}/start", reading_of(known))
    finish(world, known["id"])
    english = {"accept-language": "en"}
    back = world.ask("storefront", "GET", f"{path}/refused.csv", headers=english)
    mended = decoded(back.content).replace("'@nowhere", f"{street} 7")

    again = hand_over(world, mended.encode()).json()
    world.ask("storefront", "POST", f"/v1/imports/{again['id']}/start", reading_of(again))
    done = finish(world, again["id"])

    assert [column["field"] for column in again["columns"]] == [
        "reference",
        "address",
        "weight_kg",
        None,
    ]
    assert (done["num_booked"], done["num_known"]) == (1, 1)
    orders = world.ask("storefront", "GET", "/v1/orders").json()["orders"]
    assert "=A2" in {order["reference"] for order in orders}


def test_a_workbook_is_as_good_as_text(world: World, street: str) -> None:
    """By its bytes, whatever the request says that it is."""
    book = Workbook()
    assert book.active is not None
    book.active.append(("Address", "Weight"))
    book.active.append((f"{street} 3", 1.5))
    file = io.BytesIO()
    book.save(file)

    known = hand_over(world, file.getvalue()).json()
    body = reading_of(known)
    preview = world.ask("storefront", "POST", f"/v1/imports/{known['id']}/preview", body).json()

    assert preview["rows"][0]["order"]["weight_g"] == 1500


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "file_not_table"),
        (b"", "file_empty"),
        (b"a,b\n", "file_empty"),
        (b"to\n" + b"x\n" * 10_001, "file_too_large"),
        (b"x" * (8 * 1024 * 1024 + 1), "body_too_large"),
    ],
    ids=["PDF", "nothing", "heading", "rows", "bytes"],
)
def test_a_file_of_another_shape_is_refused_plainly(
    world: World, content: bytes, code: str
) -> None:
    """Each with its own sentence on what to do."""
    problem = hand_over(world, content).json()

    assert problem["code"] == code
    assert problem["status"] in {413, 422}


def test_a_table_about_something_else_says_which_columns_it_has(world: World) -> None:
    """Nothing is booked from a list of wines; its columns are named, and what is missing."""
    known = hand_over(world, b"Wine,Year\nRioja,2019\n").json()

    problem = world.ask(
        "storefront", "POST", f"/v1/imports/{known['id']}/start", {"fields": [None, None]}
    ).json()

    assert (problem["status"], problem["code"]) == (422, "columns_missing")
    assert "Wine, Year" in problem["detail"]


def test_imports_of_others_are_not_there(world: World, street: str) -> None:
    """Byte for byte as a missing one, for another storefront and for another co-op."""
    known = hand_over(world, FILE.format(street=street).encode()).json()
    body = reading_of(known)
    for method, rest, sent in (
        ("GET", "", None),
        ("POST", "/preview", body),
        ("POST", "/start", body),
        ("POST", "/stop", None),
        ("GET", "/refused", None),
        ("GET", "/refused.csv", None),
    ):
        missing = world.ask("storefront", method, f"/v1/imports/{'0' * 8}{rest}", sent)
        for role, coop in (("other_storefront", "Two Wheels"), ("storefront", "Other Wheels")):
            path = f"/v1/imports/{known['id']}{rest}"
            other = world.ask(role, method, path, sent, coop=coop)

            assert other.status_code == missing.status_code == 404
            assert other.content.replace(known["id"].encode(), b"0" * 8) == missing.content
    assert world.ask("other_storefront", "GET", "/v1/imports").json() == {"imports": []}


def test_a_dispatcher_hands_over_for_a_storefront(world: World, street: str) -> None:
    """Which one must be said, and must be one of the co-op."""
    content = FILE.format(street=street).encode()
    shop = world.home.storefronts[0]

    given = hand_over(world, content, "dispatcher", f"&storefront_id={shop}").json()
    unsaid = hand_over(world, content, "dispatcher")
    foreign = hand_over(world, content, "dispatcher", "&storefront_id=foreign-shop")

    assert given["storefront_id"] == shop
    assert [answer.status_code for answer in (unsaid, foreign)] == [404, 404]


def test_refused_rows_are_listed_and_a_started_import_does_not_start_again(
    world: World, street: str
) -> None:
    """The number of all, and as many as were asked for."""
    known = hand_over(world, FILE.format(street=street).encode()).json()
    path = f"/v1/imports/{known['id']}"
    world.ask("storefront", "POST", f"{path}/start", reading_of(known))
    finish(world, known["id"])

    again = world.ask("storefront", "POST", f"{path}/start", reading_of(known))
    stopped = world.ask("storefront", "POST", f"{path}/stop")
    listed = world.ask("storefront", "GET", f"{path}/refused?limit=1").json()

    assert [answer.status_code for answer in (again, stopped)] == [409, 409]
    assert (listed["num"], [row["number"] for row in listed["rows"]]) == (2, [3])
