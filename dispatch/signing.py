"""Signatures of notices, as receivers check them.

References
----------
.. [1] Standard Webhooks, specification of signatures.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def new_hook_secret() -> str:
    """Draw a secret that nobody can guess, as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def standard_headers(
    name: str, *, timestamp_s: int, body: bytes, hook_secrets: Sequence[str]
) -> dict[str, str]:
    """Sign a body as Standard Webhooks has it.

    Parameters
    ----------
    name
        Id of the notice.
    timestamp_s
        When it is sent, in seconds since 1970.
    body
        What is sent.
    hook_secrets
        One signature each; the receiver accepts any that it knows.

    Returns
    -------
    dict
        Headers ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature``.
    """
    signed = f"{name}.{timestamp_s}.".encode() + body
    signatures = [
        "v1," + _mac(base64.b64decode(secret.removeprefix(PREFIX)), signed)
        for secret in hook_secrets
    ]
    return {
        "webhook-id": name,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": " ".join(signatures),
    }


def coopcycle_signature(body: bytes, secret: str) -> str:
    """Sign a body as CoopCycle does: with the secret as it is written."""
    return _mac(secret.encode(), body)


def _mac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()
