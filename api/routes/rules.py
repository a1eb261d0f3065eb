"""The rules of the co-op, for everybody who works under them."""

from typing import Annotated

from fastapi import Path, Query

from api.deps import AskDep, VersionPath
from api.schemas.fields import Params
from api.schemas.rules import ChangesOut, PacksOut, PolicyOut, VersionsOut
from api.schemas.tariff import TariffOut
from dispatch.errors import NotFound
from fairness.packs import pack_named, pack_names

PackPath = Annotated[
    str,
    Path(max_length=64, pattern=r"^[a-z0-9_]+$", description="Name of a pack.", examples=["union"]),
]


class SinceParams(Params):
    """Which older version to compare with."""

    since: Annotated[int, Query(ge=1, le=1_000_000, description="An older version.")] = 1


async def policy(ask: AskDep) -> PolicyOut:
    """Give the rules in force, each in plain words."""
    found = await ask.read(lambda tx: tx.policies.at(ask.now))
    return PolicyOut.of(found, ask.words, has_heights=ask.has_heights)


async def tariff(ask: AskDep) -> TariffOut:
    """Tell what deliveries cost each class of storefronts, by which rules."""
    return TariffOut.of(await ask.read(lambda tx: tx.policies.at(ask.now)), ask.words)


async def versions(ask: AskDep) -> VersionsOut:
    """List every version of the rules, oldest first."""
    known = await ask.read(lambda tx: tx.policies.all())
    in_force = await ask.read(lambda tx: tx.policies.at(ask.now))
    return VersionsOut.of(known, in_force.version)


async def version(version: VersionPath, ask: AskDep) -> PolicyOut:
    """Give one version of the rules, each in plain words."""
    found = await ask.read(lambda tx: tx.policies.get(version))
    return PolicyOut.of(found, ask.words, has_heights=ask.has_heights)


async def changes(
    version: VersionPath, ask: AskDep, query: Annotated[SinceParams, Query()]
) -> ChangesOut:
    """Tell what a version of the rules changes of an older one, in plain words."""
    old = await ask.read(lambda tx: tx.policies.get(query.since))
    new = await ask.read(lambda tx: tx.policies.get(version))
    return ChangesOut.of(old, new, ask.words)


async def packs(ask: AskDep) -> PacksOut:
    """List the policy packs and law packs."""
    return PacksOut.of(pack_names(), ask.words)


async def pack_changes(pack: PackPath, ask: AskDep) -> ChangesOut:
    """Tell what a pack would change of the rules in force, in plain words."""
    if pack not in pack_names():
        raise NotFound.of(kind="policy pack", name=pack)
    old = await ask.read(lambda tx: tx.policies.at(ask.now))
    new = pack_named(pack, valid_from=ask.now, version=old.version + 1, currency=old.currency)
    return ChangesOut.of(old, new, ask.words)
