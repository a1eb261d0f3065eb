"""Messages to phones by way of push services, which cannot read them.

The body is sealed for one phone as RFC 8291 has it; who sends it is shown as in RFC 8292.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from datetime import datetime

ENCODING: Final = "aes128gcm"
RECORD_BYTES: Final = 4096
MOST_BODY_BYTES: Final = RECORD_BYTES - 17
"""What one record holds beside its mark and its tag; a push service takes no second one."""

SALT_BYTES: Final = 16
_AUTH_BYTES: Final = 16
_NUMBER_BYTES: Final = 32
_LAST: Final = b"\x02"
"""Ends the body of the last record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneKeys:
    """What a phone gave to seal messages with.

    Attributes
    ----------
    p256dh
        Its public key: a point of the curve P-256, uncompressed, in base64url.
    auth
        Its secret of 16 bytes, in base64url.

    Raises
    ------
    ValueError
        When one of them is no such thing.
    """

    p256dh: str
    auth: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(_bytes(self.auth)) != _AUTH_BYTES:
            msg = f"Expected a secret of {_AUTH_BYTES} bytes in base64url."
            raise ValueError(msg)
        _public(self.p256dh)


def new_key() -> str:
    """Make a private key that nobody had before, in base64url."""
    made = generate_private_key(SECP256R1()).private_numbers().private_value
    return _text(made.to_bytes(_NUMBER_BYTES))


def public_key(private_key: str) -> str:
    """Give the public key of a private one as browsers take it: the point in base64url."""
    return _text(_point(_private(private_key).public_key()))


def sealed(body: bytes, to: PhoneKeys, *, salt: bytes, once_key: str) -> bytes:
    """Encrypt a body for a phone, as one record of RFC 8188 with the keys of RFC 8291.

    Parameters
    ----------
    body
        What only the phone may read.
    to
        Its keys.
    salt, once_key
        16 random bytes and a private key, both for this one message.

    Returns
    -------
    bytes
        What is posted under the content encoding `ENCODING`.

    Raises
    ------
    ValueError
        When the body does not fit.
    """
    if len(body) > MOST_BODY_BYTES:
        msg = f"Expected at most {MOST_BODY_BYTES} bytes, got {len(body)}."
        raise ValueError(msg)
    mine = _private(once_key)
    sender = _point(mine.public_key())
    shared = mine.exchange(ECDH(), _public(to.p256dh))
    both = b"WebPush: info\x00" + _bytes(to.p256dh) + sender
    secret = _derived(shared, salt=_bytes(to.auth), info=both, length=32)
    key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    head = salt + RECORD_BYTES.to_bytes(4) + len(sender).to_bytes(1) + sender
    return head + AESGCM(key).encrypt(nonce, body + _LAST, None)


def authorization(endpoint: str, *, private_key: str, contact: str, until: datetime) -> str:
    """Show a push service who sends: a token for its origin alone, signed with ES256.

    Parameters
    ----------
    endpoint
        Where the message goes.
    private_key
        Of the co-op; the phone gave its public half when it asked to be told.
    contact
        Address of whom the service may ask, ``https:`` or ``mailto:``.
    until
        From when on the token is worth nothing, within a day.

    Returns
    -------
    str
        The header.
    """
    parts = urlsplit(endpoint)
    head = {"typ": "JWT", "alg": "ES256"}
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(until.timestamp()),
        "sub": contact,
    }
    signed = ".".join(_text(orjson.dumps(part)) for part in (head, claims))
    whole = _private(private_key).sign(signed.encode(), ECDSA(SHA256()))
    signature = b"".join(part.to_bytes(_NUMBER_BYTES) for part in decode_dss_signature(whole))
    return f"vapid t={signed}.{_text(signature)}, k={public_key(private_key)}"


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _private(key: str) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(_bytes(key)), SECP256R1())


def _public(key: str) -> EllipticCurvePublicKey:
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(key))


def _point(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
