"""Files of many orders: how they are read, what would be booked, how far it has come."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.fields import Answer, Body, Identifier, LocationOut, Params, Said, WindowOut
from api.schemas.orders import MoneyOut
from dispatch.imports import columns
from dispatch.imports.sheet import MOST_COLUMNS
from dispatch.model import DayOrder, Order, OrderImport, Reading

FieldName = Literal[
    "reference",
    "address",
    "street",
    "house_number",
    "postcode",
    "city",
    "location",
    "lat",
    "lon",
    "contact",
    "phone",
    "note",
    "description",
    "num_parcels",
    "weight_kg",
    "weight_g",
    "volume_l",
    "day",
    "from",
    "to",
    "window",
    "ready",
    "pickup",
    "proof",
]
assert set(FieldName.__args__) == set(columns.Field)  # type: ignore[attr-defined]  # noqa: S101 - Literal cannot be made from an enum

FileName = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ImportParams(Params):
    """The name of a file, and for whom it is."""

    name: FileName = "orders"
    storefront_id: Identifier | None = None


class ReadingIn(Body):
    """How a file is read: what each column holds, in order; null is nothing of use."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"fields": ["reference", "address", None, "weight_kg"]}],
        },
    )

    fields: Annotated[list[FieldName | None], Field(max_length=MOST_COLUMNS)]
    decimal_mark: Literal[".", ","] = "."
    day_order: Literal["dmy", "mdy"] = "dmy"

    def value(self) -> Reading:
        """Give the reading."""
        return Reading(
            fields=tuple(field or "" for field in self.fields),
            decimal_mark=self.decimal_mark,
            day_order=DayOrder(self.day_order),
        )


class PreviewIn(ReadingIn):
    """How a file is read, and how many rows to look at."""

    limit: Annotated[int, Field(ge=1, le=50)] = 10


class ColumnOut(Answer):
    """A column of a file: what it holds, and its first cells while nothing is booked."""

    name: str
    field: str | None
    samples: list[str]


class ImportOut(Answer):
    """A file of many orders."""

    id: str
    storefront_id: str
    name: str
    state: Literal["draft", "running", "done", "stopped"]
    columns: list[ColumnOut]
    decimal_mark: str
    day_order: str
    num_rows: int
    num_done: int
    num_booked: int
    num_refused: int
    num_known: int
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, known: OrderImport, rows: Sequence[Sequence[str]] = ()) -> Self:
        """Write an import, with the cells of some rows as samples."""
        return cls(
            id=known.id,
            storefront_id=known.storefront,
            name=known.name,
            state=known.state.value,
            columns=[
                ColumnOut(name=name, field=field or None, samples=[row[at] for row in rows])
                for at, (name, field) in enumerate(
                    zip(known.header, known.reading.fields, strict=True)
                )
            ],
            decimal_mark=known.reading.decimal_mark,
            day_order=known.reading.day_order,
            num_rows=known.num_rows,
            num_done=known.num_done,
            num_booked=known.num_booked,
            num_refused=known.num_refused,
            num_known=known.num_known,
            created_at=known.created_at,
            ended_at=known.ended_at,
        )


class ImportsOut(Answer):
    """The last imports, the newest first."""

    imports: list[ImportOut]


class DraftOut(Answer):
    """An order that a row would become."""

    address: str
    location: LocationOut
    needs_pin: bool
    pickup: str
    window: WindowOut
    num_parcels: int
    weight_g: int
    fee: MoneyOut

    @classmethod
    def of(cls, order: Order) -> Self:
        """Write an order that is not placed."""
        asked = order.delivery
        return cls(
            address=asked.delivery.address,
            location=LocationOut.of(asked.delivery.location),
            needs_pin=asked.delivery.needs_pin,
            pickup=asked.pickup.address,
            window=WindowOut.of(asked.delivery_window),
            num_parcels=len(asked.parcels),
            weight_g=asked.load[0],
            fee=MoneyOut.of(order.fee),
        )


class RowOut(Answer):
    """A row of a file: the order that it would be, or why none."""

    number: int
    cells: list[str]
    order: DraftOut | None
    reasons: list[Said]


class PreviewOut(Answer):
    """The first rows of a file."""

    rows: list[RowOut]


class RefusedOut(Answer):
    """Rows that became no orders; `num` counts all of them."""

    num: int
    rows: list[RowOut]


class RefusedParams(Params):
    """How many rows."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100
