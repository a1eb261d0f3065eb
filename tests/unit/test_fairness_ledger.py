"""The ledger: worked examples E5 and E6, closing periods, leavers and deficits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fairness.balances import capped, decayed
from fairness.ledger import (
    EntryKind,
    LedgerEntry,
    Posting,
    close_period,
    entitlements,
    pay_out_deficits,
    post,
    settle_leaver,
)
from fairness.policy import starter_policy

NOW = datetime(2026, 2, 1, tzinfo=UTC)
POLICY = replace(starter_policy(valid_from=NOW), max_need_percent=130, balance_cap_minor=None)
PAY = {"ada": 14_000, "bo": 30_000, "cy": 5_000}
MINUTES = {"ada": 600, "bo": 1200, "cy": 300}


@pytest.mark.parametrize(
    ("need", "entitled", "balances"),
    [
        (None, (14_000, 28_000, 7_000), (0, 2_000, -2_000)),
        ({"cy": 130}, (13_425, 26_849, 8_726), (575, 3_151, -3_726)),
    ],
)
def test_e5_entitlement_goes_by_hours_and_voted_need(
    need: dict[str, int] | None, entitled: tuple[int, ...], balances: tuple[int, ...]
) -> None:
    """The pot of 49000 over 600, 1200, 300 minutes; with need over 600, 1200, 390.

    The latter is 13424.66, 26849.32, 8726.03: the odd cent goes to .66.
    """
    shares = entitlements(POLICY, PAY, online_s=MINUTES, need_percent=need)

    entries = close_period(POLICY, {}, received_minor=PAY, entitled_minor=shares, at=NOW)

    assert tuple(shares.values()) == entitled
    assert tuple(post(dict.fromkeys(PAY, 0), entries).values()) == balances


def test_e6_decay_keeps_the_zero_sum() -> None:
    """875 per mille of 2001 is 1750.9, down to 1750; 613.08 and 1136.92 share it."""
    balances = decayed({"ada": 701, "bo": 1300, "cy": -2001}, 875)

    assert balances == {"ada": 613, "bo": 1137, "cy": -1750}


def test_the_balances_of_absent_couriers_do_not_fade() -> None:
    """Half of what is ahead among the present would be 500, of what is behind 200: 200 go.

    Cy is on leave with a claim of 600 and keeps all of it.
    """
    balances = {"ada": 1000, "bo": -400, "cy": -600}

    after = decayed(balances, 500, absent={"cy"})

    assert after == {"ada": 800, "bo": -200, "cy": -600}


def test_a_cap_cuts_both_sides_by_the_same() -> None:
    """Cut at 20: ahead 5 + 20, behind 20, so ahead 20 are shared 1 : 4."""
    assert capped({"ada": 5, "bo": 30, "cy": -35}, 20) == {"ada": 4, "bo": 16, "cy": -20}


def test_a_cap_gives_way_to_the_claims_of_the_absent() -> None:
    """Bo and cy are on leave with 50 each, so somebody must stay 100 ahead of them."""
    balances = {"ada": 100, "bo": -50, "cy": -50}

    assert capped(balances, 60, absent={"bo", "cy"}) == balances


@pytest.mark.parametrize("cap", [0, -5])
def test_a_cap_of_nothing_is_refused(cap: int) -> None:
    """Without a ledger the policy says decay 0, not cap 0."""
    with pytest.raises(ValueError, match="Expected a cap > 0"):
        capped({"ada": 0}, cap)


def test_closing_a_period_fades_then_adds_then_caps() -> None:
    """1000 fade to 875; E5 adds 0, 2000, -2000; the cap cuts 2875 and -2875 to 2500."""
    policy = replace(POLICY, balance_cap_minor=2_500)
    old = {"ada": 0, "bo": 1000, "cy": -1000}

    entries = close_period(
        policy,
        old,
        received_minor=PAY,
        entitled_minor={"ada": 14_000, "bo": 28_000, "cy": 7_000},
        at=NOW,
    )

    assert [entry.kind for entry in entries] == [EntryKind.DECAY, EntryKind.PERIOD, EntryKind.CAP]
    assert post(old, entries) == {"ada": 0, "bo": 2500, "cy": -2500}


def test_leave_and_joining_are_neutral() -> None:
    """Di is on leave, eve joined and has not ridden yet: nothing of theirs changes."""
    old = {"ada": 100, "bo": 0, "cy": 300, "di": -400, "eve": 0}
    shares = entitlements(POLICY, PAY, online_s=MINUTES | {"di": 0, "eve": 0})

    entries = close_period(POLICY, old, received_minor=PAY, entitled_minor=shares, at=NOW)

    after = post(old, entries)
    assert (after["di"], after["eve"]) == (-400, 0)


def test_a_period_without_hours_changes_nothing() -> None:
    """Nobody was online, a correction of 70 was paid: it is hers, not the crew's."""
    shares = entitlements(POLICY, {"ada": 70}, online_s={"ada": 0, "bo": 0})

    entries = close_period(POLICY, {}, received_minor={"ada": 70}, entitled_minor=shares, at=NOW)

    assert shares == {"ada": 70, "bo": 0}
    assert entries == ()


