"""Problem documents (RFC 9457): the one shape in which the API says no.

A problem is a value with a stable `code`; `STATUSES` gives each code its HTTP status, once.
What people read comes from the catalogs, never from the request: nothing is echoed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NoReturn

import orjson
from starlette.responses import Response

from api.coopcycle_errors import STATUSES_THERE, said_in_coopcycle, speaks_coopcycle
from api.oauth_errors import OAUTH_STATUSES, TOKEN_PATH, said_in_oauth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.languages import Catalogs

MEDIA_TYPE: Final = "application/problem+json"

STATUSES: Final[Mapping[str, int]] = {
    "body_not_json": 400,
    "request_malformed": 400,
    "grant_unsupported": 400,
    "scope_unknown": 400,
    "not_signed_in": 401,
    "not_allowed": 403,
    "page_header_missing": 403,
    "session_needed": 403,
    "origin_not_allowed": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_slow": 408,
    "link_used_up": 410,
    "body_too_large": 413,
    "address_too_long": 414,
    "body_not_of_type_json": 415,
    "range_beyond_end": 416,
    "body_invalid": 422,
    "parameter_invalid": 422,
    "too_many_requests": 429,
    "internal_error": 500,
    "store_unavailable": 503,
    "city_unavailable": 503,
}
"""HTTP status of each code that the API itself has; rules of the co-op are in `api.errors`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place of a request that is wrong.

    Attributes
    ----------
    place
        JSON pointer into the body such as ``#/parcels/0/weight_g``, or the name of a
        parameter.
    in_body
        Whether `place` is a pointer into the body.
    key
        Key of the sentence that says what was expected.
    values
        What the sentence names.
    """

    place: str
    in_body: bool
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, ready to be said in any language.

    Attributes
    ----------
    code
        Stable code; docs/errors.md has a heading for each.
    status
        HTTP status.
    values
        What the sentence names.
    faults
        Places of the request that are wrong.
    violations
        Codes and values of the hard rules that a plan would break.
    headers
        Headers of the response beyond the usual ones.
    members
        What else the document says, for programs.
    """

    code: str
    status: int
    values: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    violations: tuple[tuple[str, Mapping[str, object]], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, object] = field(default_factory=dict)


class ProblemError(Exception):
    """Ends a request with a problem document.

    Parameters
    ----------
    problem
        What to answer.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def own_problem(code: str, **values: object) -> Problem:
    """Make one of the API's own problems.

    Parameters
    ----------
    code
        One of `STATUSES`.
    **values
        What the sentence names.

    Returns
    -------
    Problem
        With the code's status.
    """
    return Problem(code=code, status=STATUSES[code], values=values)


def refuse(code: str, **values: object) -> NoReturn:
    """End the request with one of the API's own problems.

    Parameters
    ----------
    code
        One of `STATUSES`.
    **values
        What the sentence names.

    Raises
    ------
    ProblemError
        Always.
    """
    raise ProblemError(own_problem(code, **values))


def document(problem: Problem, catalogs: Catalogs, language: str) -> dict[str, object]:
    """Write a problem in a language.

    Returns
    -------
    dict
        Members ``type``, ``title``, ``status``, ``detail``, ``code`` and, where there are
        any, ``errors`` and ``violations``.
    """
    key = f"problem.{problem.code}"
    written: dict[str, object] = {
        "type": f"/v1/problems/{problem.code}",
        "title": catalogs.say(language, f"{key}.title"),
        "status": problem.status,
        "detail": catalogs.say(language, f"{key}.detail", problem.values),
        "code": problem.code,
        **problem.members,
    }
    if problem.faults:
        written["errors"] = [
            {
                "pointer" if fault.in_body else "parameter": fault.place,
                "detail": catalogs.say(language, fault.key, fault.values),
            }
            for fault in problem.faults
        ]
    if problem.violations:
        written["violations"] = [
            {"code": code, "message": catalogs.say(language, f"rule.{code}", values)}
            for code, values in problem.violations
        ]
    return written


def respond(problem: Problem, catalogs: Catalogs, language: str, path: str) -> Response:
    """Answer with a problem document.

    Parameters
    ----------
    problem
        What is wrong.
    catalogs, language
        How to say it.
    path
        Of the request; clients of others are told in their dialect, too.

    Returns
    -------
    Response
        Never cached, in the language it is written in.
    """
    is_token = path == TOKEN_PATH
    is_foreign = speaks_coopcycle(path)
    if is_foreign or is_token:
        statuses = OAUTH_STATUSES if is_token else STATUSES_THERE
        problem = replace(problem, status=statuses.get(problem.status, problem.status))
    written = document(problem, catalogs, language)
    if is_token:
        written = said_in_oauth(written, str(document(problem, catalogs, "en")["detail"]))
    elif is_foreign:
        written = said_in_coopcycle(written)
    return Response(
        orjson.dumps(written),
        status_code=problem.status,
        media_type="application/json" if is_token else MEDIA_TYPE,
        headers={
            "content-language": language,
            "cache-control": "no-store",
            "vary": "Accept-Language",
            **problem.headers,
        },
    )
