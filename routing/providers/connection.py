"""Asks a server for JSON: with time limits, repeats, and a rest when it keeps failing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import orjson
import shapely

from routing.providers.circuit import Circuit
from routing.providers.errors import ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

BUSY = (429, 500, 502, 503, 504)
"""Answers that may be another one a moment later."""

LONGEST_MESSAGE = 100

T = TypeVar("T")


class _PassingError(ProviderError):
    """A failure that may be over when asked again."""


@dataclass(slots=True, kw_only=True, eq=False)
class Connection:
    """One server; safe to share between threads.

    Attributes
    ----------
    url
        Its address, without a path of the engine's own.
    random
        Where the jitter between repeats comes from.
    timeout
        Seconds that connecting, and each wait for more of an answer, may take.
    num_repeats
        How often to ask again after a failure that may pass.
    pause
        Seconds before the first repeat; doubled each time, give or take a half.
    clock, sleep
        Time in seconds, and how to let some pass.
    circuit
        The server's health.
    """

    url: str
    random: Random
    timeout: float = 5.0
    num_repeats: int = 2
    pause: float = 0.2
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    circuit: Circuit = field(default_factory=Circuit)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, path: str, query: Mapping[str, str], read: Callable[[Any], T]) -> T:
        """Ask by GET; the rest is as in `ask`."""
        return self.ask("GET", path, read, params=dict(query))

    def post(self, path: str, body: object, read: Callable[[Any], T]) -> T:
        """Ask by POST with a JSON body; the rest is as in `ask`."""
        headers = {"content-type": "application/json"}
        return self.ask("POST", path, read, content=orjson.dumps(body), headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        read: Callable[[Any], T],
        **request: Any,  # noqa: ANN401 - options of another library
    ) -> T:
        """Ask, and again if that failed in a way that may pass.

        Parameters
        ----------
        method
            HTTP method.
        path
            Behind the address.
        read
            Takes from the decoded answer what is wanted; LookupError, TypeError and
            ValueError mean that it is no answer.
        **request
            What `httpx.request` takes.

        Returns
        -------
        T
            What `read` returned.

        Raises
        ------
        ProviderError
            When there is no answer, it makes no sense, the server refuses, or it rests
            after failures.
        """
        with self._lock:
            now = self.clock()
            if not self.circuit.allows(now):
                raise ProviderError(self._told("it has failed and rests"))
            self.circuit = self.circuit.tried(now)
        try:
            answer = self._repeated(method, path, read, request)
        except _PassingError:
            self._note(is_success=False)
            raise
        except ProviderError:
            self._note(is_success=True)  # a refusal is the answer of a server in good health
            raise
        self._note(is_success=True)
        return answer

    def _note(self, *, is_success: bool) -> None:
        with self._lock:
            circuit = self.circuit
            self.circuit = circuit.succeeded() if is_success else circuit.failed(self.clock())

    def _told(self, what: str) -> str:
        """Return the sentence that says what was found instead of travel."""
        return f"Expected travel from {self.url}, got: {_one_line(what)}."

    def _repeated(
        self, method: str, path: str, read: Callable[[Any], T], request: Mapping[str, Any]
    ) -> T:
        for number in range(self.num_repeats):
            try:
                return self._once(method, path, read, request)
            except _PassingError:
                self.sleep(self.pause * 2**number * (0.5 + self.random.random()))
        return self._once(method, path, read, request)

    def _once(
        self, method: str, path: str, read: Callable[[Any], T], request: Mapping[str, Any]
    ) -> T:
        address = self.url.rstrip("/") + path
        try:
            response = httpx.request(method, address, timeout=self.timeout, **request)
        except httpx.InvalidURL as error:
            raise ProviderError(self._told("no address at all")) from error
        except httpx.HTTPError as error:
            raise _PassingError(self._told(f"no answer ({type(error).__name__})")) from error
        if response.status_code in BUSY:
            raise _PassingError(self._told(f"status {response.status_code}"))
        try:
            decoded = orjson.loads(response.content)
        except orjson.JSONDecodeError as error:
            raise _PassingError(self._told("something that is no JSON")) from error
        if response.status_code != httpx.codes.OK:
            what = f"status {response.status_code}, {_message(decoded)}"
            raise ProviderError(self._told(what))
        try:
            return read(decoded)
        except (LookupError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
            raise _PassingError(self._told("an answer that makes no sense")) from error


def _message(decoded: object) -> str:
    """Return what a refusal says about itself."""
    if not isinstance(decoded, dict):
        return "no reason"
    return str(decoded.get("message") or decoded.get("error") or decoded.get("code") or "no reason")


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")[:LONGEST_MESSAGE]
