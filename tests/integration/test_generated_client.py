"""A client that a generator makes of the OpenAPI document speaks to a real server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.app import Options
from api.serve import serving
from tests.api_world import HOME, build, open_app
from tools.setup.node import path_with_node
from tools.setup.steps import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "api" / "web" / "node_modules" / ".bin"
DOCUMENT = ROOT / "tests" / "golden" / "openapi.json"

USE = """
import { client } from './made/client.gen';
import { ordersV1OrdersGet, placeV1OrdersPost, quoteV1QuotesPost } from './made/sdk.gen';

declare const process: { argv: [string, string, string, string, string, string] };
const [, , baseUrl, key, lat, lon] = process.argv;
client.setConfig({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
const parcels = [{ weight_g: 500 }];
const delivery = { location: { lat: Number(lat), lon: Number(lon) } };

const quote = await quoteV1QuotesPost({ body: { delivery, parcels } });
const quote_id = quote.data?.id ?? '';
const headers = { 'Idempotency-Key': 'once' };
const first = await placeV1OrdersPost({ body: { quote_id }, headers });
const again = await placeV1OrdersPost({ body: { quote_id }, headers });
const listed = await ordersV1OrdersGet();
// @ts-expect-error the document says that a weight is a number
const wrong = await quoteV1QuotesPost({ body: { delivery, parcels: [{ weight_g: 'heavy' }] } });
console.log(
  JSON.stringify({
    fee: quote.data?.fee.total_minor,
    order: first.data?.id,
    again: again.data?.id,
    listed: listed.data?.orders.map(({ id }) => id),
    code: wrong.error?.code,
  }),
);
"""

SETTINGS = {
    "compilerOptions": {
        "target": "ES2022",
        "module": "ESNext",
        "moduleResolution": "bundler",
        "lib": ["ES2022", "DOM", "DOM.Iterable"],
        "types": [],
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
    },
    "include": ["use.ts", "made"],
}


def run(name: str, *arguments: str, folder: Path) -> str:
    """Run one of the front-end's tools, or node; give what it printed."""
    try:
        path = path_with_node()
    except SetupError as error:
        pytest.skip(str(error))
    command: Sequence[str] = [name if name == "node" else str(TOOLS / name), *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": path, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not (TOOLS / "openapi-ts").exists(), reason="npm ci in api/web installs it")
def test_a_generated_client_speaks_to_the_api(tmp_path: Path) -> None:
    """Its types refuse what the document forbids; its calls are answered as it expects."""
    run(
        "openapi-ts",
        "-i",
        str(DOCUMENT),
        "-o",
        "made",
        "-c",
        "@hey-api/client-fetch",
        folder=tmp_path,
    )
    (tmp_path / "use.ts").write_text(USE)
    (tmp_path / "tsconfig.json").write_text(json.dumps(SETTINGS))
    run("tsc", "--project", ".", folder=tmp_path)
    run("rolldown", "use.ts", "--format", "esm", "--file", "use.mjs", folder=tmp_path)
    installation = build(tmp_path)
    facts = installation.city.facts
    options = Options(rate=None, pages=tmp_path)

    with open_app(installation, tmp_path / "made", options) as (_, app, _), serving(app) as address:
        key = installation.secrets[(HOME, "storefront")]
        place = (str(facts.center_lat), str(facts.center_lon))
        said = json.loads(run("node", "use.mjs", address, key, *place, folder=tmp_path))

    assert said["fee"] > 0
    assert said["order"] == said["again"]
    assert said["order"] in said["listed"]
    assert said["code"] == "body_invalid"
