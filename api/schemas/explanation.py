"""Why an order is mine."""

from api.schemas.fields import Answer


class OwnTermsOut(Answer):
    """What the order adds to my route, and where it puts me among the crew."""

    added_s: int
    added_m: int
    imbalance_s: int
    balance_minor: int


class NextTermsOut(Answer):
    """What the next in the ranking would have needed beyond me; nobody is named."""

    extra_s: int
    extra_m: int
    extra_imbalance_s: int


class ExplanationOut(Answer):
    """Why an order is mine: sentences, and the terms behind them."""

    order_id: str
    message: str
    sentences: list[str]
    is_pinned: bool
    is_first: bool | None
    rank: int | None
    candidates: int
    own: OwnTermsOut | None
    next: NextTermsOut | None
    plan_version: int
    policy_version: int
    clauses: list[str]
