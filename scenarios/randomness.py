"""Seeded random streams: one per purpose, so that a change in one leaves the others alone."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Open the random stream of one purpose.

    Parameters
    ----------
    seed
        Seed of the scenario, >= 0.
    purpose
        Name of what the numbers are for.

    Returns
    -------
    numpy.random.Generator
        The same numbers for the same pair, on every machine.

    Raises
    ------
    ValueError
        When the seed is negative.
    """
    if seed < 0:
        msg = f"Expected a seed >= 0, got {seed}."
        raise ValueError(msg)
    return np.random.default_rng([seed, crc32(purpose.encode())])
