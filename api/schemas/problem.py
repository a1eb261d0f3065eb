"""Shape of problem documents, for OpenAPI."""

from api.schemas.fields import Answer, Said


class FaultOut(Answer):
    """One place of a request that is wrong."""

    pointer: str | None = None
    parameter: str | None = None
    detail: str


class MeaningOut(Answer):
    """What a problem's code means."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class ProblemOut(MeaningOut):
    """Why not (RFC 9457)."""

    errors: list[FaultOut] | None = None
    violations: list[Said] | None = None
