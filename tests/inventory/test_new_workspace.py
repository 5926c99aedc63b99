"""A new workspace: valid at once, filled with answers that cannot break out of their place."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.errors import UsageError, WorkspaceError
from heirbook.inventory.loading import load_declared
from heirbook.inventory.new_workspace import Answers, template_files, write_template
from heirbook.inventory.schemas import SCHEMA_FOLDER, schema_names
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.workspace import FLEET, KUBECTL, SSH, Workspace

ROOT = Path(__file__).parents[2]


def test_a_new_workspace_is_valid_and_describes_this_machine(tmp_path: Path) -> None:
    written = write_template(tmp_path, Answers(title="River", operator="rasa", name="Rasa"))
    declared = load_declared(Workspace(tmp_path))
    assert declared.fleet.title == "River"
    assert declared.fleet.operator == "rasa"
    assert declared.people.people["rasa"].name == "Rasa"
    assert declared.ssh.for_server("here").transport == "local"
    assert declared.policy is None
    assert declared.warnings == ()
    schemas = {f"{SCHEMA_FOLDER}/{name}.json" for name in schema_names()}
    assert set(written) == set(template_files()) | schemas


def test_files_are_readable_by_others_and_writable_by_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_template(tmp_path, Answers())
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {
        0o644
    }


def test_a_workspace_is_never_overwritten(tmp_path: Path) -> None:
    write_template(tmp_path, Answers())
    with pytest.raises(WorkspaceError) as caught:
        write_template(tmp_path, Answers())
    assert caught.value.exit_code == 2


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: mine\n")
    assert "mkdocs.yml" not in write_template(tmp_path, Answers())
    assert (tmp_path / "mkdocs.yml").read_text() == "site_name: mine\n"


def test_an_operator_without_a_usable_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_template(tmp_path, Answers(operator="../x"))
    assert list(tmp_path.iterdir()) == []


def test_servers_and_contexts_are_proposed_as_comments(tmp_path: Path) -> None:
    answers = Answers(
        ssh_config="Host upe\n  HostName 192.0.2.1\n  User admin\n  Port 2222\n",
        kubeconfig="contexts:\n- {name: admin@prod}\n",
    )
    write_template(tmp_path, answers)
    assert "\n#  upe: {address: 192.0.2.1}\n" in (tmp_path / FLEET).read_text()
    assert "\n#  upe: {user: admin, port: 2222}\n" in (tmp_path / SSH).read_text()
    assert 'context: "admin@prod"}' in (tmp_path / KUBECTL).read_text()
    assert set(load_declared(Workspace(tmp_path)).fleet.servers) == {"here"}


@settings(max_examples=40, deadline=None)
@given(title=st.text(max_size=40), name=st.text(max_size=40), config=st.text(max_size=60))
def test_no_answer_breaks_out_of_its_place(
    tmp_path_factory: pytest.TempPathFactory, title: str, name: str, config: str
) -> None:
    target = tmp_path_factory.mktemp("new")
    ssh_config = f"Host upe\nHostName {config}\nUser {config}\nHost {config}\n"
    answers = Answers(title=title, name=name, ssh_config=ssh_config, kubeconfig=config)
    write_template(target, answers)
    assert set(load_declared(Workspace(target)).fleet.servers) == {"here"}
    site = parse_yaml((target / "mkdocs.yml").read_text("utf-8"), "mkdocs.yml")
    assert site is not None
    assert all(c.isalnum() or c in " ._()-" for c in site.mapping["site_name"].text)


def _without_answers(text: str) -> list[str]:
    """Return the lines whose beginning is the same in every workspace: the keys at the margin."""
    return [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]


def test_this_repository_has_the_shape_of_the_template() -> None:
    """The template and this repository's own workspace: the same files with the same top keys."""
    template = ROOT / "heirbook" / "workspace_template"
    for name in template_files():
        if name == "docs/.gitkeep":
            assert (ROOT / "docs").is_dir()
            continue
        ours, theirs = ROOT / name, template / name
        assert ours.is_file(), f"{name} is missing in this repository"
        if name.endswith(".yml"):
            keys = _without_answers(ours.read_text("utf-8"))
            # only this repository has pages for developers, which its book leaves out
            keys = [key for key in keys if key != "exclude_docs"]
            assert keys == _without_answers(theirs.read_text("utf-8")), name
        if name.endswith("README.md") and "/" in name:
            assert "code: `heirbook/" in ours.read_text("utf-8"), name
            assert "code: `heirbook/" in theirs.read_text("utf-8"), name


def test_this_repository_is_a_valid_workspace() -> None:
    assert load_declared(Workspace(ROOT)).fleet.servers
