"""Pages of clusters: what runs there, who may, what was not read; bounded however large."""

import html
import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import languages
from heirbook.handbook.render import navigation, render
from heirbook.inventory.kubernetes.cluster import Namespace, Namespaces
from heirbook.inventory.kubernetes.workload import Deployments
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.harbour import DIGESTS, IMAGE, cluster, harbour, web
from tests.handbook.skeleton import SITE, pages

CLUSTER = "clusters/harbour/index.md"
SHOP = "clusters/harbour/shop.md"
NAMESPACES, WORKLOADS = 200, 5_000
MOST_BYTES = 200_000


def page(path: str, book_input: BookInput | None = None, language: str = "en") -> str:
    """Return the text that a reader sees of a page, without marks and links' targets."""
    text = render(book_input or harbour(), language)[path]
    assert isinstance(text, str)
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"<[^>]*>", "", html.unescape(text)))


def row(text: str, start: str) -> str:
    """Return the first row of a table that begins so."""
    return next(line for line in text.splitlines() if line.startswith(f"| {start}"))


def test_nodes_are_joined_with_servers_or_the_gap_is_named() -> None:
    text = page(CLUSTER)
    assert "| [pi] |" in row(text, "n2")
    assert "| [upe] |" in row(text, "upe")
    assert "| [not known] |" in row(text, "n3")
    assert "which server the node is" in row(page("unknown.md"), "n3")


def test_a_server_that_is_another_node_is_not_taken_by_its_name() -> None:
    book = harbour()
    servers = {**book.fleet.servers, "n2": book.fleet.servers["senas"]}
    fleet = book.fleet.model_copy(update={"servers": servers})
    assert "| [pi] |" in row(page(CLUSTER, replace(book, fleet=fleet)), "n2")


def test_conditions_that_should_not_be_are_told() -> None:
    text = page(CLUSTER)
    assert "n3: DiskPressure = True, KubeletHasDiskPressure" in text
    assert "upe: Ready = Unknown, NodeLost" in text


def test_only_those_with_the_whole_cluster_are_its_administrators() -> None:
    text = page(CLUSTER)
    assert row(text, "rasa") == "| rasa | User | admins |"
    assert "jonas" not in text


def test_claims_say_where_the_data_lie_and_what_would_destroy_them() -> None:
    text = page(CLUSTER)
    assert "nas.example.org:/export/shop | the data go too" in row(text, "shop/data")
    assert "v0, was shop/old: /srv/old" in text


def test_a_kind_that_was_denied_is_told_with_the_right_it_needs() -> None:
    needed = "list networkpolicies.networking.k8s.io at the cluster scope"
    assert needed in page(CLUSTER)
    assert needed in page("unknown.md")


def test_a_cluster_nobody_asked_has_a_page_that_says_so() -> None:
    text = page("clusters/island/index.md")
    assert "nobody has asked it anything yet" in text
    assert [line for line in text.splitlines() if line[:3] == "## "] == ["## What changed"]
    assert "never asked" in row(page("unknown.md"), "[cluster/island]")


def test_a_cluster_out_of_reach_keeps_its_facts_and_says_why() -> None:
    book = harbour()
    lost = replace(cluster(), state="unreachable", reason="tls")
    sources = {**book.snapshot.sources, SourceId("cluster/harbour"): lost}
    text = page(CLUSTER, replace(book, snapshot=Snapshot(book.snapshot.as_of, sources)))
    assert "could not be reached. (tls)" in text
    assert "DiskPressure" in text


def test_workloads_show_what_really_runs_and_what_protects_it() -> None:
    text = page(SHOP)
    first = row(text, "deployment/web")
    assert all(part in first for part in (IMAGE, DIGESTS[0][:19], DIGESTS[1][:19], "2 / 3"))
    second = next(line for line in text.splitlines() if "RollingUpdate" in line)
    assert "maxUnavailable 25% | minAvailable 1 | app: readiness" in second


def test_shares_are_counted_over_the_pods_that_are_ready() -> None:
    assert "3, not ready: 1 | shop/deployment/web 67 % canary 33 %" in row(page(SHOP), "web |")


def test_without_endpoints_nobody_is_said_to_be_missing() -> None:
    book = harbour()
    source = cluster()
    sections = {name: one for name, one in source.sections.items() if name != "endpointslices"}
    sources = {SourceId("cluster/harbour"): replace(source, sections=sections)}
    text = page(SHOP, replace(book, snapshot=Snapshot(book.snapshot.as_of, sources)))
    assert "| 80/TCP | [not known] |" in row(text, "web | ClusterIP")


