"""What is said of the rights with which the servers are read."""

from dataclasses import replace

import pytest

from heirbook.handbook.book_input import BookInput, Connection
from heirbook.handbook.render import render
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.privileges import privileges
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.network import Sockets
from heirbook.inventory.record import Facts, ServerName, SourceId
from heirbook.inventory.section_state import SectionState
from tests.handbook.river import river

UPE = SourceId("server/upe")
LOSS = {"sockets": "process names", "sudoers": "all", "containers": "the engine's socket"}


def book(privilege: str, *, engine: bool = False, installed: bool = False) -> BookInput:
    """Return the invented book in which `upe` alone was read, with these rights."""
    given = river()
    source = given.snapshot.sources[UPE]
    containers = SectionState[Facts](
        state="ok" if engine else "denied",
        facts=Containers(containers=(Container(name="shop", engine="docker"),)) if engine else None,
    )
    sections = {**source.sections, "containers": containers}
    sections["sudoers"] = SectionState[Facts](state="ok")
    sections["sockets"] = SectionState[Facts](state="ok", facts=Sockets())
    read = replace(source, privilege=privilege, sections=sections)
    connection = Connection(ServerName("upe"), "upe.example.org", installed=installed)
    return replace(
        given,
        snapshot=replace(given.snapshot, sources={UPE: read}),
        section_loss=LOSS,
        connections={ServerName("upe"): connection},
    )


def shown(given: BookInput) -> tuple[str, str, list[str]]:
    """Return level, way and lost sections of the one row."""
    (row,) = privileges(given)
    (server,) = row.servers
    return row.level, server.way, [section for section, _ in row.losses]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (book("root"), ("as root", "login as root", [])),
        (book("sudo"), ("as root", "by sudo", [])),
        (book("doas"), ("as root", "by doas", [])),
        (
            book("root", installed=True),
            ("as root", "by the script that is installed there", []),
        ),
        (
            book("user", engine=True),
            ("as a user who may ask the container engine", "", ["sockets", "sudoers"]),
        ),
        (book("user"), ("as a plain user", "", ["containers", "sockets", "sudoers"])),
    ],
    ids=["root", "sudo", "doas", "installed", "user and groups", "user"],
)
def test_each_way_of_reading_says_what_it_loses(
    given: BookInput, expected: tuple[str, str, list[str]]
) -> None:
    assert shown(given) == expected


@pytest.mark.parametrize("privilege", ["root", "sudo", "doas"])
def test_who_becomes_root_loses_nothing(privilege: str) -> None:
    assert aged(book(privilege), "upe", Sockets).loss == ""
    assert aged(book("user"), "upe", Sockets).loss == "process names"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("As whom the servers are read", "as a plain user", "all of it", "process names")),
        ("lt", ("Kieno teisėmis skaitomi serveriai", "paprasto naudotojo", "procesų vardai")),
    ],
)
def test_the_page_of_what_is_not_known_shows_them(language: str, words: tuple[str, ...]) -> None:
    text = render(book("user"), language)["unknown.md"]
    assert isinstance(text, str)
    assert [word for word in words if word not in text] == []
