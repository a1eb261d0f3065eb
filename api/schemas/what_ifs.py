"""What a change would do to a day."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body, Identifier, Timestamp, WindowIn, WindowOut
from api.schemas.plans import FiguresOut, PlanOut
from api.words import Words
from dispatch.model import CourierId, ExtraShift, OrderId, OtherWindow, Supposition, WhatIf, Window
from routing.streets.overlays import MOST_TIME
from routing.streets.weather import Weather

MOST_CHANGES = 20
MOST_EPS = 1000
MOST_LAMBDA_S = 86_400


class ExtraShiftIn(Body):
    """One courier more, who rides and begins like a colleague."""

    like_courier_id: Identifier
    from_: Timestamp = Field(alias="from")
    to: Timestamp


class OtherWindowIn(Body):
    """An order at another time."""

    order_id: Identifier
    window: WindowIn


class WhatIfIn(Body):
    """What would be different; what is not named is as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"fewer": ["c-1"], "eps_permille": 50}]}
    )

    more: Annotated[list[ExtraShiftIn], Field(max_length=MOST_CHANGES)] = Field(
        default_factory=list
    )
    fewer: Annotated[list[Identifier], Field(max_length=MOST_CHANGES)] = Field(default_factory=list)
    windows: Annotated[list[OtherWindowIn], Field(max_length=MOST_CHANGES)] = Field(
        default_factory=list
    )
    eps_permille: Annotated[int, Field(ge=0, le=MOST_EPS)] | None = None
    lambda_s: Annotated[int, Field(ge=0, le=MOST_LAMBDA_S)] | None = None
    weather: Annotated[Weather, Field(strict=False)] | None = None
    time_permille: Annotated[int, Field(ge=100, le=MOST_TIME)] | None = None

    def value(self) -> Supposition:
        """Give what is supposed."""
        return Supposition(
            more=tuple(
                ExtraShift(like=CourierId(one.like_courier_id), starts_at=one.from_, ends_at=one.to)
                for one in self.more
            ),
            fewer=tuple(map(CourierId, self.fewer)),
            windows=tuple(
                OtherWindow(order=OrderId(one.order_id), window=one.window.value())
                for one in self.windows
            ),
            eps_permille=self.eps_permille,
            lambda_s=self.lambda_s,
            weather=None if self.weather is None else str(self.weather),
            time_permille=self.time_permille,
        )


class ExtraShiftOut(Answer):
    """One courier more, as the answer's plan calls them."""

    courier_id: str
    like_courier_id: str
    window: WindowOut


class OtherWindowOut(Answer):
    """An order at another time."""

    order_id: str
    window: WindowOut


class SupposedOut(Answer):
    """What would be different."""

    more: list[ExtraShiftOut]
    fewer: list[str]
    windows: list[OtherWindowOut]
    eps_permille: int | None
    lambda_s: int | None
    weather: str | None
    time_permille: int | None

    @classmethod
    def of(cls, supposed: Supposition) -> Self:
        """Write it."""
        return cls(
            more=[
                ExtraShiftOut(
                    courier_id=name,
                    like_courier_id=one.like,
                    window=WindowOut.of(Window(earliest=one.starts_at, latest=one.ends_at)),
                )
                for name, one in zip(supposed.names_of_more, supposed.more, strict=True)
            ],
            fewer=list(supposed.fewer),
            windows=[
                OtherWindowOut(order_id=one.order, window=WindowOut.of(one.window))
                for one in supposed.windows
            ],
            eps_permille=supposed.eps_permille,
            lambda_s=supposed.lambda_s,
            weather=supposed.weather,
            time_permille=supposed.time_permille,
        )


class WhatIfOut(Answer):
    """A question what a change would do, and how far its answer is."""

    id: str
    day: str
    state: str
    message: str
    asked_at: datetime
    supposed: SupposedOut
    num_done: int
    num_steps: int

    @classmethod
    def of(cls, one: WhatIf, words: Words) -> Self:
        """Write a question."""
        return cls(
            id=one.id,
            day=one.day.isoformat(),
            state=one.state.value,
            message=words.say(f"what_if.state.{one.state.value}"),
            asked_at=one.asked_at,
            supposed=SupposedOut.of(one.supposed),
            num_done=one.num_done,
            num_steps=one.num_steps,
        )


class WhatIfsOut(Answer):
    """The last questions about a day, the newest first."""

    what_ifs: list[WhatIfOut]


class FullWhatIfOut(Answer):
    """A question with its answer.

    `plan` is what was found for the day as supposed; nobody can publish it. `usual` measures
    what the same search finds for the day as it is.
    """

    what_if: WhatIfOut
    usual: FiguresOut | None
    plan: PlanOut | None

    @classmethod
    def of(cls, one: WhatIf, words: Words) -> Self:
        """Write a question with its answer."""
        return cls(
            what_if=WhatIfOut.of(one, words),
            usual=None if one.usual is None else FiguresOut.of(one.usual),
            plan=None if one.found is None else PlanOut.of(one.found, lines={}, words=words),
        )
