"""What a column of a file can hold, and guesses about it from its name."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dispatch.errors import ColumnsMissing
from dispatch.imports.values import mark_of, order_of
from dispatch.model import DayOrder, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dispatch.imports.sheet import Sheet
    from dispatch.model import RememberedReading


class Field(StrEnum):
    """What a column can hold."""

    REFERENCE = "reference"
    ADDRESS = "address"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    POSTCODE = "postcode"
    CITY = "city"
    LOCATION = "location"
    """Latitude and longitude, parted by a comma or a blank."""
    LAT = "lat"
    LON = "lon"
    CONTACT = "contact"
    PHONE = "phone"
    NOTE = "note"
    DESCRIPTION = "description"
    NUM_PARCELS = "num_parcels"
    WEIGHT_KG = "weight_kg"
    """Of all parcels together."""
    WEIGHT_G = "weight_g"
    VOLUME_L = "volume_l"
    """Of all parcels together."""
    DAY = "day"
    FROM = "from"
    TO = "to"
    WINDOW = "window"
    """Two times, or two days with times, with a dash between."""
    READY = "ready"
    PICKUP = "pickup"
    """Address of the pickup, when it is not the storefront's own place."""
    PROOF = "proof"


WHERE: Final = (
    frozenset({Field.ADDRESS}),
    frozenset({Field.STREET}),
    frozenset({Field.LOCATION}),
    frozenset({Field.LAT, Field.LON}),
)
"""One of these sets of columns must be there."""

NAMES: Final[Mapping[Field, str]] = {
    Field.REFERENCE: "reference|ref|order|order id|order number|order no|order ref|id|number|no"
    "|external id|referencia|pedido|numero de pedido|num pedido|id pedido|comanda"
    "|numero de comanda|commande|numero de commande|no commande|bestellnummer|bestellung"
    "|auftrag|auftragsnummer|referenz|ref number",
    Field.ADDRESS: "address|delivery address|to|to address|recipient address|dropoff address"
    "|dropoff|shipping address|destination|address 1|address line 1|full address|direccion"
    "|direccion de entrega|direccion entrega|destino|adreca|adreca de lliurament|desti|adresse"
    "|adresse de livraison|adresse livraison|lieferadresse|empfangeradresse|anschrift|ziel",
    Field.STREET: "street|street name|shipping street|calle|via|carrer|rue|strasse|straße|katu",
    Field.HOUSE_NUMBER: "house number|street number|house no|building|numero de casa|portal"
    "|hausnummer|hausnr|numero de rue|numero de carrer",
    Field.POSTCODE: "postcode|postal code|zip|zip code|shipping zip|codigo postal|cp|codi postal"
    "|code postal|plz|postleitzahl",
    Field.CITY: "city|town|shipping city|ciudad|poblacion|localidad|ciutat|poblacio|ville|ort"
    "|stadt|commune",
    Field.LOCATION: "location|coordinates|lat lon|lat lng|latlng|dropoff latlng|coordenadas"
    "|coordenades|coordonnees|koordinaten",
    Field.LAT: "lat|latitude|latitud|breite|breitengrad",
    Field.LON: "lon|lng|long|longitude|longitud|lange|langengrad",
    Field.CONTACT: "contact|name|recipient|recipient name|customer|customer name|full name"
    "|shipping name|dropoff contact name|dropoff address contactname|contacto|nombre"
    "|destinatario|cliente|contacte|nom|destinatari|client|destinataire|kontakt|empfanger"
    "|kunde|name des empfangers",
    Field.PHONE: "phone|phone number|telephone|tel|mobile|shipping phone|dropoff address telephone"
    "|telefono|movil|telefon|mobil|telefonnummer|handy|telephone portable",
    Field.NOTE: "note|notes|comment|comments|instructions|delivery instructions|dropoff comments"
    "|nota|notas|comentarios|observaciones|instrucciones|notes de lliurament|comentaris"
    "|observacions|remarque|remarques|commentaire|commentaires|instructions de livraison"
    "|hinweis|hinweise|bemerkung|bemerkungen|notiz|anmerkung",
    Field.DESCRIPTION: "description|item|items|goods|content|contents|product|what|descripcion"
    "|contenido|producto|descripcio|contingut|producte|contenu|produit|beschreibung|inhalt"
    "|ware|artikel",
    Field.NUM_PARCELS: "parcels|packages|number of parcels|num parcels|number of packages|boxes"
    "|qty|quantity|pieces|dropoff packages|bultos|paquetes|num bultos|cantidad|paquets|caixes"
    "|quantitat|colis|nombre de colis|quantite|pakete|anzahl|anzahl pakete|stuck",
    Field.WEIGHT_KG: "weight|weight kg|kg|kilos|total weight|peso|peso kg|pes|pes kg|poids"
    "|poids kg|gewicht|gewicht kg",
    Field.WEIGHT_G: "weight g|grams|g|weight grams|dropoff weight|peso g|gramos|pes g|grams|poids g"
    "|grammes|gewicht g|gramm",
    Field.VOLUME_L: "volume|volume l|liters|litres|volumen|volumen l|litros|volum|volum l|litre"
    "|liter|l",
    Field.DAY: "date|day|delivery date|shipping date|fecha|fecha de entrega"
    "|fecha entrega|dia"
    "|data|data de lliurament|jour|date de livraison|datum|lieferdatum|tag|liefertag",
    Field.FROM: "from|from time|after|start|not before|earliest|begin|dropoff after|desde"
    "|hora desde"
    "|a partir de|inicio|des de|de|debut|a partir|von|ab|fruhestens|beginn",
    Field.TO: "until|to time|before|end|not after|latest|by|deadline|dropoff before|hasta"
    "|hora hasta|antes de|fin|fins|fins a|abans de|jusqua|avant|bis|spatestens|ende",
    Field.WINDOW: "window|time window|slot|time slot|timeslot|time|delivery time|dropoff timeslot"
    "|franja|franja horaria|horario|hora|horari|creneau|creneau horaire|horaire|heure"
    "|zeitfenster|lieferzeit|uhrzeit|zeit",
    Field.READY: "ready|ready at|pickup time|pickup after|pickup timeslot|collection time|listo"
    "|recogida a|llest|recollida a|pret|heure denlevement|bereit|abholzeit|fertig um",
    Field.PICKUP: "pickup|pickup address|from address|sender address|collection address|recogida"
    "|direccion de recogida|origen|recollida|adreca de recollida|enlevement|adresse denlevement"
    "|retrait|abholung|abholadresse|absender",
    Field.PROOF: "proof|proof of delivery|pod|prueba|prueba de entrega|prova|prova de lliurament"
    "|preuve|preuve de livraison|nachweis|zustellnachweis",
}
"""How people call these columns, as `plain` writes it."""

