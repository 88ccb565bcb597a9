"""The published OpenAPI document, held against the desk by generated requests."""

from __future__ import annotations

import json
from typing import Any

import httpx
import schemathesis
import yaml
from hypothesis import HealthCheck, settings
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from supportdesk_desktop.backend.rest.answers import Code
from supportdesk_desktop.resources import resource
from tests.integration.backend.running_desk import RunningDesk


def _published() -> Any:
    # NUL inside free objects is refused by rule, which a schema cannot say.
    generation = GenerationConfig(allow_x00=False, deterministic=True)
    project = ProjectConfig(generation=generation)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    return schemathesis.openapi.from_path(resource("contract", "openapi.yaml"), config=config)


published = _published()


@published.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_desk_keeps_to_its_document(case: Any, running: RunningDesk) -> None:
    # That a new customer needs email and name depends on what is stored; no schema can say it.
    creates_customers = case.operation.label == "PATCH /api/v1/customers/{externalId}"
    case.call_and_validate(
        base_url=running.origin,
        headers={"X-API-Key": running.service_key},
        excluded_checks=[positive_data_acceptance] if creates_customers else [],
    )


def _document() -> dict[str, Any]:
    text = resource("contract", "openapi.yaml").read_text("utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def test_what_is_served_is_the_published_document(running: RunningDesk) -> None:
    served = httpx.get(f"{running.origin}/openapi.json", trust_env=False)
    assert served.headers["content-type"] == "application/json"
    assert served.json() == _document(), "write openapi.json anew from openapi.yaml"
    assert json.loads(resource("contract", "openapi.json").read_text("utf-8")) == _document()


def test_the_document_lists_every_code() -> None:
    listed = _document()["components"]["schemas"]["Failure"]["properties"]["code"]["enum"]
    assert listed == [code.name for code in Code]
