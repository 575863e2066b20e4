"""What to ask: any method and path of the API, as it is or as one of the cases.

    asking = parse("POST /bookmarks", "conflict")
    asked = asking.prepare(session)      as often as wanted, each time afresh

What a request needs is made before it: a user, a bookmark for `{id}`, another one to
be in conflict with. Bodies are those that a client would send.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import yaml

from contract_tests.support.contract import FOLDER
from fourways.selection import did_you_mean
from fourways.terminal import Mistake
from fourways.trace.session import Session
from fourways.trace.socket_client import Asked

ID: Final = "{id}"
HOW: Final = 'write it like "POST /bookmarks"'
METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
