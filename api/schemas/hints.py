"""Phones that are told when a route changes."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, StringConstraints

from api.schemas.fields import Answer, Body
from dispatch.hinting import PhoneWish
from dispatch.model import HintPhone
from dispatch.posting import LONGEST_URL

Endpoint = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_URL)]
PointText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{87}=?$")]
SecretText = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}(==)?$")]
LanguageName = Literal["en", "es", "ca", "fr", "de"]


class HintPhoneIn(Body):
    """A phone as its browser describes it, and in which language it is told."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "endpoint": "https://push.example/phone/7f3a",
                    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvT"
                    "BHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
                    "language": "en",
                }
            ]
        }
    )

    endpoint: Endpoint
    p256dh: PointText
    auth: SecretText
    language: LanguageName

    def value(self) -> PhoneWish:
        """Give the wish."""
        return PhoneWish(
            endpoint=self.endpoint, p256dh=self.p256dh, auth=self.auth, language=self.language
        )


class HintPhoneOut(Answer):
    """A phone that is told; its address is not shown again."""

    id: str
    language: str

    @classmethod
    def of(cls, phone: HintPhone) -> Self:
        """Write a phone."""
        return cls(id=phone.id, language=phone.language)


class HintKeyOut(Answer):
    """By what a browser asks its push service to let this co-op tell it something."""

    public_key: str
