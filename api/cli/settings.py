"""What commands take from the environment, and the store that they open."""

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.config import Settings
    from dispatch.store import Store


def settings() -> "Settings":
    """Read the settings of this process."""
    from dispatch.config import read_settings

    return read_settings(os.environ)


@contextmanager
def opened_store(url: str | None, *, create: bool = True) -> "Iterator[Store]":
    """Open the store at a URL, or the one of the settings, and close it behind the block.

    Parameters
    ----------
    url
        Where the store is; ``None``: as the settings say.
    create
        Whether to make one where there is none.

    Yields
    ------
    Store
        Open.

    Raises
    ------
    ValueError
        When there is no such store or it cannot be opened.
    """
    from dispatch.errors import StoreUnavailable
    from dispatch.store import open_store

    try:
        store = open_store(url or settings().store_url, create=create)
    except StoreUnavailable as error:
        raise ValueError(str(error)) from error
    try:
        yield store
    finally:
        store.close()
