"""Where a live stream begins."""

from typing import Annotated

from pydantic import Field

from api.schemas.fields import Params


class LiveParams(Params):
    """After which event to begin; without it, from now on."""

    after: Annotated[int, Field(ge=0, le=2**53)] | None = None
