"""What `--only` may name."""

from pathlib import Path

import pytest

from heirbook.collectors.plan import wanted
from heirbook.errors import UsageError
from heirbook.inventory.loading import Declared, load_declared
from heirbook.workspace import Workspace

FLEET = """\
title: River
operator: rasa
servers:
  upe: {address: 192.0.2.9}
  nas: {address: 192.0.2.10}
  pi: {address: 192.0.2.11}
"""
SSH = """\
servers:
  nas: {enabled: false, reason: no SSH until March}
  pi: {sections: {skip: [certs]}}
"""


@pytest.fixture
def declared(tmp_path: Path) -> Declared:
    for folder in ("inventory", "collectors"):
        (tmp_path / folder).mkdir()
    (tmp_path / "inventory" / "fleet.yml").write_text(FLEET, "utf-8")
    people = "people: {rasa: {name: Rasa, roles: [operator]}}\n"
    (tmp_path / "inventory" / "people.yml").write_text(people, "utf-8")
    (tmp_path / "collectors" / "ssh.yml").write_text(SSH, "utf-8")
    return load_declared(Workspace(tmp_path))


def test_nothing_named_means_every_server_that_is_switched_on(declared: Declared) -> None:
    assert set(wanted((), declared).sections) == {"server/pi", "server/upe"}


def test_sections_of_one_server_add_up(declared: Declared) -> None:
    found = wanted(("server/upe:os", "server/upe:df"), declared).sections
    assert found == {"server/upe": {"os", "df"}}


@pytest.mark.parametrize(
    ("only", "message"),
    [
        ("server/upq", "no source is called 'server/upq' (did you mean 'server/upe'?)"),
        ("server/upe:cerst", "no section is called 'cerst' (did you mean 'certs'?)"),
        ("server/nas", "server 'nas' is switched off"),
        ("server/nas:os", "server 'nas' is switched off"),
        ("server/pi:certs", "section 'certs' of server 'pi' is switched off"),
    ],
)
def test_what_will_not_be_asked_is_refused(declared: Declared, only: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        wanted((only,), declared)
    assert refused.value.message == message


def test_a_section_that_one_server_skips_is_asked_of_the_others(declared: Declared) -> None:
    assert set(wanted(("server:certs",), declared).sections) == {"server/pi", "server/upe"}
