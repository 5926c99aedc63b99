"""What a server's page says of its own scripts and of expected settings."""

from datetime import UTC, datetime

from heirbook.inventory.script import LiteralSecret, Script
from heirbook.inventory.service import CronTable, Units
from heirbook.inventory.setting import Setting, Settings
from tests.handbook.views.test_projects import book, page

AT = datetime(2026, 11, 1, tzinfo=UTC)
PLAIN = Script(path="/opt/a.sh", owner="root", mode="755", size_bytes=2049, changed_at=AT)
DIRTY = Script(
    path="/opt/z<hostile>.sh",
    secrets=(LiteralSecret(line=3, name="DB_PASSWORD"), LiteralSecret(line=7, name="--token")),
)
SETTINGS = Settings(
    settings=(
        Setting(expectation="port", place=1, where="/etc/ssh/sshd_config", value="22<hostile>"),
        Setting(expectation="old", place=1, where="/etc/old.conf", state="missing"),
        Setting(expectation="own", place=2, where="/etc/own.conf", state="unreadable"),
        Setting(expectation="void", place=1, where="/etc/void.conf", value=""),
    )
)


def row(text: str, of: str) -> str:
    """Return the line of a table that names something."""
    return next(line for line in text.splitlines() if line.startswith("| <code>") and of in line)


def test_a_script_shows_who_starts_it_and_where_a_secret_stands() -> None:
    text = page(book(Units(scripts=(PLAIN, DIRTY)), CronTable(scripts=(PLAIN,))))
    block = text.partition("## Own scripts that start by themselves")[2]
    assert block.index("/opt/z") < block.index("/opt/a.sh")
    assert "line 3: <code>DB_PASSWORD</code>; line 7: <code>--token</code>" in row(block, "/opt/z")
    clean = row(block, "/opt/a.sh")
    assert "a service, cron | root <code>755</code> | 3" in clean
    assert "2026-11-01" in clean
    assert "| none " in clean


def test_a_setting_is_a_value_or_missing_or_not_known() -> None:
    text = page(book(SETTINGS)).partition("## Expected settings")[2]
    assert "22" in row(text, "sshd_config")
    assert "there is no such setting" in row(text, "old.conf")
    assert "empty" in row(text, "void.conf")
    assert "not known" in row(text, "own.conf")


def test_without_any_of_them_the_page_says_no_more() -> None:
    text = page(book(Units(), CronTable(), Settings()))
    assert "Own scripts" not in text
    assert "Expected settings" not in text


def test_the_blocks_speak_lithuanian() -> None:
    text = page(book(Units(scripts=(DIRTY,)), SETTINGS), "lt")
    assert "Savi scenarijai" in text
    assert "3 eilutė:" in text
    assert "tokio nustatymo nėra" in text
