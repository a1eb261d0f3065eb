"""Posts a body to an address that somebody chose, and to no machine that is none of theirs.

The name is resolved here, each of its addresses is looked at, and the one that was looked at is
the one that is connected to. Redirects are not followed, no proxy is asked, and neither a slow
nor an endless answer keeps us.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpcore

from dispatch.errors import HookAddressRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from httpcore import SOCKET_OPTION

LONGEST_URL: Final = 500
TIME_LIMIT_S: Final = 10.0
"""How long an exchange may take, from resolving the name to the end of the answer."""

MOST_ANSWER_BYTES: Final = 16_384
"""How much of an answer is read, with its headers; nothing of it is kept but the status."""

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_HTTP: Final = "http"
_SCHEMES: Final = ("https", _HTTP)


class Refusal(StrEnum):
    """What kept a body from being taken; `docs/webhooks.md` explains each."""

    STATUS = "status"
    """An answer that is neither 2xx nor 410."""
    REDIRECT = "redirect"
    ADDRESS = "address"
    """A machine that is not on the public network."""
    NAME = "name"
    """A name that nobody knows."""
    CONNECTION = "connection"
    TLS = "tls"
    TIME = "time"
    """No answer within the limit."""
    ANSWER = "answer"
    """An answer that is too long, or none in HTTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of posting.

    Attributes
    ----------
    status
        What was answered; ``None``: nothing.
    refusal
        What went wrong; ``None``: the body was taken.
    """

    status: int | None = None
    refusal: Refusal | None = None


class _Refused(Exception):  # noqa: N818 - ends a connection; nobody outside sees it
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


_FAILURES: Final = (
    _Refused,
    HookAddressRefused,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.NetworkError,
    OSError,
)


def check_url(url: str, *, is_local_allowed: bool) -> str:
    """Check an address to which somebody wants notices to be sent, as far as it tells.

    Parameters
    ----------
    url
        The address.
    is_local_allowed
        Whether this machine may be meant, and be asked without TLS.

    Returns
    -------
    str
        The address.

    Raises
    ------
    HookAddressRefused
        When it is no https address of a machine on the public network, or names a user.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(url) from None
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    is_whole = bool(host) and port != 0 and parts.scheme in _SCHEMES
    is_silent = parts.username is None and parts.password is None and not parts.fragment
    if not (is_plain and is_whole and is_silent):
        raise _refused(url)
    if parts.scheme == _HTTP and not is_local_allowed:
        raise _refused(url)
    with suppress(ValueError):
        if not _may_connect(ipaddress.ip_address(host), is_local_allowed=is_local_allowed):
            raise _refused(url)
    if host.rstrip(".").endswith("localhost") and not is_local_allowed:
        raise _refused(url)
    return url


class Poster:
    """Posts bodies.

    Parameters
    ----------
    is_local_allowed
        Whether this machine may be the receiver.
    time_limit_s
        How long an exchange may take.
    resolve
        Gives the addresses of a host and port; ``None``: the system's resolver.
    """

    def __init__(
        self,
        *,
        is_local_allowed: bool,
        time_limit_s: float = TIME_LIMIT_S,
        resolve: Callable[[str, int], list[str]] | None = None,
    ) -> None:
        self._is_local_allowed = is_local_allowed
        self._time_limit_s = time_limit_s
        self._resolve = resolve or _resolve

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, /) -> Posted:
        """Post a body.

        Parameters
        ----------
        url
            Where to.
        headers
            Besides the usual ones.
        body
            What.

        Returns
        -------
        Posted
            Never an error: whatever goes wrong is a refusal.
        """
        try:
            check_url(url, is_local_allowed=self._is_local_allowed)
            status = self._status(url, headers, body)
        except _FAILURES as error:
            return Posted(refusal=_refusal_of(error))
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Posted(status=status)
        is_redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
        return Posted(status=status, refusal=Refusal.REDIRECT if is_redirect else Refusal.STATUS)

    def _status(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        network = _Guarded(
            until=time.monotonic() + self._time_limit_s,
            is_local_allowed=self._is_local_allowed,
            resolve=self._resolve,
        )
        sent = {"content-type": "application/json", "user-agent": "Commonwheel", **headers}
        with (
            httpcore.ConnectionPool(network_backend=network) as pool,
            pool.stream("POST", url, headers=list(sent.items()), content=body) as answer,
        ):
            return answer.status


def _refusal_of(error: Exception) -> Refusal:
    if isinstance(error, _Refused):
        return error.refusal
    if isinstance(error, HookAddressRefused):
        return Refusal.ADDRESS
    if isinstance(error, httpcore.TimeoutException | TimeoutError):
        return Refusal.TIME
    if isinstance(error, httpcore.ProtocolError):
        return Refusal.ANSWER
    first: BaseException = error
    while (before := first.__cause__ or first.__context__) is not None:
        first = before
    return Refusal.TLS if isinstance(first, ssl.SSLError) else Refusal.CONNECTION


def _refused(url: str) -> HookAddressRefused:
    msg = f"Expected an https address of a machine on the public network, got {url[:100]!r}."
    return HookAddressRefused(msg)


def _may_connect(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, *, is_local_allowed: bool
) -> bool:
    """Tell whether an address is one of the public network, whatever it is wrapped in."""
    inner: ipaddress.IPv4Address | ipaddress.IPv6Address = address
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        wrapped = address.ipv4_mapped or address.sixtofour
        inner = wrapped or inner
    if is_local_allowed and inner.is_loopback:
        return True
    return inner.is_global and not inner.is_multicast


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Refused(Refusal.NAME) from error
    return [str(address[0]) for *_, address in found]


class _Guarded(httpcore.NetworkBackend):
    """Connects to public machines only, until a moment."""

    def __init__(
        self, *, until: float, is_local_allowed: bool, resolve: Callable[[str, int], list[str]]
    ) -> None:
        self._until = until
        self._is_local_allowed = is_local_allowed
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve a name, look at every address, and connect to the first."""
        del timeout, local_address
        addresses = self._resolve(host, port)
        if not addresses:
            raise _Refused(Refusal.NAME)
        for address in addresses:
            known = ipaddress.ip_address(address.partition("%")[0])
            if not _may_connect(known, is_local_allowed=self._is_local_allowed):
                raise _Refused(Refusal.ADDRESS)
        left = _left(self._until)
        stream = self._plain.connect_tcp(
            addresses[0], port, timeout=left, socket_options=socket_options
        )
        return _Bounded(stream, until=self._until)


class _Bounded(httpcore.NetworkStream):
    """A connection that ends at a moment and gives so many bytes and no more."""

    def __init__(self, stream: httpcore.NetworkStream, *, until: float) -> None:
        self._stream = stream
        self._until = until
        self._left_bytes = MOST_ANSWER_BYTES

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is."""
        del timeout
        got = self._stream.read(max_bytes, timeout=_left(self._until))
        self._left_bytes -= len(got)
        if self._left_bytes < 0:
            raise _Refused(Refusal.ANSWER)
        return got

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        del timeout
        self._stream.write(buffer, timeout=_left(self._until))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go on under TLS, with the name that the address had."""
        del timeout
        stream = self._stream.start_tls(
            ssl_context, server_hostname=server_hostname, timeout=_left(self._until)
        )
        return _Bounded(stream, until=self._until)

    def get_extra_info(self, info: str) -> object:
        """Tell what the connection knows."""
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise _Refused(Refusal.TIME)
    return left
