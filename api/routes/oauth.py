"""Tokens for programs that sign in by OAuth 2.0 with client credentials (RFC 6749)."""

from base64 import b64decode
from binascii import Error as Base64Error
from functools import partial
from typing import Any, Final, NoReturn
from urllib.parse import parse_qs, unquote_plus

import anyio.to_thread
from fastapi import Request, Response

from api.admission import SCOPES
from api.deps import NowDep, ServicesDep
from api.problems import STATUSES, Problem, ProblemError, refuse
from dispatch import keys
from dispatch.errors import AccessEnded, BadToken

FORM: Final = "application/x-www-form-urlencoded"
GRANT: Final = "client_credentials"
MOST_FIELDS: Final = 10
LONGEST_HEADER: Final = 1000
DEFAULT_SCOPE: Final = "deliveries"
WORDS: Final = {
    "deliveries": frozenset({"orders", "quotes", "webhooks"}),
    "tasks": frozenset({"orders"}),
    **{scope: frozenset({scope}) for scope in SCOPES},
}
"""What a program may ask for: CoopCycle's words, and our own scopes."""


async def token(
    request: Request, response: Response, services: ServicesDep, now: NowDep
) -> dict[str, Any]:
    """Exchange a key for a token that ends within the hour."""
    fields = await _form(request)
    name, key = _client(request, fields)
    if not fields.get("grant_type"):
        refuse("parameter_invalid")
    if fields["grant_type"] != GRANT:
        refuse("grant_unsupported")
    wanted = fields.get("scope", DEFAULT_SCOPE).split()
    if not wanted or not set(wanted) <= set(WORDS):
        refuse("scope_unknown")
    coop = await anyio.to_thread.run_sync(services.store.coop_of, key)
    if coop is None:
        _refuse_client()
    secret = keys.new_secret()
    exchange = partial(
        keys.exchange,
        key=key,
        name=name,
        token=secret,
        scopes=frozenset[str]().union(*(WORDS[word] for word in wanted)),
        now=now,
        new_id=services.new_id,
    )
    try:
        made = await services.write(coop, exchange)
    except AccessEnded:
        _refuse_client("access_ended")
    except BadToken:
        _refuse_client()
    lasts = keys.TOKEN_LIFETIME if made.expires_at is None else made.expires_at - now
    response.headers["cache-control"] = "no-store"
    return {
        "token_type": "Bearer",
        "expires_in": int(lasts.total_seconds()),
        "access_token": secret,
        "scope": " ".join(word for word in wanted if WORDS[word] & made.scopes),
    }


def _client(request: Request, fields: dict[str, str]) -> tuple[str, str]:
    """Read name and key: by HTTP Basic, or from the form, and not by both."""
    header = request.headers.get("authorization")
    if header is None and "client_id" in fields and "client_secret" in fields:
        return fields["client_id"], fields["client_secret"]
    if header is not None and "client_secret" in fields:
        refuse("parameter_invalid")
    scheme, _, coded = (header or "").partition(" ")
    if scheme.lower() != "basic" or len(coded) > LONGEST_HEADER:
        _refuse_client()
    try:
        name, colon, key = b64decode(coded.strip(), validate=True).decode().partition(":")
    except (Base64Error, ValueError):
        _refuse_client()
    if not colon:
        _refuse_client()
    return unquote_plus(name), unquote_plus(key)


async def _form(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        refuse("request_malformed")
    try:
        body = (await request.body()).decode("ascii")
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        refuse("request_malformed")
    if any(len(values) > 1 for values in fields.values()):
        refuse("parameter_invalid")
    return {name: values[0] for name, values in fields.items()}


def _refuse_client(code: str = "not_signed_in") -> NoReturn:
    status = STATUSES.get(code, 401)
    headers = {"www-authenticate": 'Basic realm="commonwheel"'}
    raise ProblemError(Problem(code=code, status=status, headers=headers))
