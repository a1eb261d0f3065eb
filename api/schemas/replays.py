"""Replays of weeks under several policies."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body
from api.verdict_words import verdict_text
from api.words import Words
from dispatch.model import MOST_WEEKS, Replay

Source = Annotated[
    str, Field(max_length=80, pattern=r"^(in_force|pack:[a-z0-9_]+|proposal:[A-Za-z0-9._:-]+)$")
]


class ReplayIn(Body):
    """Which policies are compared, and over how many weeks."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"policies": ["in_force", "pack:worker_coop"], "num_weeks": 4}]
        }
    )

    policies: Annotated[list[Source], Field(min_length=2, max_length=3)]
    num_weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 4


def _title(source: str, words: Words) -> str:
    """Say where a policy is from."""
    kind, _, name = source.partition(":")
    return words.say(f"pack.{name}.title" if kind == "pack" else f"replay.source.{kind}")


class ReplayOut(Answer):
    """A replay and how far it has come, in days under one policy after the other."""

    id: str
    state: str
    message: str
    policies: list[str]
    titles: list[str]
    num_weeks: int
    num_done: int
    num_days: int
    asked_at: datetime
    published_at: datetime | None

    @classmethod
    def of(cls, one: Replay, words: Words) -> Self:
        """Write a replay."""
        return cls(
            id=one.id,
            state=one.state.value,
            message=words.say(f"replay.state.{one.state.value}"),
            policies=[policy.source for policy in one.policies],
            titles=[_title(policy.source, words) for policy in one.policies],
            num_weeks=one.num_weeks,
            num_done=one.num_done,
            num_days=one.num_days,
            asked_at=one.asked_at,
            published_at=one.published_at,
        )


class ReplaysOut(Answer):
    """The last replays, the newest first."""

    replays: list[ReplayOut]


class ReplayedCourierOut(Answer):
    """What a courier would have had."""

    courier: str
    name: str
    online_s: int
    orders: int
    travel_s: int
    earned_minor: int
    base_minor: int
    top_up_minor: int
    pay_minor: int


class ReplayedPolicyOut(Answer):
    """What the weeks came to under a policy; changes are against the first."""

    policy: str
    currency: str
    orders: int
    delivered: int
    orders_per_hour: float
    busy_percent: float
    gini_earned: float
    gini_pay: float
    below_floor_percent: float
    pay_minor: int
    top_up_minor: int
    travel_min_per_order: float
    travel_change_percent: float | None
    click_to_door_min: float
    click_to_door_change_min: float
    lateness_min: float
    lever: str
    verdict: str
    gini_by_day: list[float]
    couriers: list[ReplayedCourierOut]

    @classmethod
    def of(
        cls, written: Mapping[str, Any], names: Mapping[str, str], words: Words, *, only: str | None
    ) -> Self:
        """Write figures as the replay left them, with a sentence for the verdict."""
        found = written["verdict"]
        shown = {name: written[name] for name in cls.model_fields if name in written}
        return cls(
            **{
                **shown,
                "verdict": verdict_text(words, found["code"], found["values"]),
                "couriers": [
                    ReplayedCourierOut(
                        **{key: one[key] for key in ReplayedCourierOut.model_fields if key in one},
                        name=names.get(one["courier"], one["courier"]),
                    )
                    for one in written["couriers"]
                    if only in {None, one["courier"]}
                ],
            }
        )


class ReplayResultOut(Answer):
    """What a replay found."""

    is_drawn: bool
    policies: list[ReplayedPolicyOut]

    @classmethod
    def of(
        cls, result: str, names: Mapping[str, str], words: Words, *, only: str | None = None
    ) -> Self:
        """Write a result, with the rows of all couriers or of one."""
        written = json.loads(result)
        return cls(
            is_drawn=written["is_drawn"],
            policies=[
                ReplayedPolicyOut.of(one, names, words, only=only) for one in written["policies"]
            ],
        )


class FullReplayOut(Answer):
    """A replay with what it found, once it is done."""

    replay: ReplayOut
    result: ReplayResultOut | None
