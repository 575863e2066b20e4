"""GET /health while the database cannot be used."""

import errno
import io
import sys
from pathlib import Path

import pytest

from scratch_api.tests.api.conftest import Api, open_api


@pytest.fixture
def unreachable(tmp_path: Path) -> Api:
    """An API that has used its database, whose folder is then gone."""
    folder = tmp_path / "folder"
    folder.mkdir()
    api = open_api(folder / "bookmarks.db")
    assert api.request("GET", "/health").status == 200
    folder.rename(tmp_path / "moved")
    folder.write_text("a file")  # for root, no folder is out of reach by its mode
    return api


def test_a_folder_that_cannot_be_reached_is_503(unreachable: Api) -> None:
    assert unreachable.request("GET", "/health").status == 503


def test_it_is_503_too_when_the_reason_cannot_be_logged(
    unreachable: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(sys, "stderr", Full())
    assert unreachable.request("GET", "/health").status == 503
