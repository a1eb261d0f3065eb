"""Keep the collection of cycles from stopping a server again and again.

A server holds hundreds of thousands of objects that never go: modules, routes, streets, shapes
of bodies. Python walks through all of them whenever it looks for cycles among what is old,
which stops every request for a fifth of a second. What was made before the first request is
set aside instead; what is made later is looked through less often, for little of it are cycles.
"""

from __future__ import annotations

import gc
from typing import Final

YOUNG: Final = 20_000
"""Objects more than before after which the young ones are looked through; 700 is usual."""

OLDER: Final = (10, 10)
"""How many times the younger ones are looked through before the older ones are, as usual."""


def settle() -> None:
    """Set aside everything that there is, once a process is ready to serve.

    It is freed as ever when nobody refers to it any more; only cycles among it stay.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *OLDER)
