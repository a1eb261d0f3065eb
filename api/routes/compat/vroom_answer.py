"""From a body in VROOM's JSON to VROOM's answer, or to one of its codes.

Codes are VROOM's: 0 fine, 1 our fault, 2 the request's, 3 no way along the streets; and 4 of
its HTTP server for a problem that is too large. That server answers code 3 with status 500; here
it is 422, because what somebody has sent is no fault of the server.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from api.logs import LOGGER_NAME
from api.polyline import write_polyline
from api.strict_json import RefusedJsonError, parse
from routing.instances import InstanceError, fields
from routing.instances.vroom import read_document
from routing.instances.vroom_answers import points_of, write_answer
from routing.streets.errors import CityError
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.geometry import Lines
    from api.optimizer import Optimizer
    from routing.instances.vroom import VroomFile
    from routing.model import Location, Matrix
    from routing.solution import Solution
    from routing.streets.city import City

INTERNAL, INPUT, ROUTING, TOO_LARGE = 1, 2, 3, 4
STATUSES: Final = {INTERNAL: 500, INPUT: 400, ROUTING: 422, TOO_LARGE: 413}

MOST_STOPS: Final = 1000
MOST_VEHICLES: Final = 200
LONGEST_WISH_S: Final = 86_400

PROFILES: Final = {
    **{profile.value: profile for profile in Profile},
    "car": Profile.E_VAN,
    "driving-car": Profile.E_VAN,
    "bicycle": Profile.BIKE,
    "cycling-regular": Profile.BIKE,
    "pedestrian": Profile.FOOT,
    "foot-walking": Profile.FOOT,
}
"""Ways of moving by the names that servers of streets give them."""

Answer: TypeAlias = tuple[int, dict[str, Any]]


class RefusedError(Exception):
    """Ends a request with one of VROOM's codes.

    Parameters
    ----------
    code
        One of `STATUSES`.
    message
        What clients are told.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Means:
    """What a problem is solved with.

    Attributes
    ----------
    optimizer
        Searches.
    city
        Streets for what has no matrix, and for lines; ``None``: there are none.
    lines
        Draws.
    """

    optimizer: Optimizer
    city: City | None
    lines: Lines


def answer_of(body: bytes, means: Means) -> Answer:
    """Read a problem, solve it and write the answer.

    Parameters
    ----------
    body
        As it was sent.
    means
        What it is solved with.

    Returns
    -------
    tuple
        HTTP status and the document.
    """
    try:
        return 200, _solved(parse(body), means)
    except RefusedJsonError:
        return _refusal(INPUT, "Expected strict JSON with vehicles and jobs or shipments.")
    except InstanceError as error:
        return _refusal(INPUT, str(error))
    except RefusedError as error:
        return _refusal(error.code, str(error))
    except Exception:
        logging.getLogger(LOGGER_NAME).exception("optimization broke")
        return _refusal(INTERNAL, "Internal error")


def _refusal(code: int, message: str) -> Answer:
    return STATUSES[code], {"code": code, "error": message}


def _solved(document: object, means: Means) -> dict[str, Any]:
    root = fields.record(document, "the body")
    _check_size(root)
    options = fields.record(root.get("options", {}), "options")
    wished = options.get("l")
    if wished is not None:
        wished = fields.number(wished, "options.l", least=0.001, most=LONGEST_WISH_S)
    began = time.perf_counter()
    file = read_document(root, travel=partial(_travel, means.city))
    loaded = time.perf_counter()
    solution = means.optimizer.solve(file.instance.problem, seconds=wished)
    solved = time.perf_counter()
    lines = _lines(file, solution, means) if options.get("g") is True else {}
    answer = write_answer(file, solution, lines)
    answer["summary"]["computing_times"] = {
        "loading": round(1000 * (loaded - began)),
        "solving": round(1000 * (solved - loaded)),
        "routing": round(1000 * (time.perf_counter() - solved)),
    }
    return answer


def _check_size(root: Mapping[str, Any]) -> None:
    if "vehicles" not in root or not ("jobs" in root or "shipments" in root):
        raise RefusedError(INPUT, "Expected vehicles, and jobs or shipments, in the body.")
    sizes = {
        name: len(fields.array(root.get(name, []), name))
        for name in ("vehicles", "jobs", "shipments")
    }
    num_stops = sizes["jobs"] + 2 * sizes["shipments"]
    if num_stops > MOST_STOPS:
        msg = f"Too many locations ({num_stops}) in query, maximum is set to {MOST_STOPS}"
        raise RefusedError(TOO_LARGE, msg)
    if sizes["vehicles"] > MOST_VEHICLES:
        msg = f"Too many vehicles ({sizes['vehicles']}) in query, maximum is set to {MOST_VEHICLES}"
        raise RefusedError(TOO_LARGE, msg)


def _profile(name: str) -> Profile:
    if name not in PROFILES:
        msg = f"Expected a matrix at matrices.{name} or a profile of {', '.join(PROFILES)}."
        raise RefusedError(INPUT, msg)
    return PROFILES[name]


def _travel(city: City | None, name: str, points: Sequence[Location]) -> Matrix:
    profile = _profile(name)
    if city is None:
        msg = f"Expected a matrix at matrices.{name}: no streets are loaded here."
        raise RefusedError(ROUTING, msg)
    try:
        return city.matrix(points, profile)
    except CityError as error:
        raise RefusedError(ROUTING, str(error)) from error


def _lines(file: VroomFile, solution: Solution, means: Means) -> dict[int, str]:
    """Draw routes whose places all have coordinates, where there are streets."""
    lines: dict[int, str] = {}
    for route in solution.routes:
        points = points_of(file, route)
        profile = PROFILES.get(file.root["vehicles"][route.vehicle].get("profile", "car"))
        if means.city is not None and points is not None and profile is not None:
            drawn = means.lines.through(means.city, points, profile)
            lines[route.vehicle] = write_polyline(drawn)
    return lines
