"""How CoopCycle's clients are told that something is wrong: Hydra, in the same object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUSES_THERE: Final[Mapping[int, int]] = {409: 400, 422: 400}
"""Status codes that those clients do not know, and what they get instead."""


def speaks_coopcycle(path: str) -> bool:
    """Tell whether a path is one of CoopCycle's."""
    return path == "/api" or path.startswith("/api/")


def said_in_coopcycle(problem: dict[str, object]) -> dict[str, object]:
    """Add to a problem document what CoopCycle's clients read.

    Parameters
    ----------
    problem
        Members of RFC 9457.

    Returns
    -------
    dict
        With the members of a ``hydra:Error``; with places that are wrong, a
        ``ConstraintViolationList`` whose ``violations`` name them.
    """
    faults = problem.get("errors")
    description = problem["detail"]
    said: dict[str, object] = {
        **problem,
        "@context": "/api/contexts/Error",
        "@type": "hydra:Error",
        "hydra:title": problem["title"],
    }
    if isinstance(faults, list) and faults:
        violations = [
            {"propertyPath": _path(fault), "message": fault["detail"]} for fault in faults
        ]
        said["@context"] = "/api/contexts/ConstraintViolationList"
        said["@type"] = "ConstraintViolationList"
        said["violations"] = violations
        description = "\n".join(
            f"{one['propertyPath']}: {one['message']}".removeprefix(": ") for one in violations
        )
    return {**said, "hydra:description": description}


def _path(fault: Mapping[str, str]) -> str:
    """Write a JSON pointer as property path: ``dropoff.address``."""
    place = fault.get("pointer", fault.get("parameter", ""))
    return place.removeprefix("#").lstrip("/").replace("/", ".")
