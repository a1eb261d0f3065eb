"""`commonwheel policy`: packs to start from, rules in plain words, what a change would change."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.moments import moment_of
from api.cli.options import AsJson, CoopArgument, StoreUrl
from api.cli.policy_sources import SOURCE, policy_of, words_in
from api.cli.results import hand_out, write_json, write_pairs, write_rows
from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.cli.outcome import Streams

Language = Annotated[str, typer.Option("--language", metavar="TAG", help="en, es, ca, fr or de.")]
Source = Annotated[str, typer.Argument(metavar="POLICY", help=SOURCE)]


def group() -> typer.Typer:
    """Put the commands about policies together."""
    policy = typer.Typer(help="Read, compare, check and adopt rules.", rich_markup_mode=None)
    policy.command("packs")(packs)
    policy.command("show")(show)
    policy.command("diff")(diff)
    policy.command("check")(check)
    policy.command("adopt")(adopt)
    return policy


def packs(context: typer.Context, *, language: Language = "en", as_json: AsJson = False) -> None:
    r"""List the policy packs and the law packs, with what they are for and taken from.

    Example:

    \b
    commonwheel policy packs
    """
    from fairness.laws import law_named, law_names
    from fairness.packs import pack_names

    streams: Streams = context.obj
    words = words_in(language)
    rows = [
        {
            "pack": name,
            "title": words.say(f"pack.{name}.title"),
            "about": words.say(f"pack.{name}.about"),
        }
        for name in pack_names()
    ]
    laws = [
        {"law": law.name, "as_of": law.as_of, "source": law.source}
        for law in map(law_named, law_names())
    ]
    if as_json:
        write_json(streams.out, {"packs": rows, "laws": laws})
    else:
        write_rows(streams.out, rows)
        streams.out.write("\n")
        write_rows(streams.out, laws)


def show(
    context: typer.Context,
    policy: Source,
    *,
    language: Language = "en",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Say every rule of a policy in plain words; with --json as a document to write rules from.

    Example:

    \b
    commonwheel policy show hybrid --language es
    """
    from api.policy_words import rule_texts
    from fairness.policy import to_mapping

    streams: Streams = context.obj
    found = policy_of(policy, store)
    if as_json:
        write_json(streams.out, to_mapping(found))
    else:
        streams.out.writelines(
            f"{line}\n" for line in rule_texts(words_in(language), found).values()
        )


def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help=SOURCE)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=SOURCE)],
    *,
    language: Language = "en",
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Say what one policy changes of another, clause by clause.

    Example:

    \b
    commonwheel policy diff wheels proposal.json --language fr
    """
    from api.policy_words import change_texts
    from fairness.differences import differences

    streams: Streams = context.obj
    words = words_in(language)
    before, after = policy_of(old, store), policy_of(new, store)
    changes = differences(before, after)
    said = change_texts(words, changes, before=before.currency, after=after.currency)
    if as_json:
        rows = [
            {"clause": c.clause, "before": c.before, "after": c.after, "text": text}
            for c, text in zip(changes, said, strict=True)
        ]
        write_json(streams.out, {"changes": rows})
    else:
        streams.out.writelines(f"{line}\n" for line in said or (words.say("policy.same"),))


def check(
    context: typer.Context,
    policy: Source,
    *,
    coop: Annotated[
        str | None, typer.Option(metavar="ID", help="Also against this co-op's coming shifts.")
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Find out whether a policy could be adopted; leaves with code 2 and names the clause if not.

    With --coop it also lists the agreed shifts that its limits would break.

    Example:

    \b
    commonwheel policy check proposal.json --coop wheels
    """
    from dispatch.caps import breaches
    from fairness.contradictions import reject_unlawful

    streams: Streams = context.obj
    found = policy_of(policy, store)
    reject_unlawful(found)
    rows: list[dict[str, object]] = []
    if coop is not None:
        from api.cli.coop import known_coop

        with opened_store(store, create=False) as kept:
            name = known_coop(kept.coops(), coop).id
            with kept.read(name) as tx:
                rows = [
                    {"shift": one.shift, "courier": one.courier, "clause": one.clause}
                    for one in breaches(tx, found, now=datetime.now(UTC))
                ]
    if as_json:
        write_json(streams.out, {"is_valid": True, "law": found.law, "breaking_shifts": rows})
    else:
        write_pairs(streams.out, {"valid": "yes", "law": found.law, "breaking shifts": len(rows)})
        write_rows(streams.out, rows)


def adopt(
    context: typer.Context,
    coop: CoopArgument,
    policy: Source,
    *,
    valid_from: Annotated[
        str | None,
        typer.Option("--from", metavar="MOMENT", help="RFC 3339, with an offset; default: now."),
    ] = None,
    store: StoreUrl = None,
    as_json: AsJson = False,
) -> None:
    r"""Put a policy into force as the co-op's next version; older versions stay.

    Example:

    \b
    commonwheel policy adopt wheels worker_coop --from 2026-04-01T00:00:00+02:00
    """
    from api.cli.coop import acting, known_coop
    from dispatch.governing import adopt_policy

    streams: Streams = context.obj
    now = datetime.now(UTC)
    begins = now if valid_from is None else moment_of(valid_from, "--from")
    wanted = policy_of(policy, store)
    with opened_store(store, create=False) as kept:
        name = known_coop(kept.coops(), coop).id
        actor = acting(name, is_member=True)
        with kept.read(name) as tx:
            version = 1 + max((known.version for known in tx.policies.all()), default=0)
            currency = tx.coop.currency
        if policy in _packs():
            wanted = replace(wanted, currency=currency)
        wanted = replace(wanted, version=version, valid_from=begins)
        kept.write(name, lambda tx: adopt_policy(tx, actor, wanted, now=now)).result()
    facts = {"coop": coop, "policy_version": version, "valid_from": begins.isoformat()}
    hand_out(streams.out, facts, as_json=as_json)


def _packs() -> tuple[str, ...]:
    from fairness.packs import pack_names

    return pack_names()
