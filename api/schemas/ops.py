"""Health of the process."""

from api.schemas.fields import Answer


class HealthOut(Answer):
    """The process answers."""

    status: str


class ReadyOut(Answer):
    """The store answers and the cities are loaded."""

    status: str
    cities: list[str]
