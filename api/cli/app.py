"""All commands under one name."""

import inspect

import typer

from api.cli import (
    audit,
    bench,
    city,
    coop,
    courier,
    demo,
    imports,
    key,
    overlay,
    pay,
    policy,
    replay,
    serving,
    solve,
    standing,
    webhook,
)


def make_app() -> typer.Typer:
    """Put the commands together.

    Returns
    -------
    typer.Typer
        A fresh application; nothing heavy is imported before a command runs.
    """
    app = typer.Typer(
        name="commonwheel",
        help="Dispatch and routing for worker-owned courier co-operatives.",
        epilog="Every command explains itself: commonwheel COMMAND --help",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.command("demo")(demo.demo)
    app.command("solve")(solve.solve)
    app.command("replay")(replay.replay)
    app.add_typer(bench.group(), name="bench")
    app.add_typer(city.group(), name="city")
    app.add_typer(coop.coop_group(), name="coop")
    app.add_typer(courier.group(), name="courier")
    app.add_typer(imports.group(), name="import")
    app.add_typer(overlay.group(), name="overlay")
    app.command("sign-in-link")(coop.sign_in_link)
    app.add_typer(key.group(), name="key")
    app.add_typer(webhook.group(), name="webhook")
    app.add_typer(standing.group(), name="standing")
    app.add_typer(policy.group(), name="policy")
    app.add_typer(pay.group(), name="pay")
    app.command("serve")(serving.serve)
    app.command("worker")(serving.worker)
    app.add_typer(audit.group(), name="audit")
    _keep_lines_of_examples(app)
    return app


def _keep_lines_of_examples(app: typer.Typer) -> None:
    r"""Give click its mark of a paragraph to leave alone, which docstrings write as ``\b``."""
    for command in app.registered_commands:
        text = inspect.getdoc(command.callback) if command.callback else None
        if command.help is None and text is not None:
            command.help = text.replace("\\b\n", "\b\n")
    for group in app.registered_groups:
        if group.typer_instance is not None:
            _keep_lines_of_examples(group.typer_instance)
