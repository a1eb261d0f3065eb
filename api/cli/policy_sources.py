"""Where the command line takes a policy from: a pack, a file, or a co-op's store."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.cli.settings import opened_store

if TYPE_CHECKING:
    from api.words import Words
    from fairness.policy import Policy

SOURCE: Final = "A pack's name, a JSON file, COOP for its rules in force, or COOP@VERSION."
LARGEST_FILE: Final = 1_000_000
MOST_DIGITS: Final = 6


def policy_of(source: str, store: str | None) -> "Policy":
    """Read a policy from a pack, a file or a store.

    Raises
    ------
    ValueError
        When there is no such thing, or it is no policy; names the clause at fault.
    """
    from fairness.packs import pack_named, pack_names
    from fairness.policy import parse_policy

    if source in pack_names():
        return pack_named(source, valid_from=datetime.now(UTC))
    path = Path(source)
    if path.suffix == ".json" or path.is_file():
        if path.stat().st_size > LARGEST_FILE:
            msg = f"Expected a policy of at most {LARGEST_FILE} bytes in {source}, got more."
            raise ValueError(msg)
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:
            msg = f"Expected JSON in {source}, got: {error}."
            raise ValueError(msg) from error
        which = {"version": 1, "valid_from": datetime.now(UTC).isoformat()}
        return parse_policy(which | document if isinstance(document, dict) else document)
    return _of_coop(source, store)


def words_in(language: str) -> "Words":
    """Give the sentences of a language.

    Raises
    ------
    ValueError
        When there are none.
    """
    from api.languages import LANGUAGES, load_catalogs
    from api.words import Words

    if language not in LANGUAGES:
        msg = f"Expected --language among {', '.join(LANGUAGES)}, got {language!r}."
        raise ValueError(msg)
    return Words(catalogs=load_catalogs(), language=language)


def _of_coop(source: str, store: str | None) -> "Policy":
    from api.cli.coop import known_coop
    from fairness.packs import pack_names

    name, _, version = source.partition("@")
    if version and not (version.isdecimal() and len(version) <= MOST_DIGITS):
        msg = f"Expected a version after @, got {version!r}."
        raise ValueError(msg)
    try:
        with opened_store(store, create=False) as kept:
            coop = known_coop(kept.coops(), name).id
            with kept.read(coop) as tx:
                if version:
                    return tx.policies.get(int(version))
                return tx.policies.at(datetime.now(UTC))
    except ValueError as error:
        packs = ", ".join(pack_names())
        msg = f"Expected a pack ({packs}), a JSON file or a co-op, got {source!r}: {error}"
        raise ValueError(msg) from error
