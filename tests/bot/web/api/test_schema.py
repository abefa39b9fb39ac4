"""The API does what its OpenAPI says, whatever comes."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.web.api.schema import document
from storage.states import KeyUse
from tests.bot.web.api.conftest import CONFIGURED, Program

_SETTINGS = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def _asking(operation: Any, url: str) -> Callable[[], None]:
    @_SETTINGS
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(
            base_url=url, headers={"Authorization": f"Bearer {CONFIGURED}"}, checks=_CHECKS, timeout=20
        )

    return ask


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/events"),
        ("post", "/api/v1/hooks/{name}"),
        ("get", "/api/v1/reports/{name}"),
        ("get", "/api/v1/openapi.json"),
    ],
)
async def test_the_api_does_what_it_says(program: Program, method: str, path: str) -> None:
    operation = schemathesis.openapi.from_dict(document())[path][method]
    await asyncio.to_thread(_asking(operation, program.url))


async def test_a_hook_whose_token_is_right_does_what_the_api_says(program: Program) -> None:
    """Whatever a system that proved itself sends."""
    token = await program.key("insales", KeyUse.HOOK, "insales")
    operation = schemathesis.openapi.from_dict(document())["/api/v1/hooks/{name}"]["post"]

    @_SETTINGS
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.path_parameters = {"name": "insales"}
        case.query = {"key": token}
        case.call_and_validate(base_url=program.url, checks=_CHECKS, timeout=20)

    await asyncio.to_thread(ask)
