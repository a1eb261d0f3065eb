"""From the cells of a row to what it asks for, or to all that is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from dispatch.imports.columns import Field, plain
from dispatch.imports.values import ends_in, is_in_grams, moment_in, number_in
from dispatch.model import OrderWish, Parcel, PlaceWish, Proof, QuoteWish, Remark, Window
from routing.model import Location

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dispatch.model import Coop, OrderImport

MOST_PARCELS: Final = 50
HEAVIEST_KG: Final = 1_000
LARGEST_L: Final = 10_000
EVENING: Final = time(18)
EARLY: Final = time(6)
DAY_END: Final = time(23, 59)
LAST_HOUR: Final = 23

LONGEST: Final = {
    Field.REFERENCE: 120,
    Field.ADDRESS: 300,
    Field.STREET: 300,
    Field.PICKUP: 300,
    Field.CONTACT: 120,
    Field.PHONE: 40,
    Field.NOTE: 500,
    Field.DESCRIPTION: 120,
}
"""Characters that fit, as everywhere in the API."""

PROOFS: Final = {
    **dict.fromkeys(("", "none", "no", "ninguna", "cap", "aucune", "keine", "kein"), Proof.NONE),
    **dict.fromkeys(("photo", "foto", "picture"), Proof.PHOTO),
    **dict.fromkeys(("signature", "firma", "signatura", "unterschrift"), Proof.SIGNATURE),
    **dict.fromkeys(("pin", "code", "codigo", "codi"), Proof.PIN),
    **dict.fromkeys(("id", "identity", "dni", "ausweis", "identite", "identitat"), Proof.ID),
}
"""Proofs by how people call them."""


class RowReader:
    """Reads the rows of one import.

    Parameters
    ----------
    known
        The import.
    coop
        Whose clocks its times are of.
    """

    def __init__(self, known: OrderImport, coop: Coop) -> None:
        self._header = known.header
        self._reading = known.reading
        self._storefront = known.storefront
        self._coop = coop
        self._columns = {field: at for at, field in enumerate(known.reading.fields) if field}

    def reference(self, cells: Sequence[str]) -> str:
        """Give the storefront's own name for the order of a row; empty: none."""
        return _Row(self, cells).text(Field.REFERENCE)

    def wish(self, cells: Sequence[str], now: datetime) -> OrderWish | tuple[Remark, ...]:
        """Give what a row asks for, or everything that is wrong with it.

        Parameters
        ----------
        cells
            As many as the import has columns.
        now
            Decides which day is meant where only a time is given.
        """
        row = _Row(self, cells)
        delivery, pickup = row.delivery(), row.pickup()
        parcels, proof = row.parcels(), row.proof()
        window, ready_at = row.window(now), row.ready_at(now)
        reference = row.text(Field.REFERENCE)
        if row.remarks or delivery is None:
            return tuple(row.remarks)
        wish = QuoteWish(
            delivery=delivery,
            parcels=parcels,
            pickup=pickup,
            ready_at=ready_at,
            deliver_between=window,
            storefront=self._storefront,
            proof=proof,
            reference=reference,
        )
        return OrderWish(wish=wish)

    def column(self, field: Field) -> int | None:
        """Tell which column holds a field."""
        return self._columns.get(field)

    def name(self, field: Field) -> str:
        """Give the name of a field's column."""
        at = self._columns.get(field)
        return "" if at is None else self._header[at]

    def number(self, text: str) -> float | None:
        """Read a number."""
        return number_in(text, self._reading.decimal_mark)

    def moment(self, text: str) -> tuple[date | None, time | None] | None:
        """Read a day, a time of day, or both."""
        return moment_in(text, self._reading.day_order)

    def today(self, now: datetime) -> date:
        """Give the date that the co-op's calendars show."""
        return self._coop.date_of(now)

    def at(self, day: date, clock: time) -> datetime:
        """Give the moment at which the co-op's clocks show a time."""
        local = datetime.combine(day, clock, tzinfo=ZoneInfo(self._coop.time_zone))
        return local.astimezone(UTC)


