"""The three pages and their files."""

from fastapi import Request, Response

from api.deps import ServicesDep, WordsDep
from api.html import home_page
from api.page_files import PageFile, send_file
from api.problems import refuse

FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"


async def home(words: WordsDep) -> Response:
    """Say what this is and how to sign in."""
    return home_page(words)


async def console(request: Request, services: ServicesDep) -> Response:
    """Give the dispatcher's page."""
    return _answer(request, services.files.get("console.html"))


async def courier(request: Request, services: ServicesDep) -> Response:
    """Give the courier's page."""
    return _answer(request, services.files.get("courier.html"))


async def storefront(request: Request, services: ServicesDep) -> Response:
    """Give the storefront's page."""
    return _answer(request, services.files.get("storefront.html"))


async def asset(name: str, request: Request, services: ServicesDep) -> Response:
    """Give a file of a page."""
    return _answer(request, services.files.get(f"assets/{name}"))


async def file(name: str, request: Request, services: ServicesDep) -> Response:
    """Give a file that stands at the top."""
    return _answer(request, services.files.get(name))


def _answer(request: Request, found: PageFile | None) -> Response:
    if found is None:
        refuse("not_found")
    return send_file(request, found, FOREVER if found.is_forever else ALWAYS_ASK)
