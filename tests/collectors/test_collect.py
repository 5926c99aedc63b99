"""Servers asked side by side: what comes of an answer without any frame."""

from datetime import UTC, datetime
from types import ModuleType

from heirbook.collectors.collect import collect_sources
from heirbook.collectors.local import LocalTransport
from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.run import Run
from heirbook.collectors.section import Section
from heirbook.collectors.server_plan import ServerPlan
from heirbook.discovery import Unit
from heirbook.inventory.record import SourceId
from tests.real_parts import SYSTEM_PATH

AT = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)


class Silence:
    """Progress that nobody looks at."""

    def started(self, source: str) -> None:
        """Say nothing."""

    def finished(self, run: SourceRun) -> None:
        """Say nothing."""


def answered(script: str) -> SourceRun:
    section = Section(title="", command="", script=script)
    transport = LocalTransport({"PATH": SYSTEM_PATH})
    units = (Unit("x", section, ModuleType("x")),)
    plan = ServerPlan(SourceId("server/upe"), transport, units, budget_s=1, become="none")
    (run,) = collect_sources([plan], Run(lambda: AT, str, Silence(), str), {"server": 1})
    return run


def test_noise_and_then_silence_is_no_answer() -> None:
    run = answered("printf 'welcome\\n'; sleep 60\n")
    assert run.failure is not None
    assert (run.failure.reason, run.failure.stage) == ("deadline", "read")
    assert run.source.state == "timeout"
    assert run.source.sections["x"].state == "timeout"


def test_noise_and_an_end_is_an_answer_that_shows_nothing() -> None:
    run = answered("printf 'this account is not available\\n'; exit 1\n")
    assert run.failure is None
    assert run.source.state == "partial"
    assert run.source.sections["x"].reason == "no_final_frame"
