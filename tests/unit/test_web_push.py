"""Messages to phones: sealed as RFC 8291 has it, signed as RFC 8292 has it."""

from __future__ import annotations

import json

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from dispatch.web_push import (
    MOST_BODY_BYTES,
    PhoneKeys,
    authorization,
    new_key,
    public_key,
    sealed,
)
from tests.dispatch_world import MORNING
from tests.phone_keys import Phone, bytes_of, text_of

ONCE_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
PHONE = PhoneKeys(
    p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvT"
    "BHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth="BTBZMqHH6r4Tts7J_aSIgg",
)
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_a_message_is_sealed_as_the_example_of_rfc_8291_is() -> None:
    """Keys, salt, plain text and message of its section 5, byte for byte."""
    plain = b"When I grow up, I want to be a watermelon"

    message = sealed(plain, PHONE, salt=bytes_of(SALT), once_key=ONCE_KEY)

    assert text_of(message) == MESSAGE


def test_a_phone_reads_what_was_sealed_for_it_and_another_does_not() -> None:
    """The largest body that fits; one byte more is refused."""
    mine, other = Phone(), Phone()
    keys = PhoneKeys(p256dh=mine.p256dh, auth=mine.auth)
    said = {"x": "x" * (MOST_BODY_BYTES - 9)}
    body = json.dumps(said).encode()

    message = sealed(body, keys, salt=b"s" * 16, once_key=new_key())

    assert len(message) == 4096 + 86
    assert mine.opened(message) == said
    with pytest.raises(InvalidTag):
        other.opened(message)
    with pytest.raises(ValueError, match="at most 4079 bytes, got 4080"):
        sealed(body + b" ", keys, salt=b"s" * 16, once_key=new_key())


def test_a_push_service_can_check_who_sends() -> None:
    """The token names the origin alone, ends at its time, and is signed with the key it shows."""
    key = new_key()

    header = authorization(
        "https://push.example:8443/phone/7f3a?a=b",
        private_key=key,
        contact="https://wheel.example",
        until=MORNING,
    )

    assert header.startswith("vapid t=")
    token, _, shown = header.removeprefix("vapid t=").partition(", k=")
    head, claims, signature = token.split(".")
    assert shown == public_key(key)
    assert json.loads(bytes_of(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(bytes_of(claims)) == {
        "aud": "https://push.example:8443",
        "exp": int(MORNING.timestamp()),
        "sub": "https://wheel.example",
    }
    known = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), bytes_of(shown))
    both = bytes_of(signature)
    parts = encode_dss_signature(int.from_bytes(both[:32]), int.from_bytes(both[32:]))
    known.verify(parts, f"{head}.{claims}".encode(), ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        known.verify(parts, f"{head}.{claims}x".encode(), ECDSA(SHA256()))


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        (PHONE.p256dh, "c2hvcnQ"),
        ("BAAA", PHONE.auth),
        (text_of(b"\x04" + bytes(63) + b"\x01"), PHONE.auth),
    ],
    ids=["a short secret", "a short point", "a point beside the curve"],
)
def test_what_is_no_phones_key_is_refused(p256dh: str, auth: str) -> None:
    """Else it would fail only when there is something to tell."""
    with pytest.raises(ValueError, match=r"secret|point|key"):
        PhoneKeys(p256dh=p256dh, auth=auth)


def test_no_secret_is_in_what_a_phone_is_printed_as() -> None:
    """Logs and tracebacks print values."""
    assert PHONE.auth not in repr(PHONE)
