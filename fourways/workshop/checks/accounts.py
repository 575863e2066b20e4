"""Stage 14: users, passwords, tokens, and what belongs to whom."""

from fourways.workshop.checks import check
from fourways.workshop.checks.bodies import PATH
from fourways.workshop.expect import expect_json, expect_problem, expect_status
from fourways.workshop.lab import PASSWORD, Lab, bearer
from fourways.workshop.response import Failed, Response

USERS, TOKENS, ME, CURRENT = "/users", "/tokens", "/users/me", "/tokens/current"


def expect_challenge(response: Response, error: bool) -> None:
    """Raise Failed unless it is a 401 with the right WWW-Authenticate."""
    expect_problem(response, "unauthorized")
    expected = 'Bearer error="invalid_token"' if error else "Bearer"
    found = response.all("WWW-Authenticate")
    if not found:
        raise Failed(
            "There is no WWW-Authenticate.",
            f"WWW-Authenticate: {expected}",
            response.exchange,
        )
    value = found[0].value
    if not value.startswith("Bearer") or ('error="invalid_token"' in value) != error:
        raise Failed(
            f"WWW-Authenticate is {value}.",
            expected,
            response.exchange,
            found[0].value_at,
        )


@check
def sign_up(lab: Lab) -> None:
    """Who has signed up can sign in, and is known."""
    name = lab.sign_up()
    token = lab.sign_in(name)
    response = lab.request("GET", ME, headers=bearer(token))
    expect_status(response, 200)
    expect_json(response, {"username": name})
    again = {"username": name.upper(), "password": PASSWORD}
    response = lab.request("POST", USERS, json_body=again, headers=bearer(""))
    expect_problem(response, "conflict")


@check
def no_token(lab: Lab) -> None:
    """Without one it is 401, for everything that belongs to somebody."""
    for method, path in (("GET", PATH), ("GET", "/bookmarks/1"), ("GET", ME)):
        response = lab.request(method, path, headers=[("Authorization", "")])
        expect_challenge(response, error=False)
        wrong = lab.request(method, path, headers=bearer("of-nobody"))
        expect_challenge(wrong, error=True)


@check
def wrong_password(lab: Lab) -> None:
    """The answer does not tell which names exist."""
    name, _ = lab.user()
    answers = []
    for username in (name, f"{name}x"):
        body = {"username": username, "password": f"not {PASSWORD}"}
        response = lab.request("POST", TOKENS, json_body=body, headers=bearer(""))
        expect_problem(response, "unauthorized")
        answers.append(response)
    if answers[0].body != answers[1].body:
        raise Failed(
            "An unknown user gets another answer than a wrong password.",
            f"the same, byte for byte: {answers[0].body.decode()}",
            answers[1].exchange,
        )


@check
def nothing_in_the_clear(lab: Lab) -> None:
    """What stands in the database is no use to a thief."""
    token = lab.token()
    stored = b"".join(
        path.read_bytes() for path in lab.folder.glob("bookmarks.db*") if path.is_file()
    )
    for what, secret in (("The password", PASSWORD), ("The token", token)):
        if secret.encode() in stored:
            raise Failed(
                f"{what} stands in the database, as it is.", "a hash of it, at most"
            )


@check
def sign_out(lab: Lab) -> None:
    """After it the token is one that nobody has; another one still works."""
    name, other = lab.user()
    ended = lab.sign_in(name)
    response = lab.request("DELETE", CURRENT, headers=bearer(ended))
    expect_status(response, 204)
    response = lab.request("GET", ME, headers=bearer(ended))
    expect_status(response, 401, "this token was ended")
    expect_status(lab.request("GET", ME, headers=bearer(other)), 200)


@check
def others_bookmarks(lab: Lab) -> None:
    """To everybody else a bookmark does not exist."""
    made = lab.make_bookmark(title="Mine")
    path = lab.path_of(made)
    stranger = bearer(lab.sign_in(lab.sign_up()))
    body = {"url": "https://example.org/stolen", "title": "Stolen"}
    for method in ("GET", "PUT", "DELETE"):
        sent = body if method == "PUT" else None
        response = lab.request(method, path, json_body=sent, headers=stranger)
        expect_problem(response, "not-found")
    response = lab.request("GET", PATH, headers=stranger)
    expect_json(response, {"items": []})
    expect_json(lab.request("GET", path), made.json())
