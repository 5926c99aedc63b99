"""JSON Schemas of declared files: current in the repository, and named by every file's line 1."""

import re
from pathlib import Path

import pytest

from heirbook.errors import UsageError
from heirbook.inventory.loading import FILES
from heirbook.inventory.new_workspace import template_files
from heirbook.inventory.schemas import SCHEMA_FOLDER, schema, schema_names, schema_text

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs/reference/schema", SCHEMA_FOLDER)
LINE_1 = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", schema_names())
def test_the_committed_schema_is_current(name: str, folder: str, *, update_golden: bool) -> None:
    """`pytest --update-golden` writes both copies anew."""
    file = ROOT / folder / f"{name}.json"
    if update_golden:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(schema_text(name), "utf-8")
    assert file.read_text("utf-8") == schema_text(name), "run: pytest --update-golden"


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_other_schema_is_committed(folder: str) -> None:
    assert sorted(file.stem for file in (ROOT / folder).iterdir()) == list(schema_names())


@pytest.mark.parametrize("top", [ROOT, ROOT / "heirbook" / "workspace_template"])
@pytest.mark.parametrize("name", sorted(FILES))
def test_every_declared_file_names_its_schema(name: str, top: Path) -> None:
    found = LINE_1.match((top / name).read_text("utf-8"))
    assert found, f"{name}: line 1 names no schema"
    named = (ROOT / name).parent / found[1]
    assert named.resolve() == ROOT / SCHEMA_FOLDER / f"{Path(name).stem}.json"
    assert named.is_file()


def test_fields_are_described_and_defaults_are_written_as_in_files() -> None:
    definitions = schema("ssh")["$defs"]
    assert isinstance(definitions, dict)
    text = schema_text("ssh")
    assert '"Jump servers, outermost first."' in text
    assert '"default": "90s"' in text


def test_an_unknown_name_is_told_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="did you mean 'fleet'"):
        schema("flet")


def test_the_template_has_a_file_for_each_schema_but_secrets() -> None:
    assert set(FILES) <= set(template_files())
