"""The server in docs/fifth_way, in another language, keeps levels 1 and 2."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fourways.discovery import REPOSITORY
from fourways.ports import Port
from fourways.process import ServerProcess

NODE = shutil.which("node")
OLDEST = 18


def version() -> int:
    """The first number of Node's version, 0 where there is none."""
    if NODE is None:
        return 0
    printed = subprocess.run([NODE, "--version"], capture_output=True, text=True).stdout
    return int(re.sub(r"^v(\d+).*", r"\1", printed.strip()))


pytestmark = pytest.mark.skipif(
    version() < OLDEST, reason=f"Node {OLDEST} is not installed"
)


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Where the server runs."""
    assert NODE is not None
    port = Port()
    process = ServerProcess(
        [NODE, "server.mjs"],
        directory=REPOSITORY / "docs" / "fifth_way",
        environment={"HOST": "127.0.0.1", "PORT": str(port.number)},
        log=tmp_path / "fifth.log",
        host="127.0.0.1",
        port=port.number,
    )
    process.start()
    process.wait()
    yield f"http://127.0.0.1:{port.number}"
    assert process.terminate() == 0
    port.release()


def test_a_server_in_another_language_keeps_every_rule_of_levels_1_and_2(
    url: str,
) -> None:
    suite = [sys.executable, "-m", "pytest", "contract_tests", "-q", "--color=no"]
    run = subprocess.run(
        [*suite, "--url", url, "--level", "2"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-4_000:]
    skipped = re.findall(r"^SKIPPED \[\d+\] \S+ (.*)$", run.stdout, re.MULTILINE)
    assert skipped, "rules about processes cannot be tested on a URL"
    assert [each for each in skipped if not each.startswith("not applicable")] == []
