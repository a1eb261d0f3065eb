"""Random numbers inside kernels: xorshift128+, its state two words of the caller.

References
----------
.. [1] Vigna, S. (2017). Further scramblings of Marsaglia's xorshift generators. Journal of
       Computational and Applied Mathematics 315.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.kernel import bare_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


def random_state(seed: int) -> NDArray[np.uint64]:
    """Return the state of a stream that begins at a seed."""
    return np.random.SeedSequence(abs(seed)).generate_state(2, np.uint64) | np.uint64(1)


@bare_kernel
def chance(state: NDArray[np.uint64]) -> float:
    """Draw a number from 0 to 1, 1 excluded."""
    older, newer = state[0], state[1]
    state[0] = newer
    older ^= older << np.uint64(23)
    state[1] = older ^ newer ^ (older >> np.uint64(18)) ^ (newer >> np.uint64(5))
    return float(np.float64((state[1] + newer) >> np.uint64(11)) * (1.0 / 9007199254740992.0))


@bare_kernel
def choose(state: NDArray[np.uint64], number: int) -> int:
    """Draw a whole number from 0 to `number`, which is excluded."""
    return int(chance(state) * number)
