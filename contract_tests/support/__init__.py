r"""What the tests of the contract are made of. Start with one test:

    from contract_tests.support.contract import checks
    from contract_tests.support.problems import assert_problem

    @checks("crud-6")
    def test_delete_removes(alice: Client) -> None:
        bookmark = alice.make_bookmark()
        assert alice.delete(f"/bookmarks/{bookmark['id']}").status_code == 204
        assert_problem(alice.get(f"/bookmarks/{bookmark['id']}"), 404, "not-found")

The call flow of a run:

    conftest      options, fixtures; in the controller it calls
    targets       options -> Target (backend + database + server)
    start         each Target -> a running server; a JSON file says how it went,
                  which the xdist workers wait for
    client        httpx against a target; every response goes through
    judge         which asks
    openapi       what openapi.yaml documents, and
    universal     what is true of every response; every exchange into
    exchange      the recorder, from which
    report        writes a failing test's sections

A test names its requirements with `@checks(...)`. Its level is the highest of
theirs: with `--level 1` it runs only if all its requirements are of level 1. Every
requirement needs a test at its own level, so do not check a rule of level 1 only
in the company of rules of level 2. Its needs ("process", "users") are all of theirs.

What a report tells others
--------------------------
Each `pytest.TestReport` has in `user_properties`, in JSON-able form, at every
phase, under xdist too:

    ("requirements", ["route-3", "route-4"])
    ("concern", "routing")              that of the first requirement
    ("target", "flask-sqlite")          not for tests without a target
    ("exchanges", [...])                only on the report of a failure

An exchange, oldest first, at most the last 20 (`exchange.Exchange.as_json`):

    {"request": {"method": "POST", "url": "http://127.0.0.1:20001/bookmarks",
                 "headers": [["Host", "..."], ...], "body": "..."},
     "curl": "curl -i ...",             "" for what was sent on a raw socket
     "sent": "",                        a raw socket: the bytes, as text
     "response": {"version": "HTTP/1.1", "status": 201, "reason": "Created",
                  "headers": [["Date", "..."], ...], "body": "..."},
     "error": ""}                       why there is no response (then it is null)

Bodies are text, undecodable bytes as `\xff`; long ones are shortened in the middle.
A failing report has the sections "Requirements", "Exchange", "Server output".
A skip's reason starts with "not applicable: " (the rule does not apply to this
target) or with "not run: " (the target did not start).
"""
