"""Data sets: where they lie, which job saves them, when it last did; the worst first."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from heirbook.inventory.backup import BackupJob, Backups, Evidence
from heirbook.inventory.container import Container, ContainerMount, Containers
from heirbook.inventory.kubernetes.cluster_storage import Claim, Claims
from heirbook.inventory.kubernetes.operators import (
    CloudNativePg,
    Longhorn,
    OperatorSchedule,
    Velero,
)
from heirbook.inventory.kubernetes.workload import CronJobs
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.record import Facts
from heirbook.inventory.relations.data import (
    DataRelation,
    data_relations,
    in_order_of_danger,
    untold_claims,
    untold_data,
)
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.places import place_of
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot
from tests.inventory.relations.parts_of import NOW, fleet_of, joined_of, source_of

PARTS: dict[str, object] = {"upe/web/app": {}}


def with_data(at: str, backup: str | None = None, **more: object) -> dict[str, object]:
    saved = {"backup": backup} if backup else {}
    return {"web": {"parts": PARTS, "data": {"db": {"at": at, **saved, **more}}}}


def jobs(*sources: str, at: datetime | None = None, result: str = "success") -> Backups:
    return Backups(
        jobs=(BackupJob(tool="borgmatic", sources=sources),),
        evidence=(Evidence(job="borgmatic", kind="unit", place="b.service", result=result, at=at),),
    )


def only(joined: Joined) -> DataRelation:
    (found,) = data_relations(joined)
    return found


@pytest.mark.parametrize(
    ("at", "kind", "name", "path"),
    [
        ("/srv/db", "server", "upe", "/srv/db"),
        ("pi:/srv/db", "server", "pi", "/srv/db"),
        ("upe/volume/db", "server", "upe", None),
        ("prod/ns/persistentvolumeclaim/pg-0", "cluster", "prod", None),
        ("a drawer", "", "", None),
        ("nobody:/srv", "", "", None),
        ("", "", "", None),
    ],
)
def test_a_place_names_its_server_or_nothing(
    at: str, kind: str, name: str, path: str | None
) -> None:
    place = place_of(joined_of(fleet_of(with_data("/x"))), "web", at)
    assert (place.kind, place.name, place.path) == (kind, name, path)


def test_a_bare_path_of_a_service_on_two_servers_lies_nowhere_known() -> None:
    services = {"web": {"parts": {"upe/a": {}, "pi/b": {}}, "data": {"db": {"at": "/srv/db"}}}}
    assert only(joined_of(fleet_of(services))).place.name == ""


@pytest.mark.parametrize(
    ("sources", "covered"),
    [
        (("/srv",), True),
        (("/srv/db",), True),
        (("/srv/d",), False),
        (("/",), True),
        (("/etc",), False),
        ((), None),
        (("/srv/*",), None),
        (("config of another tool",), None),
    ],
)
def test_a_job_covers_a_folder_only_where_paths_prove_it(
    sources: tuple[str, ...], *, covered: bool | None
) -> None:
    fleet = fleet_of(with_data("/srv/db", "upe/borgmatic"))
    one = only(joined_of(fleet, source_of("server/upe", jobs(*sources))))
    assert (one.job_state, one.covered) == ("seen", covered)


def test_a_job_that_is_not_there_is_gone_only_after_a_whole_look() -> None:
    fleet = fleet_of(with_data("/srv/db", "upe/restic"))
    assert only(joined_of(fleet, source_of("server/upe", jobs("/srv")))).job_state == "gone"
    assert only(joined_of(fleet)).job_state == "unseen"
    source = source_of("server/upe")
    denied = replace(source, sections={"backup": SectionState[Backups](state="denied")})
    assert only(joined_of(fleet, denied)).job_state == "unseen"
    outside = fleet_of(with_data("/srv/db", "nowhere/restic"))
    assert only(joined_of(outside)).job_state == "unseen"


@pytest.mark.parametrize(
    "at",
    [
        datetime(2025, 10, 16, 3, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_a_time_is_told_as_it_is_from_facts_or_readings(at: datetime) -> None:
    fleet = fleet_of(with_data("/srv/db", "upe/borgmatic"))
    fresh = joined_of(fleet, source_of("server/upe", jobs("/srv", at=at)))
    assert only(fresh).last_success == at
    stored = joined_of(fleet, source_of("server/upe", jobs("/srv")))
    assert only(stored).last_success is None
    assert only(replace(stored, readings=read(at.isoformat()))).last_success == at


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-99-99", "2026-11-20T02:10:07", "9999-12-31T23:59:59-23:59"]
)
def test_a_reading_that_is_no_time_tells_nothing(text: str) -> None:
    fleet = fleet_of(with_data("/srv/db", "upe/borgmatic"))
    joined = replace(joined_of(fleet, source_of("server/upe", jobs("/srv"))), readings=read(text))
    assert only(joined).last_success is None


def test_a_failed_run_is_no_success() -> None:
    fleet = fleet_of(with_data("/srv/db", "upe/borgmatic"))
    facts = jobs("/srv", at=NOW, result="exit-code")
    assert only(joined_of(fleet, source_of("server/upe", facts))).last_success is None


def read(text: str) -> Readings:
    values: dict[str, int | str] = {"backup:borgmatic unit b.service:at": text}
    line = Reading(at=NOW, run="0a1b2c3d", took_ms=1, tool_version="0", sections={}, values=values)
    return Readings(lines={"server/upe": (line,)})


def test_what_a_loss_would_hurt_most_comes_first() -> None:
    data = {
        "anew": {"at": "/a", "replaceable": "true"},
        "bare": {"at": "/b"},
        "fine": {"at": "/srv/f", "backup": "upe/borgmatic"},
        "gone": {"at": "/srv/g", "backup": "upe/restic"},
        "unread": {"at": "/u", "backup": "pi/borgmatic"},
    }
    fleet = fleet_of({"web": {"parts": PARTS, "data": data}})
    joined = joined_of(fleet, source_of("server/upe", jobs("/srv", at=NOW)))
    order = [one.name for one in in_order_of_danger(data_relations(joined))]
    assert order == ["bare", "gone", "unread", "fine", "anew"]


def test_folders_that_containers_write_to_and_nobody_declared() -> None:
    def mount(source: str, kind: str = "bind", *, writable: bool = True) -> ContainerMount:
        return ContainerMount(type=kind, source=source, target="/x", writable=writable)

    container = Container(
        name="c",
        engine="docker",
        state="running",
        mounts=(
            mount("/srv/db"),
            mount("/srv/other"),
            mount("/var/lib/docker/volumes/told/_data", "volume"),
            mount("/var/lib/docker/volumes/new/_data", "volume"),
            mount("/var/run/docker.sock"),
            mount("/etc/ssl"),
            mount("/srv/readonly", writable=False),
            mount("", "tmpfs"),
        ),
    )
    services = {
        "web": {"parts": PARTS, "data": {"db": {"at": "/srv/db"}, "v": {"at": "upe/volume/told"}}}
    }
    source = source_of("server/upe", Containers(containers=(container,)))
    found = untold_data(joined_of(fleet_of(services), source))
    assert [one.source for one in found] == ["/srv/other", "/var/lib/docker/volumes/new/_data"]
    assert untold_data(replace(joined_of(fleet_of(services)), snapshot=Snapshot(NOW))) == ()


def in_cluster(*more: Facts, backup: str | None = None, asked: bool = True) -> Joined:
    """Return a data set in a claim of the cluster `prod`, and what was seen there."""
    fleet = fleet_of(with_data("prod/ns/persistentvolumeclaim/pg-0", backup))
    claims = Claims(claims=tuple(Claim(name=name, namespace="ns") for name in ("pg-0", "other")))
    facts: tuple[Facts, ...] = (claims, *more) if asked else ()
    return joined_of(fleet, source_of("cluster/prod", *facts))


def test_a_claim_is_the_place_of_a_data_set_and_others_are_untold() -> None:
    joined = in_cluster()
    assert only(joined).place.rest == "ns/persistentvolumeclaim/pg-0"
    assert [(cluster, claim.name) for cluster, claim in untold_claims(joined)] == [
        ("prod", "other")
    ]


def test_a_backup_of_an_operator_is_a_job_with_its_success() -> None:
    done = OperatorSchedule(name="pg", namespace="ns", kind="ScheduledBackup", last_success_at=NOW)
    whole = (CloudNativePg(schedules=(done,)), Velero(), Longhorn(), CronJobs())
    found = only(in_cluster(*whole, backup="prod/ScheduledBackup/ns/pg"))
    assert (found.job_state, found.last_success, found.is_saved) == ("seen", NOW, True)
    assert only(in_cluster(*whole, backup="prod/Schedule/ns/x")).job_state == "gone"
    assert only(in_cluster(whole[0], backup="prod/Schedule/ns/x")).job_state == "unseen"
    assert only(in_cluster(asked=False, backup="prod/Schedule/ns/x")).job_state == "unseen"
