"""Annealing in cycles: cool down, shake, cool down again, and put the best pieces together.

Where vehicles are scarce, one long cooling ends in one valley that no small ruin leaves. So
an effort that allows it is spent on several coolings. Between two of them the best plan is
shaken: for a while shipments may be left out for little, then they are placed again at any
cost. What the coolings came by is a pool of routes, from which another solver may choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.solvers.ruin_recreate.kept import empty_kept, is_nearly_full
from routing.solvers.ruin_recreate.memory import IS_OPEN
from routing.solvers.ruin_recreate.stages import HEATS, clock_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from routing.effort import Effort
    from routing.solvers.ruin_recreate.engine import Engine, Plan
    from routing.solvers.ruin_recreate.stages import Clock

ROUNDS_PER_SHIPMENT = 400
"""Length of the first coolings: longer ones end better, more of them end in more valleys."""

LONGER, LONGEST = 2.0, 0.15
"""How many times longer coolings become after one that found nothing better, and the part of the
effort that such a longer one may take."""

SHAKES_PER_SHIPMENT = 100
"""Rounds of a shake, by shipment."""

MOST_REPAIRS = 0.15
"""How long shipments are placed again after a shake, in parts of a cooling."""

HOT, REHEATED, LUKEWARM = 0.5, 0.2, 0.02
"""Temperatures of a longer cooling, after a shake and after a choice, in mean costs of a leg."""

COLD, COOL = 0.005, 0.03
"""Temperatures at the end of a cooling that others follow, and of one that takes the whole effort,
in mean costs of a leg: the shorter it is, the sooner it freezes."""

PRICE = 3.0
"""Price of leaving a shipment out during a shake, in temperatures."""

EARLY = 0.02
"""Part of the effort after which the speed of a search is known."""

CHOICES = (0.5, 0.88)
"""Parts of the effort after which a choice is made from the pool."""

FEWEST_CYCLES = 3
"""Coolings that a pool must hold before a choice from it."""

SHARE_OF_CHOICE = 0.6
"""Part of what is left at the last choice that it may take; in the middle, that of a tenth."""


@dataclass(slots=True, eq=False)
class _Search:
    """A search in cycles.

    Attributes
    ----------
    engine
        With the plan to begin from as its current and best.
    clock
        How far it has come.
    chunks
        Numbers of rounds until the effort is spent.
    closed
        Vehicles that must not be used.
    leg
        Mean cost of a leg.
    tell
        Told after every chunk.
    plan, absent, cost
        The best plan so far.
    usual, length
        Rounds of the first coolings and of the next one, about.
    made
        Rounds so far.
    """

    engine: Engine
    clock: Clock
    chunks: Iterator[int]
    closed: list[int]
    leg: float
    tell: Callable[[], None]
    plan: Plan
    absent: list[int]
    cost: int
    usual: int
    length: float
    made: int = 0

    def until(self, end: float) -> Iterator[int]:
        """Yield numbers of rounds until a part of the effort is spent."""
        while end >= 1.0 or self.clock.fraction < end:
            rounds = next(self.chunks, 0)
            if not rounds:
                return
            self.made += rounds
            yield rounds
            self.tell()

    def part_for(self, rounds: float) -> float:
        """Return the part of the effort that some rounds take, as far as is known."""
        fraction = self.clock.fraction
        return rounds * fraction / max(self.made, 1) if fraction > EARLY else 0.0

    def lengthen(self) -> None:
        """Let coolings take longer, where the effort is large enough for several such."""
        fraction = self.clock.fraction
        if fraction > EARLY:
            longest = LONGEST * self.made / fraction
            self.length = max(self.usual, min(LONGER * self.length, longest))

    def take(self) -> bool:
        """Keep the engine's best plan if it is better, and tell whether it is."""
        if self.engine.costs[1] >= self.cost:
            return False
        self.cost = int(self.engine.costs[1])
        self.plan, self.absent = self.engine.best_plan(), self.engine.absent(of_best=True)
        return True

    def reload(self) -> None:
        """Let the engine begin from the best plan."""
        self.engine.load(self.plan, self.absent, self.closed)


