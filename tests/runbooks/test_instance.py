"""Runbooks meet what they apply to."""

from dataclasses import replace

import pytest

from heirbook.inventory.snapshot import Snapshot
from heirbook.runbooks.instance import instances, runbook_path, subject_slug, why_absent
from heirbook.runbooks.library import library
from heirbook.runbooks.subject import Knowledge
from tests.handbook.harbour import harbour
from tests.handbook.river import NOW, river


@pytest.mark.parametrize(
    ("subject", "slug"),
    [
        ("prod/books/deployment/web", "prod.books.deployment.web"),
        ("upe", "upe"),
        ("upe/unit/nginx.service", "upe-unit-nginx-service-"),
        ("prod/" + "x" * 70, "prod-"),
        ("con", "con-"),
        ("../../etc", "etc-"),
    ],
)
def test_an_identity_becomes_one_part_of_a_path(subject: str, slug: str) -> None:
    found = subject_slug(subject)
    assert found == slug if not slug.endswith("-") else found.startswith(slug)
    assert "/" not in found


def test_variants_follow_what_was_seen() -> None:
    found = {one.id: one.variant for one in instances(Knowledge(river().joined)).all}
    assert found["unit-failed@upe/unit/nginx.service"] == "unit"
    assert found["unit-failed@upe/freescout/app"] == "container"
    assert found["disk-full@upe"] == "apt"
    assert found["certificate-expired@upe/certificate/"
                 "/etc/letsencrypt/live/example.org/fullchain.pem"] == "certbot"  # fmt: skip
    assert not any(name.startswith("pods-crash") for name in found)
    clusters = {one.id for one in instances(Knowledge(harbour().joined)).all}
    assert "pods-crash@harbour/shop/deployment/web" in clusters


def test_a_unit_that_failed_has_a_runbook_though_no_service_names_it() -> None:
    found = instances(Knowledge(river().joined)).of("unit-failed")
    assert "upe/unit/borgmatic.service" in {one.subject.id for one in found}


def test_workloads_of_the_clusters_own_namespaces_have_none() -> None:
    book = harbour()
    declared = book.fleet.model_dump(mode="json", exclude_unset=True)
    declared["findings"] = {"infrastructure": ["shop"]}
    joined = replace(book.joined, fleet=type(book.fleet).model_validate(declared))
    assert not instances(Knowledge(joined)).of("pods-crash")


def test_the_image_before_comes_from_the_edition_before() -> None:
    book = river()
    key = next(key for key in book.snapshot.sources if key == "server/upe")
    source = book.snapshot.sources[key]
    containers = source.sections["containers"].facts
    assert containers is not None
    old = containers.model_dump(mode="json")
    for one in old["containers"]:
        if one["service"] == "app":
            one.update(reference="registry.example.org/freescout:1.7", image_id="sha256:old")
    facts = type(containers).model_validate(old)
    section = source.sections["containers"].model_copy(update={"facts": facts})
    past = replace(source, sections={**source.sections, "containers": section})
    knowledge = Knowledge(book.joined, previous=Snapshot(NOW, {key: past}))
    found = {one.subject.id: one.subject for one in instances(knowledge).of("roll-back")}
    before = found["upe/freescout/app"].fact("previous_ref").value
    assert before == "registry.example.org/freescout:1.7"
    assert not found["upe/freescout/db"].fact("previous_ref").value


def test_why_a_runbook_is_absent_is_said() -> None:
    reason = why_absent(library()["pods-crash"], Knowledge(river().joined))
    assert reason == "no workload is known"


def test_paths_are_each_once_and_belong_to_their_runbook() -> None:
    every = instances(Knowledge(harbour().joined)).all
    assert len({one.path.casefold() for one in every}) == len(every)
    assert all(
        one.path.startswith((f"runbooks/{one.volume.id}/", runbook_path(one.volume.id)))
        for one in every
    )
