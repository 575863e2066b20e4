"""Requests that Django by itself would misread, or fail at before anybody answers."""

import io
import json
import logging
from wsgiref.util import setup_testing_defaults

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.test import RequestFactory, SimpleTestCase, TestCase

from bookmarks.errors import bad_request
from config.wsgi import application


def call(method, path, *, query="", body=b"", **environ):
    """Call the WSGI application, as a server does; returns status and problem type."""
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ = {"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost"} | environ
    environ["wsgi.input"] = io.BytesIO(body)
    setup_testing_defaults(environ)
    answer = []
    body = b"".join(application(environ, lambda status, headers: answer.append(status)))
    return int(answer[0][:3]), json.loads(body or b"{}").get("type", "")


class RequestTest(TestCase):
    def test_a_charset_that_is_none_is_no_crash(self):
        for parameter in ("charset=hex", "charset=utf-16", "charset*=x''y"):
            with self.subTest(parameter=parameter):
                media_type = f"application/json; {parameter}"
                status, _ = call("GET", "/health", CONTENT_TYPE=media_type)
                assert status == 200
                status, _ = call("POST", "/tokens", CONTENT_TYPE=media_type)
                assert status == 415

    def test_too_many_parameters_are_a_problem_of_their_own(self):
        for media_type in ("", "text/plain; charset=utf-8"):
            status, problem = call(
                "GET", "/health", query="a&" * 1200, CONTENT_TYPE=media_type
            )
            assert (status, problem) == (422, "urn:fourways:problem:invalid")

    def test_methods_are_case_sensitive(self):
        assert call("get", "/bookmarks")[0] == 405
        assert call("get", "/health")[0] == 405

    def test_a_body_without_a_length_is_read_where_the_server_ends_it(self):
        sent = {"body": b'{"username": 1}', "CONTENT_TYPE": "application/json"}
        assert call("POST", "/tokens", **sent)[0] == 400
        assert call("POST", "/tokens", **sent, **{"wsgi.input_terminated": True}) == (
            422,
            "urn:fourways:problem:invalid",
        )


class RefusalTest(SimpleTestCase):
    def test_only_a_host_that_is_refused_is_called_that(self):
        request = RequestFactory().get("/tags")
        for exception, problem in (
            (DisallowedHost(), "urn:fourways:problem:host-not-allowed"),
            (SuspiciousOperation(), "about:blank"),
        ):
            response = bad_request(request, exception)
            assert response.status_code == 400
            assert json.loads(response.content)["type"] == problem

    def test_what_is_suspicious_is_logged_but_for_a_host(self):
        for name, logged in (("SuspiciousOperation", True), ("DisallowedHost", False)):
            logger = logging.getLogger(f"django.security.{name}")
            assert logger.isEnabledFor(logging.ERROR) is logged
