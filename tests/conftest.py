"""Options and rules of the whole suite: golden files, skips, sockets that stay on this machine."""

import ipaddress
import os
import socket
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
pytest_plugins = ["tests.real_parts"] if (TESTS / "real_parts.py").exists() else []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        message = "--update-golden is refused in CI: golden files are reviewed as product text"
        raise pytest.UsageError(message)


def allowed_skips() -> dict[str, str]:
    """Return reason fragments of skips that CI accepts, each with the sentence why."""
    file = TESTS / "allowed_skips.toml"
    return dict(tomllib.loads(file.read_text("utf-8")).get("skips", {})) if file.exists() else {}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that was skipped is a test that failed, unless its reason is on the list."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None or hasattr(session.config, "workerinput"):
        return
    allowed = allowed_skips()
    refused = [
        report
        for report in reporter.stats.get("skipped", [])
        if not any(fragment in str(report.longrepr) for fragment in allowed)
    ]
    for report in refused:
        reporter.write_line(f"skipped in CI: {report.nodeid}: {report.longrepr}", red=True)
    if refused and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def now() -> datetime:
    """Return the moment that fixtures speak of."""
    return datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)


class OutsideError(AssertionError):
    """A test tried to leave this machine."""


@pytest.fixture(autouse=True, scope="session")
def _stay_on_this_machine() -> Iterator[None]:
    """Raise when a test connects to anything but loopback or a Unix socket."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            where = str(address[0]) or "localhost"
            if where != "localhost" and not ipaddress.ip_address(where).is_loopback:
                message = f"a test connects to {where}"
                raise OutsideError(message)
        connect(self, address)  # type: ignore[arg-type]  # the address passes through unchanged

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a slow module on one worker: they share what is slow to make."""
    for item in items:
        module = item.getparent(pytest.Module)
        marks = getattr(module.obj, "pytestmark", []) if module else []
        names = {mark.name for mark in (marks if isinstance(marks, list) else [marks])}
        if names & {"slow", "browser"}:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
