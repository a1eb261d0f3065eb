"""Options and arguments that many commands have."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
StoreUrl = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="Default: COMMONWHEEL_STORE_URL.")
]
CoopArgument = Annotated[str, typer.Argument(metavar="COOP", help="Id of the co-op.")]
