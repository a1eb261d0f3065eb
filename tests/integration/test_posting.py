"""Posting to addresses that somebody chose: public machines only, and not for long."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from dispatch.errors import HookAddressRefused
from dispatch.posting import MOST_ANSWER_BYTES, Posted, Poster, Refusal, check_url
from tests.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver on this machine."""
    with receiving() as listening:
        yield listening


def here(time_limit_s: float = 5.0) -> Poster:
    """Give a poster that may post to this machine."""
    return Poster(is_local_allowed=True, time_limit_s=time_limit_s)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "ftp://shop.example/hook",
        "https:///hook",
        "https://user:word@shop.example/",
        "https://user@shop.example/",
        "https://shop.example/#part",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example/ hook",
        "https://shop.example/\r\nX-Other: 1",
        "https://shöp.example/",
        "https://[::1",
        "https://localhost/",
        "https://localhost./",
        "https://a.localhost:8443/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::]/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://shop.example/" + "a" * 500,
    ],
)
def test_an_address_that_is_none_of_the_public_network_is_refused(url: str) -> None:
    """Private, local, wrapped, without TLS, with a user, or no address at all."""
    with pytest.raises(HookAddressRefused):
        check_url(url, is_local_allowed=False)


@pytest.mark.parametrize(
    "url",
    ["https://shop.example/hook?a=1", "https://93.184.215.14:8443/", "https://[2606:4700::1]/"],
)
def test_a_public_address_is_taken(url: str) -> None:
    """A name is looked up only when something is sent."""
    assert check_url(url, is_local_allowed=False) == url


@pytest.mark.parametrize("addresses", [["10.0.0.7"], ["93.184.215.14", "127.0.0.1"]])
def test_a_name_that_leads_inward_is_never_connected_to(
    receiver: Receiver, addresses: list[str]
) -> None:
    """Whatever the name says: one private address among those that it has is enough."""
    port = receiver.url.rsplit(":", maxsplit=1)[1].split("/")[0]
    poster = Poster(is_local_allowed=False, resolve=lambda _host, _port: addresses)

    posted = poster(f"https://shop.example:{port}/", {}, b"{}")

    assert posted == Posted(refusal=Refusal.ADDRESS)
    assert receiver.received == []


def test_this_machine_may_be_meant_but_no_other_private_one() -> None:
    """The setting for development opens loopback, not the network at home."""
    with pytest.raises(HookAddressRefused):
        check_url("https://192.168.1.1/", is_local_allowed=True)
    assert check_url("http://127.0.0.1:1/", is_local_allowed=True)


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to(
    receiver: Receiver,
) -> None:
    """The name is asked for once, so that it cannot lead elsewhere a moment later."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    url = receiver.url.replace("127.0.0.1", "shop.example")
    posted = Poster(is_local_allowed=True, resolve=resolve)(url, {"x-a": "1"}, b'{"a":1}')

    assert posted == Posted(status=200)
    assert asked == ["shop.example"]
    (got,) = receiver.received
    assert got.headers["host"].startswith("shop.example")
    assert (got.headers["x-a"], got.body) == ("1", b'{"a":1}')
    assert got.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (200, None),
        (204, None),
        (302, Refusal.REDIRECT),
        (400, Refusal.STATUS),
        (410, Refusal.STATUS),
        (500, Refusal.STATUS),
    ],
)
def test_only_2xx_means_that_it_was_taken(
    receiver: Receiver, status: int, refusal: Refusal | None
) -> None:
    """A redirect is no success, and it is not followed: one request came."""
    receiver.answer = lambda _: (status, {"location": "http://127.0.0.1:9/inside"})

    posted = here()(receiver.url, {}, b"{}")

    assert posted == Posted(status=status, refusal=refusal)
    assert len(receiver.received) == 1


def test_an_endless_answer_is_cut_off(receiver: Receiver) -> None:
    """A header longer than all that is read ends it, whatever its status."""
    receiver.answer = lambda _: b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * (2 * MOST_ANSWER_BYTES)

    assert here()(receiver.url, {}, b"{}").refusal is Refusal.ANSWER


def test_what_is_no_http_is_no_answer(receiver: Receiver) -> None:
    """A greeting of a mail server, say."""
    receiver.answer = lambda _: b"220 ready\r\n\r\n"

    assert here()(receiver.url, {}, b"{}").refusal is Refusal.ANSWER


def test_a_receiver_that_says_nothing_is_left_after_the_limit(receiver: Receiver) -> None:
    """It answers only when the test is over; we have gone by then."""
    is_over = threading.Event()

    def hang(_: object) -> tuple[int, dict[str, str]]:
        is_over.wait()
        return 200, {}

    receiver.answer = hang

    posted = here(time_limit_s=0.2)(receiver.url, {}, b"{}")

    is_over.set()
    assert posted == Posted(refusal=Refusal.TIME)


def test_a_receiver_that_drips_is_left_after_the_limit() -> None:
    """Each byte comes in time, the answer does not: the limit is for all of it."""
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):  # we hang up
                while not is_over.wait(0.05):
                    connection.sendall(b"H")

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"

        posted = here(time_limit_s=0.4)(url, {}, b"{}")

        is_over.set()
        thread.join()
    assert posted == Posted(refusal=Refusal.TIME)


def test_what_cannot_be_reached_is_said_by_its_kind(receiver: Receiver) -> None:
    """A closed port, a name that nobody knows, and a receiver that speaks no TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        closed = listening.getsockname()[1]

    refusals = [
        here()(url, {}, b"{}").refusal
        for url in (
            f"http://127.0.0.1:{closed}/",
            "http://nobody.invalid/",
            receiver.url.replace("http:", "https:"),
        )
    ]

    assert refusals == [Refusal.CONNECTION, Refusal.NAME, Refusal.TLS]
