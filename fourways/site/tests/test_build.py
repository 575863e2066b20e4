"""The build: it replaces only its own folder, and fails on what is missing or gone."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.compare.symbols import SymbolError
from fourways.evidence import recorded as evidence
from fourways.evidence.recorded import EvidenceError
from fourways.site import build as building
from fourways.site import material as materials
from fourways.site.build import MARK, OutputError, make_room
from fourways.site.evidence import of_concern
from fourways.site.fresh import names_at
from fourways.site.material import Material, MaterialError, check, load


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OutputError, match="was not made by fourways site"):
        make_room(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_site_that_was_built_before_is_replaced(tmp_path: Path) -> None:
    for name in (MARK, "old.html"):
        (tmp_path / name).write_text("old")
    make_room(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    file = tmp_path / "site"
    file.write_text("")
    with pytest.raises(OutputError, match="was not made by fourways site"):
        make_room(file)


@pytest.mark.parametrize("name", ["suite", "ablations", "exchanges"])
def test_missing_evidence_names_the_command(tmp_path: Path, name: str) -> None:
    copy_of_evidence(tmp_path)
    (tmp_path / f"{name}.json").unlink()
    with pytest.raises(EvidenceError, match=rf"{name}\.json .*run fourways evidence"):
        load(tmp_path)


def test_a_missing_trace_names_the_command(tmp_path: Path) -> None:
    copy_of_evidence(tmp_path)
    (tmp_path / "traces" / "flask-created.json").unlink()
    with pytest.raises(
        MaterialError, match=r"flask-created\.json .*run fourways trace --record"
    ):
        load(tmp_path)


def test_a_trace_of_another_form_names_the_command(tmp_path: Path) -> None:
    copy_of_evidence(tmp_path)
    (tmp_path / "traces" / "flask-created.json").write_text(json.dumps({"calls": []}))
    with pytest.raises(
        MaterialError, match=r"cannot be used .*fourways trace --record"
    ):
        load(tmp_path)


def copy_of_evidence(folder: Path) -> None:
    """What is recorded, in a folder of the test's own."""
    shutil.copytree(evidence.FOLDER, folder, dirs_exist_ok=True)


def test_a_requirement_that_was_never_run_is_missing(material: Material) -> None:
    outcomes = {**material.suite.outcomes}
    del outcomes["route-4"]
    suite = replace(material.suite, outcomes=outcomes)
    with pytest.raises(
        MaterialError, match=r"run fourways evidence\n  requirement route-4$"
    ):
        check(replace(material, suite=suite))


def test_an_ablation_that_was_never_made_is_missing(material: Material) -> None:
    none = replace(material.ablations, ablations=())
    with pytest.raises(
        MaterialError, match=r"of flask without flask_api/(.|\n)*\n  and \d+ more$"
    ):
        check(replace(material, ablations=none))


def test_an_ablation_of_another_line_is_found(material: Material) -> None:
    first, *others = material.ablations.ablations
    moved = replace(first, text="pass")
    ablations = replace(material.ablations, ablations=(moved, *others))
    with pytest.raises(MaterialError, match=rf"{first.concern} of .* is another$"):
        check(replace(material, ablations=ablations))


def test_a_trace_of_other_code_is_found(material: Material) -> None:
    trace = material.traces["flask", "created"]
    [call, *_] = [each for each in trace.root.walk() if each.function.group == "yours"]
    below = replace(call, function=replace(call.function, line=9999), children=())
    other = replace(trace, root=replace(trace.root, children=(below,)))
    traces = {**material.traces, ("flask", "created"): other}
    with pytest.raises(
        MaterialError, match=r"trace --record\n  flask-created: \S+ is not at .*:9999$"
    ):
        check(replace(material, traces=traces))


def test_functions_are_known_by_their_qualified_names(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        "class A:\n"
        "    @decorated\n"
        "    def f(self):\n"
        "        if self:\n"
        "            async def g(): ...\n"
    )
    assert names_at(file) == {2: {"A.f"}, 5: {"A.f.<locals>.g"}}
    assert names_at(tmp_path / "gone.py") == {}


def test_a_symbol_that_is_gone_fails_the_build(material: Material) -> None:
    concern = material.concern("cors")
    gone = replace(concern.cells["flask"], code=("flask_api/cors.py:nobody",))
    cells = {**concern.cells, "flask": gone}
    with pytest.raises(
        SymbolError, match=r"there is no 'nobody' in flask_api/cors\.py"
    ):
        of_concern(replace(concern, cells=cells), material)


def test_code_that_no_concern_claims_fails_the_build(
    monkeypatch: pytest.MonkeyPatch, material: Material
) -> None:
    kept = tuple(each for each in material.concerns if each.name != "cors")
    monkeypatch.setattr(materials, "concerns", lambda: kept)
    with pytest.raises(
        MaterialError, match=r"flask_api/cors\.py is claimed by no file"
    ):
        load(evidence.FOLDER)


def test_a_mistake_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    monkeypatch.setattr(materials, "load", lambda: None)
    monkeypatch.setattr(building, "pages", lambda material: [])
    result = CliRunner().invoke(app, ["site", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "was not made by fourways site" in result.output
    assert "Traceback" not in result.output
