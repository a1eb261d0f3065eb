"""The circuit breaker as a value, on a clock that the test turns."""

from __future__ import annotations

import pytest

from routing.providers.circuit import Circuit


def test_failures_in_a_row_open_it_and_time_lets_one_try() -> None:
    """Two failures; after ten seconds one request tries, and no second one meanwhile."""
    circuit = Circuit(threshold=2, rest=10.0)

    once = circuit.failed(0.0)
    twice = once.failed(1.0)
    trying = twice.tried(11.0)

    assert once.is_closed
    assert not twice.allows(10.9)
    assert twice.allows(11.0)
    assert not trying.allows(11.5)
    assert trying.allows(21.0)


def test_a_success_between_failures_starts_the_count_anew() -> None:
    """Only failures in a row count, and a closed circuit is not changed by trying."""
    circuit = Circuit(threshold=2).failed(0.0).succeeded().failed(1.0)

    assert circuit.is_closed
    assert circuit.tried(2.0) is circuit


def test_a_failed_try_opens_it_for_as_long_again() -> None:
    """And a successful one closes it."""
    opened = Circuit(threshold=1, rest=10.0).failed(0.0)

    assert opened.tried(10.0).failed(12.0).open_until == 22.0
    assert opened.tried(10.0).succeeded() == Circuit(threshold=1, rest=10.0)


@pytest.mark.parametrize(("threshold", "rest"), [(0, 1.0), (1, -1.0), (1, float("nan"))])
def test_senseless_numbers_are_refused(threshold: int, rest: float) -> None:
    """A circuit that never closes or never opens is no circuit."""
    with pytest.raises(ValueError, match="Expected threshold >= 1 and rest >= 0"):
        Circuit(threshold=threshold, rest=rest)
