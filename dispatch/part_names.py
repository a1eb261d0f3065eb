"""What the parts of a consignment are called."""

from __future__ import annotations


def numbered(reference: str, number: int) -> str:
    """Call a part of a consignment by the storefront's name for all of it."""
    return f"{reference}/{number}" if reference and number > 1 else reference


def part_of(first: str, number: int) -> str:
    """Name a part of a consignment by the first, so that names sort in their order."""
    return first if number == 1 else f"{first}-{number:02}"
