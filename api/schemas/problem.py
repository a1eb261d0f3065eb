"""Shape of problem documents, for OpenAPI."""

from pydantic import Field

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


class ViolationOut(Answer):
    """One place of a request that is wrong, as CoopCycle's clients read it."""

    property_path: str = Field(alias="propertyPath")
    message: str


class HydraProblemOut(MeaningOut):
    """Why not, for CoopCycle's clients: a problem document and Hydra in one object."""

    errors: list[FaultOut] | None = None
    violations: list[ViolationOut] | None = None
    context: str = Field(alias="@context")
    kind: str = Field(alias="@type")
    hydra_title: str = Field(alias="hydra:title")
    hydra_description: str = Field(alias="hydra:description")