def test_kinds_nobody_could_read_are_not_counted_as_none() -> None:
    book, source = harbour(), cluster()
    left = ("pdb", "pods", "pvc", "ingresses", "statefulsets")
    sections = {name: one for name, one in source.sections.items() if name not in left}
    sources = {SourceId("cluster/harbour"): replace(source, sections=sections)}
    thin = replace(book, snapshot=Snapshot(book.snapshot.as_of, sources))
    assert row(page(CLUSTER, thin), "[shop]").count("not known") == 4
    assert "maxUnavailable 25% | [not known] |" in page(SHOP, thin)
    assert row(page(SHOP, thin), "deployment/web").endswith("| [not known] |")


def test_routes_and_needed_secrets_are_told_by_name() -> None:
    text = page(SHOP)
    assert "shop.example.org / | web:80 | shop-tls |" in row(text, "Ingress web").replace("  ", " ")
    assert "variables of shop/deployment/web" in row(text, "web-env")
    assert "certificate of shop/ingress/web" in row(text, "shop-tls")


def test_an_empty_namespace_has_a_page() -> None:
    assert "Nothing runs in this namespace" in page("clusters/harbour/empty.md")


def test_one_name_with_several_contents_is_told_among_the_images() -> None:
    text = page("images/index.md")
    assert f"{IMAGE} runs as different contents in [harbour]" in text
    assert "| Always |" in row(text, IMAGE)


@pytest.mark.parametrize("language", languages())
def test_namespaces_are_reached_from_their_cluster_only(language: str) -> None:
    shown = str(navigation(harbour(), language))
    assert CLUSTER in shown
    assert SHOP not in shown
    text = render(harbour(), language)[CLUSTER]
    assert isinstance(text, str)
    assert "](shop.md)" in text


def test_a_large_cluster_has_bounded_pages() -> None:
    book = harbour()
    names = [f"n{number:03d}" for number in range(NAMESPACES)]
    facts = (
        Namespaces(namespaces=tuple(Namespace(name=name) for name in names)),
        Deployments(
            workloads=tuple(
                web().model_copy(update={"name": f"w{n}", "namespace": names[n % 7]})
                for n in range(WORKLOADS)
            )
        ),
    )
    sources = {SourceId("cluster/harbour"): cluster(*facts)}
    made = render(replace(book, snapshot=Snapshot(book.snapshot.as_of, sources)), "en")
    own = {path: text for path, text in made.items() if path.startswith("clusters/harbour/")}
    assert len(own) == NAMESPACES + 2  # its own, and the namespace that other objects stand in
    assert max(map(len, own.values())) < MOST_BYTES


def named(value: str) -> BookInput:
    """Return the book with a name of every kind of object in the cluster replaced."""
    book, source = harbour(), cluster()
    texts = {"web-0", "Debian", IMAGE, "n3", "web-env", "shop.example.org", "edit"}
    sections = {}
    for name, state in source.sections.items():
        known = state.facts.model_dump_json() if state.facts else "null"
        for one in texts:
            known = known.replace(json.dumps(one), json.dumps(value))
        facts = type(state.facts).model_validate_json(known) if state.facts else None
        sections[name] = state.model_copy(update={"facts": facts})
    sources = {SourceId("cluster/harbour"): replace(source, sections=sections)}
    return replace(book, snapshot=Snapshot(book.snapshot.as_of, sources))


def shapes(value: str) -> dict[str, Counter[str]]:
    """Return how often each element stands on the cluster's pages."""
    texts = {p: t for p, t in render(named(value), "en").items() if isinstance(t, str)}
    made = pages({path: texts[path] for path in (CLUSTER, SHOP, "images/index.md")}, SITE)
    return {path: page.counts for path, page in made.items()}


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        "a | b | c",
        "[x](javascript:alert(1))",
        "`code` **bold** {{ t }}",
        "</code></td></table>",
        "line\n# heading\n",
    ],
)
def test_hostile_names_leave_the_pages_their_structure(value: str) -> None:
    assert shapes(value) == shapes("zqzq")


def test_the_index_names_every_cluster_and_stays_when_the_navigation_is_bounded() -> None:
    text = page("clusters/index.md")
    assert "The shop | v1.34.6+k3s1 | 3 | 2 |" in row(text, "[harbour]")
    assert row(text, "[island]").count("not known") == 4
    book = harbour()
    many = {f"c{number:03}": book.fleet.clusters["island"] for number in range(200)}
    grown = replace(book, fleet=book.fleet.model_copy(update={"clusters": many}))
    listed = json.dumps(navigation(grown, "en"))
    assert "clusters/index.md" in listed
    assert "clusters/c199" not in listed


def test_backups_tell_of_claims_nobody_described_and_of_jobs_by_the_clock() -> None:
    text = page("backups/index.md")
    assert row(text, "shop/data").startswith("| shop/data | [harbour] |")
    job = row(text, "shop/cronjob/clean")
    assert job.startswith("| shop/cronjob/clean | [harbour] |")
    assert job.endswith("| [not known] |")
