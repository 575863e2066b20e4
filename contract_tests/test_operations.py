"""Operations: how does it start, stop, and say what it is doing?"""

import pytest

from contract_tests.support import report
from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.start import Started


@checks("operate-1")
def test_starts(started: Started) -> None:
    """A target that does not start fails here, once; its other tests are skipped."""
    if started.state.error:
        pytest.fail(report.start_failure(started), pytrace=False)


@checks("operate-1")
def test_health_is_ok_without_a_token(api: Client) -> None:
    response = api.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
