"""What is said of a source that is no server, with its next step."""

from dataclasses import replace
from datetime import datetime

from heirbook.cli.source_failures import of_source
from heirbook.collectors.outcome import SourceRun, failed_source, observed_source
from heirbook.collectors.transport import TransportFailure
from heirbook.inventory.endpoint import HttpTargets
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState

HERE = SourceId("endpoints/here")


def test_a_source_that_gave_nothing_names_reason_and_what_is_kept(now: datetime) -> None:
    failure = TransportFailure("tool", "start")
    run = SourceRun(failed_source(HERE, "recorded", ("http",), failure, now), ("http",), 0, failure)
    (error,) = of_source(run, None)
    assert error.message == "source 'endpoints/here': missing tool, tool (start)"
    assert error.hint == "heirbook collect --only endpoints/here; nothing is known of it yet"
    (later,) = of_source(run, now)
    assert str(later.hint).endswith("facts of 2026-11-20 are kept")


def test_a_source_without_any_answer_points_at_this_machine(now: datetime) -> None:
    silent = SectionState[Facts](state="partial", reason="no_answer", facts=HttpTargets())
    source = observed_source(HERE, "probes", {"http": silent}, now)
    (error,) = of_source(SourceRun(source, ("http",), 1), None)
    assert "1 of 1 sections not read whole (no_answer): http" in error.message
    assert "this machine" in str(error.hint)
    fine = replace(source, state="ok")
    assert not tuple(of_source(SourceRun(fine, ("http",), 1), None))
