"""Small instances of our own in each format come out as worked out by hand."""

from __future__ import annotations

from pathlib import Path

from routing.report import solve_text

INSTANCES = Path(__file__).parent / "instances"


def text_of(name: str) -> str:
    """Return the content of an instance beside this file."""
    return (INSTANCES / name).read_text(encoding="utf-8")


def test_a_lilim_instance_is_solved() -> None:
    """0 -> 1 (5) -> 2 (5) -> 3 (sqrt 52) -> 4 (5) -> 0 (3), with the wait for 100 at node 3.

    The route leaves at 0, reaches node 3 long before 100, and is home 5 + 5 + 5 + 3 later.
    """
    report = solve_text(text_of("square.lilim.txt"), "lilim", iterations=50, seed=1)

    assert report["feasible"]
    assert report["routes"] == [[1, 2, 3, 4]]
    assert report["vehicles"] == 1
    assert report["distance"] == 5 + 5 + 52**0.5 + 5 + 3
    assert report["duration"] == 100 + 5 + 5 + 5 + 3


def test_a_sartori_instance_is_solved() -> None:
    """5 + 3 + 3 + 3 + 8 minutes; 5 + 7 do not fit at once, and node 4 opens after 1 has closed."""
    report = solve_text(text_of("square.sartori.txt"), "sartori", iterations=50, seed=1)

    assert report["feasible"]
    assert report["vehicles"] == 1
    assert report["distance"] == 22
    assert report["routes"] == [[1, 2, 3, 4]]


def test_a_vroom_instance_is_solved() -> None:
    """Only vehicle 1 has skill 1 for job 11, and it passes all other places on the way to 3.

    Job 10 leaves 2 of 4 on board free up to place 1; after it 3 + 1 fit. The leg to place 3
    and back is 600 s and 2400 m, so vehicle 2 would only cost more.
    """
    report = solve_text(text_of("square.vroom.json"), "vroom", iterations=50, seed=1)

    assert report["feasible"]
    assert report["vehicles"] == 1
    assert report["distance"] == 2400
    assert set(report["routes"][0]) == {10, 11, 20, 21}
    assert report["routes"][0].index(20) < report["routes"][0].index(21)
    assert report["unassigned"] == []
