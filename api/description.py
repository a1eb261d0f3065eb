"""What the OpenAPI document says beyond the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.openapi.utils import get_openapi

from api.admission import BYTES, JSON, TILES
from api.coopcycle_errors import STATUSES_THERE
from api.problems import MEDIA_TYPE
from api.schemas.problem import HydraProblemOut, ProblemOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI

    from api.admission import Declared

DESCRIPTION: Final = """Quotes, orders, plans, routes and pay of a courier co-operative.

Bodies are JSON and strict: nothing unnamed, no text for a number, no key twice. Names carry
their units: `_s` seconds, `_m` metres, `_g` grams, `_minor` minor units of the currency. Times
are RFC 3339 with an offset. Every refusal is a problem document (RFC 9457) with a stable
`code`, in the language of `Accept-Language` (en, es, ca, fr, de).

Programs send `Authorization: Bearer cw_...`; pages have a session cookie and send the header
`X-Commonwheel: 1` with everything but GET.
"""

TAGS: Final[list[dict[str, Any]]] = [
    {"name": "session", "description": "Who is asking."},
    {"name": "storefront", "description": "Quotes and orders."},
    {"name": "widget", "description": "Quotes and bookings from a shop's own pages."},
    {"name": "dispatcher", "description": "The day, its plans, moves and pins."},
    {"name": "courier", "description": "My route, my reports, my pay."},
    {"name": "members", "description": "The rules, and how evenly work and pay are shared."},
    {"name": "city", "description": "The city's facts and its map."},
    {"name": "webhooks", "description": "Who is told of orders, and the log of what was sent."},
    {"name": "live", "description": "What happens, as it happens."},
    {"name": "compat", "description": "Shapes of other products, for their clients."},
    {"name": "coopcycle", "description": "CoopCycle's storefront contract, for its clients."},
    {"name": "operations", "description": "Health, numbers and what problems mean."},
]

_ALWAYS: Final = {400: "The request cannot be read.", 503: "The store cannot be reached."}
_SIGNED_IN: Final = {
    401: "Nobody is signed in.",
    403: "Not for this role.",
    429: "Too many requests.",
}
_NAMED: Final = {404: "There is no such thing in this co-op."}
_VALIDATED: Final = {422: "Something is missing or out of bounds."}
_WITH_BODY: Final = {
    408: "The body took too long.",
    409: "Somebody was faster, or a rule says no.",
    413: "The body is too large.",
    415: "The body is not of type application/json.",
}

_DIALECT: Final = {
    422: "Something is missing or out of bounds, or there is no way along the streets.",
    500: "This server is at fault.",
}


def answers_of(declared: Declared) -> dict[int | str, dict[str, Any]]:
    """Describe the refusals of a route.

    Parameters
    ----------
    declared
        The route.

    Returns
    -------
    dict
        As FastAPI takes it.
    """
    if not declared.tag:
        return {}
    said = dict(_ALWAYS)
    if not declared.admission.is_public:
        said |= _SIGNED_IN
    said |= _NAMED | _VALIDATED
    if declared.method != "GET":
        said |= _WITH_BODY
    if declared.tag == "coopcycle":
        said = {code: text for code, text in said.items() if code not in STATUSES_THERE}
    refusal = HydraProblemOut if declared.tag == "coopcycle" else ProblemOut
    shape = {"schema": {"$ref": f"#/components/schemas/{refusal.__name__}"}}
    answers: dict[int | str, dict[str, Any]] = {
        status: {"description": text, "content": {MEDIA_TYPE: shape}}
        for status, text in sorted(said.items())
    }
    if declared.is_dialect:
        answers |= {
            status: {"description": text, "content": {MEDIA_TYPE: shape, JSON: {"schema": {}}}}
            for status, text in sorted((said | _DIALECT).items())
        }
    if declared.media != JSON:
        text = {"schema": {"type": "string"}}
        answers[declared.status] = {"content": {declared.media: text}}
    if declared.media == TILES:
        answers[206] = {"description": "A part of the file.", "content": {TILES: text}}
        answers[416] = {
            "description": "The file has no such part.",
            "content": {MEDIA_TYPE: shape},
        }
    return answers


def security_of(declared: Declared) -> dict[str, Any]:
    """Describe whom a route admits.

    Parameters
    ----------
    declared
        The route.

    Returns
    -------
    dict
        Members of the OpenAPI operation.
    """
    admission = declared.admission
    if not declared.tag or admission.is_public:
        return {"security": []} if declared.tag else {}
    by_key: list[dict[str, list[str]]] = [] if admission.is_for_sessions else [{"key": []}]
    described = {
        "security": [*by_key, {"session": []}],
        "x-roles": sorted(admission.roles),
        "x-scope": admission.scope,
    }
    return described | {"requestBody": _FILE} if declared.takes_file else described


def describe(app: FastAPI, table: Sequence[Declared]) -> dict[str, Any]:
    """Write the OpenAPI document.

    Parameters
    ----------
    app
        The application.
    table
        Its routes.

    Returns
    -------
    dict
        OpenAPI 3.1.
    """
    written = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        tags=TAGS,
        routes=app.routes,
    )
    components = written.setdefault("components", {})
    for refusal in (ProblemOut, HydraProblemOut):
        shape = refusal.model_json_schema(ref_template="#/components/schemas/{model}")
        for name, part in shape.pop("$defs", {}).items():
            components["schemas"].setdefault(name, part)
        components["schemas"][refusal.__name__] = shape
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key: cw_..."},
        "session": {"type": "apiKey", "in": "cookie", "name": "commonwheel_session"},
    }
    for one in table:
        if one.tag == "coopcycle":  # FastAPI adds a 422 of its own, which those routes never give
            written["paths"][one.path][one.method.lower()]["responses"].pop("422", None)
    unsafe = {(one.path, one.method.lower()) for one in table if one.method != "GET"}
    for path, method in sorted(unsafe):
        operation = written["paths"].get(path, {}).get(method)
        if operation is not None and operation.get("security"):
            operation.setdefault("parameters", []).append(_PAGE_HEADER)
    return written


_FILE: Final = {
    "required": True,
    "description": "The bytes of a file; its Content-Type is not looked at.",
    "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
}

_PAGE_HEADER: Final = {
    "name": "X-Commonwheel",
    "in": "header",
    "required": False,
    "description": "Must be 1 when a session cookie says who asks.",
    "schema": {"type": "string", "enum": ["1"]},
}
