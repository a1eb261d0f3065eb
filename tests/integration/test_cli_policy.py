"""`commonwheel policy`: packs, words, differences, checks and adoption."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.integration.test_cli_coop import call, new_coop

if TYPE_CHECKING:
    from pathlib import Path


def test_packs_and_laws_are_listed() -> None:
    """With a title in the language asked for, and the law packs' sources."""
    code, out, _ = call("policy", "packs", "--language", "de", "--json")

    listed = json.loads(out)
    assert code == 0
    assert [row["pack"] for row in listed["packs"]][:2] == ["hybrid", "nonprofit"]
    assert listed["packs"][1]["title"] == "Gemeinnützige mit Freiwilligen"
    assert {row["law"] for row in listed["laws"]} == {"de", "es", "eu", "fr"}


def test_a_pack_can_be_changed_checked_compared_and_adopted(tmp_path: Path) -> None:
    """The document that show prints is one that check, diff and adopt take."""
    store = new_coop(tmp_path)
    document = json.loads(call("policy", "show", "union", "--json")[1]) | {"rain_percent": 20}
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(document))

    checked = call("policy", "check", str(file), "--coop", "wheels", "--json", *store)
    compared = call("policy", "diff", "union", str(file), "--language", "fr")
    adopted = call("policy", "adopt", "wheels", str(file), "--json", *store)
    shown = call("policy", "show", "wheels", "--json", *store)
    first = call("policy", "show", "wheels@1", *store)

    assert json.loads(checked[1]) == {"is_valid": True, "law": "eu", "breaking_shifts": []}
    assert compared[1] == "Prime de pluie : passe de 15 % à 20 %, en hausse.\n"
    assert json.loads(adopted[1])["policy_version"] == 2
    assert json.loads(shown[1])["rain_percent"] == 20
    assert "Guaranteed pay per online hour: 15.00 EUR" in first[1]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (
            {"law": "fr", "hourly_floor_minor": 1201, "hourly_rate_minor": 1201},
            "hourly_floor_minor",
        ),
        ({"max_day_s": 60}, "max_day_s"),
        ({"min_daily_rest_s": 86_400}, "min_daily_rest_s"),
        ({"rain_percent": "10"}, "rain_percent"),
        ({"rain_precent": 10}, "did you mean 'rain_percent'"),
    ],
)
def test_a_contradictory_policy_is_refused_with_its_clause(
    tmp_path: Path, changes: dict[str, object], named: str
) -> None:
    """Code 2 and one line that names the clause; adopt says the same and changes nothing."""
    store = new_coop(tmp_path)
    document = json.loads(call("policy", "show", "union", "--json")[1]) | changes
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(document))

    checked = call("policy", "check", str(file))
    adopted = call("policy", "adopt", "wheels", str(file), *store)

    assert (checked[0], adopted[0]) == (2, 2)
    assert named in checked[2]
    assert named in adopted[2]
    assert json.loads(call("policy", "show", "wheels", "--json", *store)[1])["version"] == 1


@pytest.mark.parametrize("text", ["[]", "{", '"x"', "{}", "1e999", '{"currency": "EUR"}'])
def test_a_file_that_is_no_policy_is_one_line_on_stderr(tmp_path: Path, text: str) -> None:
    """Whatever the file holds."""
    file = tmp_path / "bad.json"
    file.write_text(text)

    code, out, err = call("policy", "check", str(file))

    assert (code, out) == (2, "")
    assert err.startswith("commonwheel: Expected ")
    assert err.count("\n") == 1


def test_a_source_that_is_nothing_is_told_what_it_could_be(tmp_path: Path) -> None:
    """A pack, a file or a co-op; a file that is not there, a version that is none."""
    store = new_coop(tmp_path)

    nothing = call("policy", "show", "atlantis", *store)
    missing = call("policy", "show", str(tmp_path / "none.json"))
    version = call("policy", "show", "wheels@9", *store)
    endless = call("policy", "show", f"wheels@{'9' * 30}", *store)
    language = call("policy", "packs", "--language", "tlh")
    moment = call("policy", "adopt", "wheels", "union", "--from", "soon", *store)

    assert [found[0] for found in (nothing, missing, version, language, moment)] == [2] * 5
    assert endless[0] == 2
    assert "Expected a pack (hybrid" in nothing[2]
    assert "--from" in moment[2]
