"""`commonwheel replay`: weeks of work under several policies, and who would have earned what."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import day_of
from api.cli.options import AsJson, StoreUrl
from api.cli.policy_sources import SOURCE, policy_of, words_in
from api.cli.progress import progress_bars
from api.cli.results import write_json
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.cli.outcome import Streams
    from api.words import Words
    from fairness.policy import Policy
    from scenarios.replay.figures import ReplayFigures
    from scenarios.replay.weeks import Weeks


def replay(
    context: typer.Context,
    *,
    policies: Annotated[
        list[str],
        typer.Option(
            "--policy",
            metavar="POLICY[,CLAUSE=VALUE...]",
            help=f"Two to four times. {SOURCE} Clauses after a comma are changed.",
        ),
    ],
    weeks: Annotated[int, typer.Option(min=1, max=52, metavar="N", help="How many.")] = 4,
    load: Annotated[
        float, typer.Option(min=0.05, max=10, metavar="N", help="Orders per online hour.")
    ] = 1.8,
    couriers: Annotated[int, typer.Option(min=1, max=200, metavar="N", help="The crew.")] = 12,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Start of all chance.")] = 1,
    coop: Annotated[
        str | None,
        typer.Option("--coop", metavar="COOP", help="Replay its own orders and shifts instead."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="With --coop: last day. Default: yesterday."),
    ] = None,
    iterations: Annotated[
        int, typer.Option(min=1, max=1000, metavar="N", help="Iterations of search per plan.")
    ] = 5,
    svg: Annotated[
        Path | None,
        typer.Option(metavar="DIR", file_okay=False, help="Draw charts into this folder."),
    ] = None,
    store: StoreUrl = None,
    language: Annotated[
        str,
        typer.Option("--language", metavar="TAG", help="Of the verdicts: en, es, ca, fr or de."),
    ] = "en",
    as_json: AsJson = False,
) -> None:
    r"""Replay weeks of work under policies, and say who would have earned what.

    Drawn weeks, or with --coop its own. The same orders and shifts happen under each policy,
    planned every five minutes. Changes are against the first policy.

    Example:

    \b
    commonwheel replay --policy self_employed,lambda_s=0 --policy self_employed --weeks 4

    commonwheel replay --coop wheels --policy wheels --policy wheels,lambda_s=300
    """
    from scenarios.live.rules import LiveRules
    from scenarios.replay.report import as_json as to_json
    from scenarios.replay.report import charts
    from scenarios.replay.run import replay as run_weeks
    from scenarios.replay.weeks import draw_weeks

    streams: Streams = context.obj
    words = words_in(language)
    least, most = 2, 4
    if not least <= len(set(policies)) == len(policies) <= most:
        msg = f"Expected two to four different policies, got {', '.join(policies)}."
        raise ValueError(msg)
    chosen = {source: _changed(source, store) for source in policies}
    if coop is None:
        work = draw_weeks(num_weeks=weeks, num_couriers=couriers, load=load, seed=seed)
    else:
        work = _own(coop, store, until=until, num_weeks=weeks)
    with progress_bars(streams.err) as tell:
        runs = [
            run_weeks(
                work,
                LiveRules(policy=policy, iterations=iterations, seed=seed),
                name=name,
                tell=partial(tell, name),
            )
            for name, policy in chosen.items()
        ]

    if svg is not None:
        svg.mkdir(parents=True, exist_ok=True)
        for file, text in charts(runs).items():
            (svg / file).write_text(text, encoding="utf-8")
    if as_json:
        told = to_json(runs)
        for run, shown in zip(runs, told["policies"], strict=True):
            shown["verdict"] = _verdict(run, words)
        write_json(streams.out, told)
    else:
        _write_tables(streams, runs, words)


def _verdict(run: "ReplayFigures", words: "Words") -> str:
    from api.verdict_words import verdict_text
    from scenarios.replay.report import verdict

    found = verdict(run)
    return verdict_text(words, found.code, found.values)


def _write_tables(streams: "Streams", runs: "list[ReplayFigures]", words: "Words") -> None:
    from rich.console import Console

    from scenarios.replay.report import LETTERS, courier_table, summary_table

    console = Console(file=streams.out, highlight=False, markup=False)
    for letter, run in zip(LETTERS, runs, strict=False):
        console.print(f"{letter}  {run.name}", soft_wrap=True)
    console.print()
    console.print(summary_table(runs))
    for letter, run in zip(LETTERS, runs, strict=False):
        console.print()
        console.print(courier_table(run, letter))
    console.print()
    for letter, run in zip(LETTERS, runs, strict=False):
        console.print(f"{letter}: {_verdict(run, words)}", soft_wrap=True)


def _own(name: str, store: str | None, *, until: str | None, num_weeks: int) -> "Weeks":
    """Read a co-op's own weeks up to a day, or yesterday."""
    from api.cli.coop import known_coop
    from api.cli.imports import streets_of
    from scenarios.replay.own_history import own_weeks

    with opened_store(store, create=False) as kept:
        home = known_coop(kept.coops(), name)
        streets = streets_of(home)
        yesterday = home.day_of(datetime.now(UTC)) - timedelta(days=1)
        last = yesterday if until is None else day_of(until)
        with kept.read(home.id) as tx:
            return own_weeks(tx, streets, until=last, num_weeks=num_weeks)


def _changed(source: str, store: str | None) -> "Policy":
    """Read a policy and the clauses that are changed of it."""
    from fairness.policy import parse_policy, to_mapping

    name, *changes = source.split(",")
    found = policy_of(name, store)
    clauses = to_mapping(found)
    for change in changes:
        clause, is_given, value = change.partition("=")
        if not is_given:
            msg = f"Expected CLAUSE=VALUE after a comma, got {change!r}."
            raise ValueError(msg)
        try:
            clauses[clause] = json.loads(value)
        except (ValueError, RecursionError):
            clauses[clause] = value
    return parse_policy(clauses) if changes else found
