"""The snapshot that an edition carries, whole, damaged or half deleted."""

import json
from pathlib import Path

import pytest

from heirbook.errors import UsageError
from heirbook.inventory.changes import changes
from heirbook.inventory.history import edition_moment, read_at
from heirbook.inventory.past_edition import read_decisions, read_edition_data
from heirbook.inventory.record import SourceId
from heirbook.inventory.server import Os
from heirbook.workspace import Workspace
from tests.inventory.observed import debian, ok, server, store
from tests.inventory.repository import Repository, repository

__all__ = ["repository"]
ID = "2026-11-18"


def edition(workspace: Workspace, *names: str, number: str = "", version: str = "12") -> Path:
    """Lay down an edition with the data of these servers."""
    folder = workspace.book / f"{ID}{number}"
    for name in names:
        store(workspace, server({"os": ok(debian(version))}, name=name))
        path = workspace.path(f"inventory/snapshots/server/{name}.json")
        target = folder / "data" / "server" / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    sources = {f"server/{name}": "2026-11-20T02:10:07Z" for name in names}
    (folder / "edition.json").write_text(json.dumps({"sources": sources}))
    return folder


def test_an_edition_is_named_by_path_by_number_or_by_a_day_without_a_commit(
    repository: Repository,
) -> None:
    edition(repository.workspace, "upe")
    edition(repository.workspace, "upe", number="-2", version="13")
    versions = {}
    for name in (f"book/{ID}", f"book/{ID}/", ID, f"{ID}-2"):
        source = read_at(repository.workspace, repository.git, name).snapshot.server("upe")
        facts = source.facts(Os) if source else None
        versions[name] = facts.version if facts else None
    assert versions == {f"book/{ID}": "12", f"book/{ID}/": "12", ID: "12", f"{ID}-2": "13"}


@pytest.mark.parametrize("name", ["book/2026-01-01", "2026-01-01-2", "book/../../etc", "book/"])
def test_an_edition_that_is_not_there_is_a_usage_error(repository: Repository, name: str) -> None:
    edition(repository.workspace, "upe")
    with pytest.raises(UsageError, match="no edition"):
        read_at(repository.workspace, repository.git, name)


@pytest.mark.parametrize("harm", ["cut", "gone", "edited", "newer", "other", "link"])
def test_of_a_damaged_source_nothing_is_said(repository: Repository, harm: str) -> None:
    folder = edition(repository.workspace, "pi", "upe")
    file = folder / "data" / "server" / "upe.json"
    text = file.read_text()
    match harm:
        case "cut":
            file.write_text(text[:40])
        case "gone":
            file.unlink()
        case "edited":
            file.write_text(text.replace('"12"', '"99"'))
        case "newer":
            file.write_text(text.replace('"schema_version": 1', '"schema_version": 9'))
        case "other":
            file.write_text((folder / "data" / "server" / "pi.json").read_text())
        case _:
            file.unlink()
            file.symlink_to(folder / "data" / "server" / "pi.json")
    moment = edition_moment(repository.workspace, f"book/{ID}")
    assert moment.damaged == (f"book/{ID}/data/server/upe.json",)
    assert moment.unread == (SourceId("server/upe"),)
    now = read_at(repository.workspace, repository.git, "work")
    assert changes(moment.snapshot, now.snapshot, moment.unread) == ()


@pytest.mark.parametrize(
    "record", ["", "[]", "{", '{"sources": 7}', '{"sources": ["server/../../x", 3, "tree/"]}']
)
def test_a_damaged_record_of_the_edition_hides_none_of_its_data(
    repository: Repository, record: str
) -> None:
    folder = edition(repository.workspace, "upe")
    (folder / "edition.json").write_text(record)
    found = read_edition_data(folder)
    assert found is not None
    assert (set(found.snapshot.sources), found.damaged) == ({"server/upe"}, ())


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"decisions": null}', '{"decisions": {"a": {"do": "fly"}}}']
)
def test_an_edition_that_does_not_say_what_was_decided_is_not_known(
    tmp_path: Path, record: str
) -> None:
    (tmp_path / "edition.json").write_text(record)
    assert read_decisions(tmp_path) is None
    assert read_decisions(tmp_path / "gone") is None


def test_what_an_edition_says_was_decided_is_read_back(tmp_path: Path) -> None:
    decision = {"do": "close", "to": None, "by": "2027-01-01", "note": None}
    record = {"decisions": {"wiki": decision, "mail": None}}
    (tmp_path / "edition.json").write_text(json.dumps(record))
    found = read_decisions(tmp_path)
    assert found is not None
    assert found["mail"] is None
    assert found["wiki"] is not None
    assert found["wiki"].model_dump(mode="json") == decision