def anneal_in_cycles(
    engine: Engine,
    effort: Effort,
    heats: tuple[float, float],
    choose: Callable[[Effort], Plan | None],
    tell: Callable[[], None],
) -> None:
    """Search for least cost; the best plan is the engine's afterwards.

    Parameters
    ----------
    engine
        With the plan to begin from as its current and best, and vehicles closed that must
        not be used.
    effort
        What may be spent.
    heats
        Temperature of the first cooling in mean costs of a leg, and that mean cost.
    choose
        Takes what it may spend and returns a better plan than the engine's best made from
        the routes it has kept, if it finds one.
    tell
        Called after every chunk of rounds.
    """
    hot, leg = heats
    clock = clock_of(effort)
    usual = ROUNDS_PER_SHIPMENT * engine.arrays.num_shipments
    search = _Search(
        engine=engine,
        clock=clock,
        chunks=clock.chunks(),
        closed=[v for v, is_open in enumerate(engine.memory.vehicle[:, IS_OPEN]) if not is_open],
        leg=leg,
        tell=tell,
        plan=engine.best_plan(),
        absent=engine.absent(of_best=True),
        cost=int(engine.costs[1]),
        usual=usual,
        length=usual,
    )
    choices = list(CHOICES)
    num_cycles = 0
    while clock.fraction < 1.0:
        last = choices[-1] if choices and num_cycles else 1.0
        before = search.made
        _cool(search, hot, last)
        if not search.take():
            search.lengthen()
        if search.made == before:
            break
        num_cycles += 1
        hot = HOT if search.length > usual else REHEATED
        if choices and clock.fraction >= choices[0] and num_cycles >= FEWEST_CYCLES:
            is_last = len(choices) == 1
            choices.pop(0)
            if _choose(search, effort, choose, is_last=is_last) or is_last:
                hot = LUKEWARM
                search.reload()
                continue
        _shake(search)
    search.reload()


def _cool(search: _Search, hot: float, last: float) -> None:
    """Let the temperature fall once; the first cooling learns meanwhile how long it is."""
    engine, clock = search.engine, search.clock
    highest = round(engine.problem.mandatory_penalty)
    began = clock.fraction
    end = _end(search, began, last)
    for rounds in search.until(1.0):
        if is_nearly_full(engine.kept):
            empty_kept(engine.kept)
        cooled = min(1.0, (clock.fraction - began) / max(end - began, 1e-9))
        engine.settle(highest)
        is_only = began == 0.0 and end == 1.0 and hot > COOL
        cold = COOL if is_only else COLD
        engine.run(rounds, search.leg * hot * (cold / hot) ** cooled, lenience=highest)
        end = _end(search, began, last)
        if end < 1.0 and clock.fraction >= end:
            return


def _end(search: _Search, began: float, last: float) -> float:
    """Return the part of the effort at which a cooling ends that began at another.

    What is left is cut in equal coolings of about the usual length, up to the last choice;
    an effort that is too small for several is one cooling.
    """
    wanted = search.part_for(search.length)
    if wanted <= 0.0:
        return 1.0
    until = last if last < 1.0 else CHOICES[-1]
    number = round((until - began) / wanted)
    if began == 0.0 and number < FEWEST_CYCLES:
        return 1.0
    return began + (until - began) / number if number > 0 else last


def _shake(search: _Search) -> None:
    """Leave the valley of the best plan, with nothing left out that it serves."""
    engine = search.engine
    search.reload()
    heat = REHEATED * search.leg
    price = min(round(PRICE * heat), engine.problem.mandatory_penalty)
    end = search.clock.fraction + search.part_for(SHAKES_PER_SHIPMENT * engine.arrays.num_shipments)
    for rounds in search.until(min(end, 0.999)):
        engine.settle(price)
        engine.run(rounds, heat, lenience=price)
    lost = sorted(set(engine.absent()) - set(search.absent))
    plan = engine.plan()
    if lost:
        engine.load(plan, lost, search.closed)
        end = search.clock.fraction + MOST_REPAIRS * search.part_for(search.usual)
        for number, rounds in enumerate(search.until(min(end, 0.999))):
            engine.run(rounds, search.leg * HEATS[number % len(HEATS)], is_fleet=True)
            if not engine.num_absent:
                break
        if engine.num_absent:
            search.reload()
            return
        plan = engine.plan()
    served = {code // 2 for codes in plan.values() for code in codes}
    absent = set(range(engine.arrays.num_shipments)) - served
    engine.load(plan, absent, search.closed)


def _choose(
    search: _Search,
    effort: Effort,
    choose: Callable[[Effort], Plan | None],
    *,
    is_last: bool,
) -> bool:
    """Let a better plan be put together from the kept routes; tell whether there is one."""
    search.reload()
    part = effort.part(SHARE_OF_CHOICE * (1.0 if is_last else 0.1))
    plan = choose(part)
    if plan is None:
        return False
    served = {code // 2 for codes in plan.values() for code in codes}
    absent = sorted(set(range(search.engine.arrays.num_shipments)) - served)
    search.engine.load(plan, absent, search.closed)
    if search.engine.costs[1] >= search.cost:
        return False
    search.take()
    return True
