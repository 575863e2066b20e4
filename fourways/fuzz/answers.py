"""What of an answer has to be the same everywhere: all that the contract decides.

Ids, times, ETags, cursors and the words of an error are each backend's own.
"""

import json
from typing import Any, Final

from contract_tests.support.exchange import Exchange
from contract_tests.support.universal import media_type_of, values

OWN: Final = {"id", "created_at", "updated_at", "token", "expires_at", "username"}
LISTS: Final = ("allow", "cache-control", "accept-patch")
PRESENT: Final = ("etag", "location", "link", "www-authenticate", "retry-after")

# Which of the two depends on how many wrong passwords there were lately.
NOT_SIGNED_IN: Final = (401, 429)

Answer = tuple[str, str]
"""The status (or that there was none), and what else is decided, as text."""


def answer_of(exchange: Exchange) -> Answer:
    """What an answer says, in a form that can be compared."""
    if not exchange.status:
        return "no answer", ""
    if exchange.status in NOT_SIGNED_IN:
        return "401", ""
    if exchange.status == 304:
        # RFC 9110 15.4.5: it need not repeat what the 200 would have said.
        return "304", ""
    return str(exchange.status), json.dumps(
        [_headers(exchange), _body(exchange)], sort_keys=True
    )


def _headers(exchange: Exchange) -> list[Any]:
    # A 204 belongs to nobody: nothing is said of how to cache what it has not.
    names = [name for name in LISTS if exchange.status != 204 or name == "allow"]
    lists = [_members(", ".join(values(exchange, name))) for name in names]
    return [*lists, [bool(values(exchange, name)) for name in PRESENT]]


def _members(value: str) -> list[str]:
    return sorted(part.strip().lower() for part in value.split(","))


def _body(exchange: Exchange) -> Any:
    if exchange.method == "HEAD" or "openapi.json" in exchange.url:
        return None
    try:
        body = json.loads(exchange.body)
    except ValueError:
        return None
    if media_type_of(exchange) == "application/problem+json":
        return _problem(body)
    return _without_own(body)


def _problem(body: Any) -> Any:
    errors = body.get("errors", []) if isinstance(body, dict) else []
    places = {str(each.get("pointer", each.get("parameter"))) for each in errors}
    # Without a sort nobody can say whether the cursor is from another one (list-9).
    if "sort" in places:
        places.discard("cursor")
    return [body.get("type"), sorted(places)]


def _without_own(body: Any) -> Any:
    if isinstance(body, list):
        return [_without_own(each) for each in body]
    if isinstance(body, dict):
        kept = {
            name: _without_own(value) for name, value in body.items() if name not in OWN
        }
        # A cursor is opaque: that there is one can be compared.
        return {**kept, "next": bool(kept["next"])} if "next" in kept else kept
    return body
