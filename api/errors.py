"""Map everything that can go wrong to a problem document, once.

::

    RuleError (dispatch)          -> RULE_STATUSES[code]
    StoreUnavailable (dispatch)   -> 503 store_unavailable, Retry-After
    ProblemError (api)            -> what it says
    RequestValidationError        -> 422 body_invalid or parameter_invalid, with places
    HTTPException                 -> 404 not_found, 405 method_not_allowed, ...
    anything else                 -> 500 internal_error (see `api.watch`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.coopcycle_errors import speaks_coopcycle
from api.faults import faults_of
from api.html import problem_page
from api.oauth_errors import TOKEN_PATH
from api.problems import STATUSES, Problem, ProblemError, respond
from api.words import Words
from dispatch.errors import BadToken, RuleError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

    from api.languages import Catalogs

RULE_STATUSES: Final[Mapping[str, int]] = {
    "not_found": 404,
    "not_allowed": 403,
    "bad_token": 401,
    "access_ended": 401,
    "stale_version": 409,
    "transition_refused": 409,
    "window_impossible": 422,
    "address_unknown": 422,
    "point_unreachable": 422,
    "too_heavy": 422,
    "skill_missing": 422,
    "bad_wish": 422,
    "outside_zone": 422,
    "slot_unavailable": 409,
    "idempotency_conflict": 409,
    "fee_changed": 409,
    "rule_impossible": 422,
    "proof_missing": 409,
    "pin_wrong": 409,
    "pin_spent": 409,
    "photo_refused": 422,
    "quote_expired": 409,
    "quote_infeasible": 409,
    "quote_overtaken": 409,
    "violates_rules": 409,
    "routes_tied": 409,
    "already_exists": 409,
    "vehicle_taken": 409,
    "double_booked": 409,
    "cap_exceeded": 409,
    "delegation_off": 409,
    "delegate_unfit": 409,
    "delegate_hands_on": 409,
    "delegation_too_late": 409,
    "period_open": 409,
    "policy_refused": 422,
    "bad_overlay": 422,
    "overlay_outside": 422,
    "street_unknown": 422,
    "hook_address_refused": 422,
    "too_many_subscriptions": 409,
    "file_not_table": 422,
    "file_empty": 422,
    "file_too_large": 422,
    "columns_missing": 422,
}
"""HTTP status of each `dispatch.errors.RuleError`, by its code."""

INVALID_TOKEN: Final = 'Bearer realm="commonwheel", error="invalid_token"'  # noqa: S105 - a header
"""What RFC 6750 says of a key that is not good."""

RETRY_AFTER_S: Final = 2
"""When to ask again while the store cannot be reached, in seconds."""

_CODES_BY_STATUS: Final[Mapping[int, str]] = {
    400: "request_malformed",
    401: "not_signed_in",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
}


def problem_of(error: Exception) -> Problem:
    """Turn an error into the problem that a person is shown.

    Parameters
    ----------
    error
        What ended the request.

    Returns
    -------
    Problem
        ``internal_error`` for what nobody foresaw; it tells nothing about the inside.
    """
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, RuleError):
        return _rule(error)
    if isinstance(error, StoreUnavailable):
        return Problem(
            code="store_unavailable",
            status=STATUSES["store_unavailable"],
            headers={"retry-after": str(RETRY_AFTER_S)},
        )
    if isinstance(error, RequestValidationError):
        faults = faults_of(error.errors())
        code = "body_invalid" if any(fault.in_body for fault in faults) else "parameter_invalid"
        return Problem(code=code, status=STATUSES[code], faults=faults)
    if isinstance(error, HTTPException):
        code = _CODES_BY_STATUS.get(error.status_code, "request_malformed")
        return Problem(code=code, status=error.status_code, headers=dict(error.headers or {}))
    return Problem(code="internal_error", status=STATUSES["internal_error"])


def _rule(error: RuleError) -> Problem:
    violations = error.values.get("violations", ())
    named = violations if isinstance(violations, (list, tuple)) else ()
    headers = {"www-authenticate": INVALID_TOKEN} if isinstance(error, BadToken) else {}
    return Problem(
        code=error.code,
        status=RULE_STATUSES[error.code],
        values={name: value for name, value in error.values.items() if name != "violations"},
        violations=tuple(_violation(violation) for violation in named),
        headers=headers,
    )


def _violation(violation: object) -> tuple[str, Mapping[str, object]]:
    match violation:
        case (str(code), dict(values)):
            return code, values
        case _:
            return str(violation), {}


def _is_for_eyes(request: Request) -> bool:
    path = request.scope["path"]
    is_page = not (path.startswith("/v1/") or path == TOKEN_PATH or speaks_coopcycle(path))
    return is_page and "text/html" in request.headers.get("accept", "")


def install(app: FastAPI, catalogs: Catalogs) -> None:
    """Let an application answer its errors as problem documents.

    Parameters
    ----------
    app
        The application.
    catalogs
        Sentences of the problems.
    """

    async def answer(request: Request, error: Exception) -> Response:
        language: str = request.state.language
        problem = problem_of(error)
        if _is_for_eyes(request):
            return problem_page(Words(catalogs=catalogs, language=language), problem)
        return respond(problem, catalogs, language, request.scope["path"])

    for kind in (
        ProblemError,
        RuleError,
        StoreUnavailable,
        RequestValidationError,
        HTTPException,
    ):
        app.add_exception_handler(kind, answer)
