"""Self-description: does the published document match the behaviour?"""

from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from contract_tests.support import openapi
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.openapi_diff import differences


@checks("describe-1")
def test_the_document_is_valid_openapi_3_1(api: Client) -> None:
    document = api.get("/openapi.json").json()
    assert str(document["openapi"]).startswith("3.1.")
    errors = OpenAPIV31SpecValidator(document).iter_errors()
    assert [error.message for error in errors] == []


@checks("describe-1")
def test_the_document_needs_no_token_and_is_the_same_for_everybody(
    api: Client, alice: Client
) -> None:
    assert api.get("/openapi.json").json() == alice.get("/openapi.json").json()


@checks("describe-2")
def test_the_document_says_what_the_contract_says(api: Client) -> None:
    actual: dict[str, Any] = api.get("/openapi.json").json()
    assert differences(openapi.document(), actual) == []
