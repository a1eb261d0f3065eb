"""Hints to phones in the words of their couriers' languages."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import partial

from api.languages import load_catalogs
from dispatch.hinter import HintWriter
from dispatch.web_push import SALT_BYTES, new_key

SENTENCE = "hint.route_changed"


def hint_writer(contact: str) -> HintWriter:
    """Make what writes the hints of an installation.

    Parameters
    ----------
    contact
        Its address, for push services that have a question.

    Returns
    -------
    HintWriter
        It says what the catalogs say.
    """
    catalogs = load_catalogs()
    return HintWriter(
        contact=contact,
        say=lambda language: catalogs.say(language, SENTENCE),
        token_clock=partial(datetime.now, UTC),
        new_salt=partial(secrets.token_bytes, SALT_BYTES),
        new_key=new_key,
    )