_GUESSES: Final = {
    name: field for field, names in reversed(list(NAMES.items())) for name in names.split("|")
}


def plain(name: str) -> str:
    """Write a name in small letters without accents and signs."""
    bare = unicodedata.normalize("NFKD", name.casefold().replace("'", "").replace("\u2019", ""))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9ß]+", bare))


def guess(sheet: Sheet, remembered: RememberedReading | None) -> Reading:
    """Guess how a file is to be read, from the last one and from what it says itself.

    Parameters
    ----------
    sheet
        The file.
    remembered
        How the storefront's last file was read.
    """
    before = {} if remembered is None else remembered.fields
    fields: list[str] = []
    for name in sheet.header:
        known = before.get(plain(name))
        field = _GUESSES.get(plain(name), "") if known is None else known
        fields.append("" if field in fields else str(field))
    numbers = _cells(sheet, fields, (Field.WEIGHT_KG, Field.WEIGHT_G, Field.VOLUME_L))
    days = _cells(sheet, fields, (Field.DAY, Field.FROM, Field.TO, Field.WINDOW, Field.READY))
    usual_mark = "," if sheet.delimiter == ";" else "."
    usual_order = DayOrder.DAY_FIRST
    if remembered is not None:
        usual_mark, usual_order = remembered.decimal_mark, remembered.day_order
    return Reading(
        fields=tuple(fields),
        decimal_mark=mark_of(numbers) or usual_mark,
        day_order=order_of(days) or usual_order,
    )


def check(reading: Reading, header: Sequence[str]) -> None:
    """Refuse a reading that cannot be meant.

    Raises
    ------
    ColumnsMissing
        When it is about another number of columns, names what no column can hold, gives the
        same to two columns, or says nowhere where to deliver.
    """
    used = [field for field in reading.fields if field]
    is_odd = len(reading.fields) != len(header) or len(set(used)) < len(used)
    if is_odd or not set(used) <= set(Field):
        msg = "Expected a field for each column, none of them twice."
        raise ColumnsMissing(msg, columns=", ".join(header)[:300])
    if not any(need <= set(used) for need in WHERE):
        msg = "Expected a column that says where to deliver, got none."
        raise ColumnsMissing(msg, columns=", ".join(header)[:300])


def _cells(sheet: Sheet, fields: Sequence[str], wanted: Sequence[Field]) -> list[str]:
    columns = [at for at, field in enumerate(fields) if field in wanted]
    return [row[at] for row in sheet.rows for at in columns if row[at]]
