"""Generated requests on every documented operation: no 5xx, and answers as documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.table import routes
from tests.api_world import SIGNED_IN

if TYPE_CHECKING:
    from schemathesis import Case

    from api.admission import Declared
    from tests.api_world import World

EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [one for one in routes() if one.tag and one.path != "/v1/live"]
ROLE_BY_TAG = {
    "courier": "courier",
    "storefront": "storefront",
    "widget": "storefront",
    "coopcycle": "storefront",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("declared", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
def test_generated_requests_are_answered_as_documented(
    quiet_world: World, declared: Declared
) -> None:
    """Valid and invalid requests alike, from the document itself; a short form of a long run."""
    schema = openapi.from_asgi("/openapi.json", quiet_world.app)
    operation = schema[declared.path][declared.method]
    usual = SIGNED_IN if declared.admission.is_for_sessions else "dispatcher"
    headers = quiet_world.bearer(ROLE_BY_TAG.get(declared.tag, usual))
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))

    @seed(11)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def ask(case: Case[Any]) -> None:
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    ask()