@pytest.mark.parametrize("percent", [99, 131])
def test_a_need_weight_beyond_the_vote_is_refused(percent: int) -> None:
    """Members voted for up to 130 percent; below 100 would be a penalty."""
    with pytest.raises(ValueError, match="Expected a need weight from 100 to 130 for 'cy'"):
        entitlements(POLICY, PAY, online_s=MINUTES, need_percent={"cy": percent})


def test_entitlements_that_miss_the_pot_are_refused() -> None:
    """49000 received and 1 entitled would make balances of 48999 out of nothing."""
    with pytest.raises(ValueError, match="Expected postings that sum to 0"):
        close_period(POLICY, {}, received_minor=PAY, entitled_minor={"ada": 1}, at=NOW)


@pytest.mark.parametrize(
    ("courier", "after"),
    [
        ("cy", {"ada": 0, "bo": 0, "cy": 0, "di": 0}),
        ("bo", {"ada": 100, "bo": 0, "cy": -80, "di": -20}),
        ("di", {"ada": 80, "bo": 240, "cy": -320, "di": 0}),
    ],
)
def test_a_leaver_goes_to_zero_and_nobody_else_grows(courier: str, after: dict[str, int]) -> None:
    """Bo's 300 are taken 4 : 1 from those behind; di's -80 1 : 3 from those ahead.

    If cy alone is behind and leaves, everybody is even.
    """
    balances = {"ada": 100, "bo": 300, "cy": -320, "di": -80}
    if courier == "cy":
        balances = {"ada": 100, "bo": 300, "cy": -400, "di": 0}

    entry = settle_leaver(POLICY, balances, courier, at=NOW)

    assert post(balances, [entry]) == after


def test_somebody_who_is_not_in_the_ledger_cannot_leave_it() -> None:
    """A misspelled id must not pass as settled."""
    with pytest.raises(ValueError, match="Expected a courier of the ledger, got 'zoe'"):
        settle_leaver(POLICY, {"ada": 0}, "zoe", at=NOW)


@pytest.mark.parametrize(
    ("surplus", "after"),
    [(300, {"ada": 100, "bo": -75, "cy": -25}), (999, {"ada": 0, "bo": 0, "cy": 0})],
)
def test_deficits_are_paid_from_the_surplus_as_far_as_it_goes(
    surplus: int, after: dict[str, int]
) -> None:
    """Deficits of 300 and 100: 300 leave a quarter of each, 999 more than clear them."""
    balances = {"ada": 400, "bo": -300, "cy": -100}

    entry = pay_out_deficits(POLICY, balances, surplus, at=NOW)

    assert post(balances, [entry]) == after


def test_deficits_are_not_paid_from_a_loss() -> None:
    """A negative surplus would deepen the deficits."""
    with pytest.raises(ValueError, match="Expected a surplus >= 0"):
        pay_out_deficits(POLICY, {}, -1, at=NOW)


@pytest.mark.parametrize(
    ("postings", "message"),
    [
        ((("ada", 5), ("bo", -4)), "sum to 0, got 1"),
        ((("ada", 5), ("ada", -5)), "one posting per courier"),
    ],
)
def test_an_entry_that_does_not_add_up_cannot_exist(
    postings: tuple[tuple[str, int], ...], message: str
) -> None:
    """Double entry: whatever one account gets, others give."""
    made = tuple(Posting(courier=name, amount_minor=amount) for name, amount in postings)

    with pytest.raises(ValueError, match=message):
        LedgerEntry(kind=EntryKind.PERIOD, policy_version=1, at=NOW, postings=made)


def test_balances_that_do_not_sum_to_zero_are_refused() -> None:
    """Somewhere a posting was lost: going on would spread the error."""
    with pytest.raises(ValueError, match="Expected balances that sum to 0, got 3"):
        decayed({"ada": 3}, 875)
