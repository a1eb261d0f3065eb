"""Small made-up days of the meal delivery routing problem, as the texts of their files."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TERMS = (
    "meters_per_minute\tpickup service minutes\tdropoff service minutes\ttarget click-to-door\t"
    "maximum click-to-door\tpay per order\tguaranteed pay per hour\n320\t4\t4\t40\t90\t10\t15\n"
)


def files_of(
    *,
    restaurants: Sequence[tuple[int, int]],
    orders: Sequence[tuple[int, int, int, int, int]],
    couriers: Sequence[tuple[int, int, int, int]],
) -> dict[str, str]:
    """Write a day: orders are x, y, placement, restaurant, ready; couriers x, y, on, off."""

    def table(head: str, rows: Sequence[Sequence[object]]) -> str:
        return "\n".join([head, *("\t".join(map(str, row)) for row in rows)]) + "\n"

    return {
        "restaurants.txt": table(
            "restaurant\tx\ty", [(f"r{i}", *place) for i, place in enumerate(restaurants, 1)]
        ),
        "orders.txt": table(
            "order\tx\ty\tplacement_time\trestaurant\tready_time",
            [(f"o{i}", x, y, p, f"r{r}", e) for i, (x, y, p, r, e) in enumerate(orders, 1)],
        ),
        "couriers.txt": table(
            "courier\tx\ty\ton_time\toff_time", [(f"c{i}", *c) for i, c in enumerate(couriers, 1)]
        ),
        "instance_parameters.txt": TERMS,
    }


def drawn_files(*, num_orders: int, num_couriers: int, seed: int) -> dict[str, str]:
    """Draw a day of three hours in a town of 5 km, with three restaurants."""
    stream = random.Random(seed)  # noqa: S311 - made-up days, no secret
    place = [(stream.randrange(5000), stream.randrange(5000)) for _ in range(100)]
    orders = []
    for index in range(num_orders):
        placed = stream.randrange(10, 150)
        ready = placed + stream.randrange(5, 30)
        orders.append((*place[index], placed, 1 + stream.randrange(3), ready))
    return files_of(
        restaurants=place[-3:],
        orders=orders,
        couriers=[
            (*place[-4 - index], 30 * (index % 2), 150 + 10 * (index % 4))
            for index in range(num_couriers)
        ],
    )


def store(folder: Path, files: Mapping[str, str]) -> Path:
    """Put a day's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
