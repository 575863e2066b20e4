"""The documents match the code: links, settings, commands, limits."""

import io
import re
import shlex
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from contract_tests.support.contract import contract
from fourways.cli import app
from fourways.discovery import REPOSITORY, backends
from fourways.manifest import Backend
from fourways.results import Column, Results, Status
from fourways.show import show
from fourways.suite import Run
from fourways.tests.samples import check

DOCUMENTS = [
    *REPOSITORY.glob("*.md"),
    *REPOSITORY.glob("docs/*.md"),
    *REPOSITORY.glob("*_api/README.md"),
]
README = (REPOSITORY / "README.md").read_text("utf-8")
LIMITS = (REPOSITORY / "docs" / "limits.md").read_text("utf-8")

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(REPOSITORY).as_posix()
)


@each_document
def test_every_link_leads_to_a_file(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
    ours = [link for link in links if "://" not in link]
    gone = [link for link in ours if not (document.parent / link).exists()]
    assert gone == []


@each_document
def test_every_fourways_command_is_one(document: Path) -> None:
    """Each option of a command in a document is in that command's help."""
    text = document.read_text("utf-8")
    for line in re.findall(r"\bfourways ([a-z]+(?: [^\n`#|]*)?)", code_of(text)):
        name, *arguments = shlex.split(line)
        help_text = help_of(name, arguments)
        options = [each.partition("=")[0] for each in arguments if each[:2] == "--"]
        assert [option for option in options if option not in help_text] == []


@pytest.mark.parametrize("backend", backends(), ids=lambda backend: backend.name)
def test_the_readme_names_every_setting_and_no_other(backend: Backend) -> None:
    folder = backend.folder
    sources = [*folder.rglob("settings.py"), *folder.rglob("environment.py")]
    text = "".join(source.read_text("utf-8") for source in sources).upper()
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.M))
    assert len(named) == 12
    django_only = {"SECRET_KEY"} if backend.name != "django" else set()
    assert {name for name in named - django_only if name not in text} == set()


def test_the_readme_shows_what_the_demo_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "88")  # a file has no width, and nothing is cut
    [block] = re.findall(r"^```\n(Routing .*?)^```$", README, re.S | re.M)
    printed = io.StringIO()
    rules = list(contract().requirements.values())
    columns = [Column(each.name, each.name, database="sqlite") for each in backends()]
    checks = [
        check("test", column.name, Status.PASSED, rule.id)
        for column in columns
        for rule in rules
    ]
    show(
        Run(Results(contract(), columns, rules, checks)),
        Console(file=printed, width=88, color_system=None),
    )
    # To look for a line in an iterator takes all before it: the order counts too.
    lines = iter([line.rstrip() for line in printed.getvalue().splitlines()])
    wanted = [line for line in block.splitlines() if line != "..."]
    assert [line for line in wanted if line not in lines] == []


def test_limits_names_every_limit_of_a_server_and_no_other() -> None:
    declared = {
        (backend.name, server.name, rule, reason)
        for backend in backends()
        for server in backend.servers
        for rule, reason in server.limits.items()
    }
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (\S+) \| (.+) \|$", LIMITS, re.M)
    assert {row for row in rows if row[2][-1].isdigit()} == declared


def code_of(text: str) -> str:
    """The code in a document: blocks and what stands between backticks."""
    blocks = re.findall(r"```.*?\n(.*?)```", text, re.S)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", text)])


def help_of(name: str, arguments: list[str]) -> str:
    """What `fourways NAME --help` says; of a subcommand where there are some."""
    words = [name]
    has_commands = name in ("bench", "report", "workshop")
    if has_commands and arguments and not arguments[0].startswith("-"):
        words.append(arguments[0])
    result = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0, f"fourways {' '.join(words)}: {result.output}"
    return result.output
