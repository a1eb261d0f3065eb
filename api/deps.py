"""What a route may ask for besides its body."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, TypeVar

import anyio.to_thread
from fastapi import Depends, Path, Request

from api.errands import Errand, ErrandKind
from api.schemas.fields import Day, Identifier
from api.services import Services
from api.words import Words
from dispatch.model import Access, Actor, Coop
from dispatch.store import ReadTransaction, Transaction
from dispatch.street_overlays import overlays_at
from dispatch.streets import Streets
from routing.streets.city import City

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ask:
    """One request of an actor whom the gate has admitted.

    Attributes
    ----------
    services
        What the application was made with.
    actor, access, coop
        Who asks, by which key or session, and where.
    words
        Sentences in their language.
    now
        The present moment.
    """

    services: Services
    actor: Actor
    access: Access
    coop: Coop
    words: Words
    now: datetime

    @property
    def streets(self) -> Streets:
        """The co-op's city, as use cases ask it."""
        return self.services.streets_of(self.coop)

    async def city(self) -> City:
        """Give the co-op's city as it is now, under its overlays, to draw and tell the way."""
        overlays = await self.read(partial(overlays_at, moment=self.now))
        city = self.services.city_of(self.coop)
        return await anyio.to_thread.run_sync(self.services.city_versions.under, city, overlays)

    async def read(self, function: Callable[[ReadTransaction], ResultT]) -> ResultT:
        """Run a function on one moment of the actor's co-op."""
        return await self.services.read(self.actor.coop, function)

    def start_errand(self, kind: ErrandKind, name: str) -> None:
        """Start a process for something of the actor's co-op."""
        self.services.start_errand(
            Errand(
                kind=kind,
                store_url=self.services.store.address,
                coop=self.actor.coop,
                name=name,
                city=self.services.city_of(self.coop).directory,
                now=self.now,
                speed=self.services.speed,
            )
        )

    async def write(self, function: Callable[[Transaction], ResultT]) -> ResultT:
        """Change the actor's co-op."""
        return await self.services.write(self.actor.coop, function)


async def get_services(request: Request) -> Services:
    """Give what the application was made with."""
    services: Services = request.app.state.services
    return services


async def get_words(request: Request) -> Words:
    """Give the sentences in the language of the request."""
    services = await get_services(request)
    return Words(catalogs=services.catalogs, language=request.state.language)


async def get_now(request: Request) -> datetime:
    """Give the present moment."""
    return (await get_services(request)).clock()


async def get_ask(request: Request) -> Ask:
    """Give the request of the actor whom the gate has admitted."""
    services = await get_services(request)
    return Ask(
        services=services,
        actor=request.state.actor,
        access=request.state.access,
        coop=request.state.coop,
        words=await get_words(request),
        now=services.clock(),
    )


ServicesDep = Annotated[Services, Depends(get_services)]
WordsDep = Annotated[Words, Depends(get_words)]
NowDep = Annotated[datetime, Depends(get_now)]
AskDep = Annotated[Ask, Depends(get_ask)]

DayPath = Annotated[Day, Path(description="A day of the co-op.", examples=["2026-03-02"])]
IdPath = Annotated[Identifier, Path(description="An id that we gave.")]
VersionPath = Annotated[int, Path(ge=1, le=1_000_000, description="Version of a plan.")]
