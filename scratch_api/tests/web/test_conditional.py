"""Conditional requests: lists, strong and weak comparison."""

from wsgiref.types import WSGIEnvironment

import pytest

from scratch_api.tests.wsgi_client import request
from scratch_api.web.application import Application
from scratch_api.web.conditional import check_preconditions, etag
from scratch_api.web.problems import PreconditionFailed
from scratch_api.web.request import Request

App = Application[str]

TAG = etag(b'{"a":1}')


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "header", ["*", "{}", "W/{}", '"x", {}', '"a,b" ,\t{},', ', {} , "y"', 'W/"", {}']
)
def test_what_the_client_has_is_304(app: App, method: str, header: str) -> None:
    tag = request(app, "GET", "/items/1").headers["ETag"]
    answer = request(app, method, "/items/1", If_None_Match=header.format(tag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    "header", ["", '"x"', "{0}{0}", '{0} "x"', "x, {0}", "w/{0}", '{0}, "', "W/ {0}"]
)
def test_what_it_has_not_or_says_wrongly_is_200(app: App, header: str) -> None:
    tag = request(app, "GET", "/items/1").headers["ETag"]
    answer = request(app, "GET", "/items/1", If_None_Match=header.format(tag))
    assert answer.status == 200


def test_another_representation_has_another_tag(app: App) -> None:
    tags = [request(app, "GET", f"/items/{id}").headers["ETag"] for id in (1, 2)]
    assert tags[0] != tags[1]
    assert all(tag.startswith('"') for tag in tags)


def if_match(header: str | None) -> Request:
    environ: WSGIEnvironment = {"REQUEST_METHOD": "PUT"}
    if header is not None:
        environ["HTTP_IF_MATCH"] = header
    return Request(environ)


@pytest.mark.parametrize("header", [None, "*", TAG, f'"x",{TAG}', f'W/"x", {TAG} ,'])
def test_if_match_goes_ahead(header: str | None) -> None:
    check_preconditions(if_match(header), {"a": 1})


@pytest.mark.parametrize(
    "header",
    ["", '"x"', f"W/{TAG}", TAG[1:], f"{TAG} {TAG}", f"{TAG}, x", "**", "*, *"],
)
def test_if_match_stops_what_is_stale_weak_or_malformed(header: str) -> None:
    with pytest.raises(PreconditionFailed):
        check_preconditions(if_match(header), {"a": 1})
