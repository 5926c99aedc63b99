"""Documents cannot drift: they are compared with the program."""

import re
from pathlib import Path

import click
import pytest

from heirbook.cli.main import heirbook
from heirbook.inventory.section_facts import facts_by_section
from tests.reference_documents import commands, documents, help_text, sections
from tests.source_tree import PACKAGE, ROOT
from tests.systems_document import systems_of

UNIT_CASES = ROOT / "tests" / "collectors" / "sections"


@pytest.mark.parametrize("path", sorted(documents()), ids=lambda path: path.name)
def test_the_reference_is_what_the_program_says(path: Path, *, update_golden: bool) -> None:
    text = documents()[path]
    if update_golden:
        path.write_text(text, "utf-8")
    assert path.exists(), "run: pytest --update-golden tests/test_documents.py"
    assert path.read_text("utf-8") == text, "run: pytest --update-golden tests/test_documents.py"


def test_the_readme_shows_the_real_help() -> None:
    block = re.search(
        r"## Commands\n\n```text\n(.*?)\n```", (ROOT / "README.md").read_text(), re.DOTALL
    )
    assert block
    assert block[1] == help_text(heirbook, "heirbook"), "paste `heirbook --help` into README.md"


def test_the_architecture_page_names_every_folder() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    folders = {file.parent.relative_to(ROOT).as_posix() for file in PACKAGE.rglob("*.py")}
    missing = [name for name in sorted(folders - {"heirbook", "heirbook/cli/commands"})
               if f"{name}/" not in text]  # fmt: skip
    assert not missing, f"say in docs/architecture.md what these hold: {missing}"


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_has_an_example_that_a_transcript_runs(name: str) -> None:
    transcripts = (ROOT / "tests" / "cli" / "transcripts").glob("*.txt")
    assert any(re.search(rf"^\$ heirbook {name}\b", file.read_text("utf-8"), re.MULTILINE)
               for file in transcripts), f"write tests/cli/transcripts/{name}.txt"  # fmt: skip


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_option_says_what_it_does(name: str) -> None:
    command = dict(commands())[name]
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not silent, f"heirbook {name}: one line of help for {silent}"
    assert "Example:" in (command.epilog or ""), f"heirbook {name}: an epilog with an example"


@pytest.mark.parametrize("section", [unit.id for unit in sections()])
def test_every_section_has_its_facts_and_its_cases(section: str) -> None:
    assert section in facts_by_section(), (
        f"no Facts record in heirbook/inventory names the section {section}"
    )
    cases = list((UNIT_CASES / section).glob("*.json"))
    assert len(cases) >= 3, f"{section}: cases for Debian, another system and an absent tool"


def test_sections_return_the_record_of_their_name() -> None:
    for unit in sections():
        record = unit.module.parse.__annotations__["return"]
        assert record.section == unit.id, f"{unit.id}: parse returns facts of {record.section}"


@pytest.mark.parametrize("section", [unit.id for unit in sections()])
def test_every_section_was_tried_with_debian_and_with_another_system(section: str) -> None:
    tried = set(systems_of(section))
    assert "Debian" in tried, f"{section}: a case of Debian, its source names the system"
    assert tried - {"Debian"}, f"{section}: a case of Alpine or Raspberry Pi OS"
