"""What kubectl may be started with, and what it may never be."""

import ast
import re

import pytest

from heirbook.collectors.clusters.cluster_units import all_resources
from heirbook.collectors.clusters.kubectl_command import (
    ApiResources,
    CanI,
    Form,
    Listing,
    NamedConfigMap,
    Place,
    Proxy,
    Readyz,
    Version,
    argv,
    hides_managed_fields,
)
from tests.source_tree import ROOT

PLACE = Place("/k", "prod", "/c", 15)
HEAD = "kubectl --kubeconfig /k --context prod --cache-dir /c --request-timeout=15s"
FORMS: tuple[tuple[Form, str], ...] = (
    (Version(), "version -o json"),
    (ApiResources(), "api-resources --verbs=list -o name"),
    (Listing("pods.v1."), "get pods.v1. -A -o json --show-managed-fields=false"),
    (
        Listing("deployments.apps", "shop"),
        "get deployments.apps -n shop -o json --show-managed-fields=false",
    ),
    (NamedConfigMap("mastodon", "social-env"), "get configmaps.v1. -n mastodon social-env -o json"),
    (Readyz(), "get --raw /readyz?verbose"),
    (CanI("secrets"), "auth can-i list secrets -A"),
    (CanI("all"), "auth can-i * * -A"),
    (Proxy("s"), "proxy --unix-socket=s"),
)


@pytest.mark.parametrize(("form", "words"), FORMS)
def test_the_argument_list_is_fixed(form: Form, words: str) -> None:
    found = argv(("kubectl",), PLACE, form, hide_managed_fields=True)
    assert " ".join(found) == f"{HEAD} {words}"


def test_an_older_kubectl_is_not_given_a_flag_that_it_lacks() -> None:
    found = argv(("kubectl",), PLACE, Listing("pods.v1."), hide_managed_fields=False)
    assert found[-5:] == ("get", "pods.v1.", "-A", "-o", "json")
    versions = ((1, 20), (1, 21), (1, 32), None)
    assert [hides_managed_fields(one) for one in versions] == [False, True, True, False]


@pytest.mark.parametrize(
    "kind",
    ["secrets.v1.", "secrets", "configmaps.v1.", "--raw", "pods -o yaml", "Pods", "pods;id", ""],
)
def test_what_is_no_kind_or_must_not_be_listed_is_no_argument(kind: str) -> None:
    with pytest.raises(ValueError, match=r"never listed|no name"):
        argv(("kubectl",), PLACE, Listing(kind), hide_managed_fields=False)


@pytest.mark.parametrize("namespace", ["-A", "", "a b", "a" * 64, "Shop", "../x"])
def test_a_namespace_of_a_hostile_server_is_no_argument(namespace: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        argv(("kubectl",), PLACE, Listing("pods.v1.", namespace), hide_managed_fields=False)


def test_only_one_form_names_secrets() -> None:
    naming = [words for _, words in FORMS if "secret" in words]
    assert naming == ["auth can-i list secrets -A"]
    kinds = [kind for unit in all_resources() for kind in unit.value.kinds]
    assert not [kind for kind in kinds if kind.partition(".")[0] in {"secrets", "configmaps"}]


def test_every_unit_names_its_kinds_in_full() -> None:
    kinds = {kind for unit in all_resources() for kind in unit.value.kinds}
    assert not [kind for kind in kinds - {"version", "readyz"} if "." not in kind]


def test_words_of_kubectl_stand_in_one_module_only() -> None:
    """A second place that builds argument lists would be one that nobody checks."""
    telling = re.compile(r"^(get|api-resources|can-i|--raw|--unix-socket.*|auth)$")
    found = set()
    for file in sorted((ROOT / "heirbook" / "collectors").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Tuple | ast.List):
                words = [e.value for e in node.elts if isinstance(e, ast.Constant)]
                if sum(bool(telling.match(w)) for w in words if isinstance(w, str)) and (
                    "kubectl" in file.read_text("utf-8")
                ):
                    found.add(file.name)
    assert found <= {"kubectl_command.py", "transport.py", "outcome.py"}, found
