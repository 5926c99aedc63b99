"""A real fleet collected three times with real changes between, read as a reader would."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.bench import Bench, Settings
from tests.parts.sshd import Fleet, SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root, pytest.mark.slow]
NOTE = "/etc/heirbook.d/mail.yml"
CRON = "/etc/cron.d/letters"


@dataclass
class Times:
    """The workspace after three collections and three builds, and the ids of its editions."""

    bench: Bench
    editions: tuple[str, ...]


def ssh(server: SshServer) -> Settings:
    return {"address": server.address, "port": server.port, "user": server.user, "budget": "90s"}


def look(bench: Bench) -> str:
    """Collect and build; return the id of the newest edition."""
    assert bench.process("collect", "--commit").code in {0, 4}
    built = bench.process("build")
    assert built.code == 0, built.err
    return built.out.partition(":")[0]


@pytest.fixture(scope="module")
def times(fleet: Fleet, tmp_path_factory: pytest.TempPathFactory) -> Times:
    bench = Bench(tmp_path_factory.mktemp("times"))
    bench.identity.write_bytes(fleet.lab.identity.read_bytes())
    bench.declare({"upe": ssh(fleet.upe), "box": ssh(fleet.box)})
    bench.pin(fleet.known_hosts)
    bench.commit_all()
    fleet.upe.write(CRON, "5 3 * * * root /usr/local/bin/letters\n")
    first = look(bench)
    fleet.upe.write(CRON, "5 4 * * * root /usr/local/bin/letters\n")
    fleet.upe.write("/etc/cron.d/second", "1 1 * * * root /bin/true\n")
    second = look(bench)
    fleet.upe.run("rm", "/etc/cron.d/second")
    bench.declare({"upe": ssh(fleet.upe), "box": {"port": 1}})
    third = look(bench)
    fleet.upe.run("rm", "-f", CRON)
    return Times(bench, (first, second, third))


def page(times: Times, edition: str, language: str = "en") -> str:
    file = Path(times.bench.root, "book", edition, "plain", language, "changes", "index.md")
    return file.read_text("utf-8")


def test_each_look_that_found_a_change_made_an_edition(times: Times) -> None:
    assert len(set(times.editions)) == 3


def test_the_first_edition_says_so_and_the_others_name_the_one_before(times: Times) -> None:
    first, second, third = times.editions
    assert "This is the first edition" in page(times, first)
    assert first.replace("-", "&#45;") in page(times, second)
    assert second.replace("-", "&#45;") in page(times, third)


def test_what_changed_stands_on_the_page_with_its_commit(times: Times) -> None:
    _, second, third = times.editions
    commit = times.bench.git("log", "-n", "2", "--format=%H", "--", "inventory/snapshots")
    newest, older = (one[:12] for one in commit.splitlines())
    text = page(times, second)
    assert "cron job" in text
    assert "appeared" in text
    assert f"<code>{older}</code>" in text
    assert "vanished" in page(times, third)
    assert f"<code>{newest}</code>" in page(times, third)


def test_a_server_that_could_not_be_reached_is_never_gone(times: Times) -> None:
    text = page(times, times.editions[2])
    (line,) = [line for line in text.splitlines() if "box" in line and line.startswith("- ")]
    assert "could not look" in line
    assert "nepavyko pažiūrėti" in page(times, times.editions[2], "lt")
    out = times.bench.process("diff").out
    assert "server/box: could not look" in out
    assert "server/box: unit" not in out


def test_editions_and_commits_tell_the_same(times: Times) -> None:
    first, _, third = times.editions
    by_edition = times.bench.process("diff", f"book/{first}", f"book/{third}")
    by_commit = times.bench.process("diff", "HEAD~2", "HEAD")
    assert by_edition.code == by_commit.code == 0
    assert by_edition.out == by_commit.out


def test_one_object_has_its_whole_history(times: Times) -> None:
    lines = times.bench.process("diff", "--of", "server/upe").out.splitlines()
    assert any("vanished" in line for line in lines)
    assert any("appeared" in line for line in lines)
    assert lines == sorted(lines, key=lambda line: line[:20], reverse=True)