class _Row:
    """One row while it is read; what is wrong with it gathers in `remarks`."""

    def __init__(self, reader: RowReader, cells: Sequence[str]) -> None:
        self._reader = reader
        self._cells = cells
        self.remarks: list[Remark] = []

    def text(self, field: Field) -> str:
        at = self._reader.column(field)
        text = "" if at is None else self._cells[at]
        longest = LONGEST.get(field, 120)
        if len(text) > longest:
            self._note("text_too_long", field, limit=longest)
            return ""
        return text

    def delivery(self) -> PlaceWish | None:
        location = self._location()
        lines = (self.text(Field.ADDRESS), self._street())
        address = next(filter(None, lines), "")
        town = " ".join(filter(None, (self.text(Field.POSTCODE), self.text(Field.CITY))))
        if address and town and location is None:
            address = f"{address}, {town}"
        if not address and location is None:
            if not self.remarks:
                self.remarks.append(Remark(code="address_missing", values={}))
            return None
        return PlaceWish(
            address=address[: LONGEST[Field.ADDRESS]],
            location=location,
            note=self.text(Field.NOTE),
            contact=self.text(Field.CONTACT),
            phone=self.text(Field.PHONE),
        )

    def pickup(self) -> PlaceWish | None:
        address = self.text(Field.PICKUP)
        return PlaceWish(address=address) if address else None

    def parcels(self) -> tuple[Parcel, ...]:
        """Share out what all weigh together, the first taking what does not divide."""
        amount = self._amount(Field.NUM_PARCELS, MOST_PARCELS)
        num = 1 if amount is None else int(amount)
        if amount is not None and (amount != num or num < 1):
            self._note("parcels_unreadable", Field.NUM_PARCELS, limit=MOST_PARCELS)
            num = 1
        grams = self._grams()
        liters = self._amount(Field.VOLUME_L, LARGEST_L) or 0
        volume = round(liters * 1000)
        shares = [(grams // num, volume // num)] * num
        shares[0] = (grams - grams // num * (num - 1), volume - volume // num * (num - 1))
        description = self.text(Field.DESCRIPTION)
        return tuple(
            Parcel(description=description, weight_g=weight_g, volume_cm3=volume_cm3)
            for weight_g, volume_cm3 in shares
        )

    def proof(self) -> Proof:
        found = PROOFS.get(plain(self.text(Field.PROOF)))
        if found is None:
            self._note("proof_unknown", Field.PROOF)
        return found or Proof.NONE

    def ready_at(self, now: datetime) -> datetime | None:
        day, clock = self._moment(Field.READY)
        if day is None and clock is None:
            return None
        day = day or self._moment(Field.DAY)[0] or self._reader.today(now)
        return self._reader.at(day, clock or time())

    def window(self, now: datetime) -> Window | None:
        """Put a window together from a day and up to two times; none: as soon as can be."""
        day, alone = self._moment(Field.DAY)
        ends = self._ends()
        if ends is None:
            return None
        (first_day, first), (last_day, last) = ends
        first = first or alone
        if (day, first_day, first, last_day, last) == (None,) * 5:
            return None
        begin_day = first_day or day or last_day or self._reader.today(now)
        end_day = last_day or begin_day
        first, last = first or time(), last or DAY_END
        if last < first and last_day is None and first >= EVENING and last <= EARLY:
            end_day += timedelta(days=1)
        begins, until = self._reader.at(begin_day, first), self._reader.at(end_day, last)
        if until < begins:
            self._note("window_reversed", Field.WINDOW, Field.TO, Field.FROM)
            return None
        return Window(earliest=begins, latest=until)

    def _ends(
        self,
    ) -> tuple[tuple[date | None, time | None], tuple[date | None, time | None]] | None:
        text = self.text(Field.WINDOW)
        if not text:
            return self._moment(Field.FROM), self._moment(Field.TO)
        ends = ends_in(text)
        single = self._reader.moment(text)
        day, clock = single or (None, None)
        if ends is None and clock is not None:
            hour = clock.replace(hour=clock.hour + 1) if clock.hour < LAST_HOUR else DAY_END
            return (day, clock), (day, hour)
        found = [self._reader.moment(end) for end in ends or ()]
        first, last = (found[0], found[1]) if found else (None, None)
        if first is None or last is None:
            self._note("time_unreadable", Field.WINDOW)
            return None
        return first, last

    def _moment(self, field: Field) -> tuple[date | None, time | None]:
        text = self.text(field)
        found = self._reader.moment(text) if text else (None, None)
        if found is None:
            code = "day_unreadable" if field is Field.DAY else "time_unreadable"
            self._note(code, field)
            return None, None
        return found

    def _grams(self) -> int:
        for field, is_grams in ((Field.WEIGHT_KG, False), (Field.WEIGHT_G, True)):
            in_grams = is_in_grams(self.text(field), otherwise=is_grams)
            most = HEAVIEST_KG * (1000 if in_grams else 1)
            amount = self._amount(field, most)
            if amount is not None:
                return round(amount * (1 if in_grams else 1000))
        return 0

    def _amount(self, field: Field, most: int) -> float | None:
        text = self.text(field)
        if not text:
            return None
        amount = self._reader.number(text)
        if amount is None or amount > most:
            self._note("number_unreadable", field, limit=most)
            return None
        return amount

    def _street(self) -> str:
        return " ".join(filter(None, (self.text(Field.STREET), self.text(Field.HOUSE_NUMBER))))

    def _location(self) -> Location | None:
        lat, lon = self.text(Field.LAT), self.text(Field.LON)
        both = self.text(Field.LOCATION)
        if both:
            parts = both.replace(";", " ").split() if " " in both else both.split(",")
            lat, lon = (part.strip(" ,") for part in parts) if len(parts) == len("ab") else ("", "")
        elif not lat and not lon:
            return None
        try:
            return Location(lat=_degrees(lat), lon=_degrees(lon))
        except ValueError:
            self._note("location_unreadable", Field.LOCATION, Field.LAT, Field.LON)
            return None

    def _note(self, code: str, *fields: Field, limit: int | None = None) -> None:
        column = next(filter(None, map(self._reader.name, fields)), "")
        values: dict[str, int | str] = {"column": column}
        if limit is not None:
            values["limit"] = limit
        remark = Remark(code=code, values=values)
        if remark not in self.remarks:
            self.remarks.append(remark)


def _degrees(text: str) -> float:
    degrees = float(text.replace(",", "."))
    if not abs(degrees) <= 180:  # noqa: PLR2004 - degrees; also no number at all
        msg = f"Expected degrees, got {text!r}."
        raise ValueError(msg)
    return degrees
