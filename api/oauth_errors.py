"""What the token endpoint says no with: the words of RFC 6749 in a problem document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN_PATH: Final = "/oauth2/token"  # noqa: S105 - a path
OAUTH_STATUSES: Final[Mapping[int, int]] = {403: 400, 422: 400}
"""Status codes that RFC 6749 does not give there, and what stands for them."""

FIRST_SERVER_STATUS: Final = 500

OAUTH_ERRORS: Final[Mapping[str, str]] = {
    "not_signed_in": "invalid_client",
    "bad_token": "invalid_client",
    "access_ended": "invalid_client",
    "grant_unsupported": "unsupported_grant_type",
    "scope_unknown": "invalid_scope",
    "not_allowed": "invalid_scope",
}
"""Words of RFC 6749, section 5.2, by our codes; any other is an invalid request."""


def said_in_oauth(problem: dict[str, object], english: str) -> dict[str, object]:
    """Add to a problem document what OAuth clients read.

    Parameters
    ----------
    problem
        Members of RFC 9457.
    english
        Its detail in English, for the one member that may hold nothing but ASCII.

    Returns
    -------
    dict
        With ``error`` and ``error_description``.
    """
    is_ours = int(str(problem["status"])) >= FIRST_SERVER_STATUS
    other = "temporarily_unavailable" if is_ours else "invalid_request"
    described = english.encode("ascii", "ignore").decode().replace('"', "'").replace("\\", "/")
    return {
        **problem,
        "error": OAUTH_ERRORS.get(str(problem["code"]), other),
        "error_description": described,
    }
