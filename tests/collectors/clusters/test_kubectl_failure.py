"""What the errors of kubectl mean, as two real ones printed them."""

import pytest

from heirbook.collectors.clusters.kubectl_failure import (
    Reply,
    lacks_configuration,
    unreachable_groups,
    verdict,
)
from heirbook.collectors.section_state import Verdict
from tests.parts.api_server import RECORDED

REFUSED = (RECORDED.parent / "kubectl" / "refused.err").read_bytes()
FORBIDDEN = (
    b'Error from server (Forbidden): ipaddresspools.metallb.io is forbidden: User "x" cannot list '
    b'resource "ipaddresspools" in API group "metallb.io" at the cluster scope\n'
)
SCOPED = (
    b'Error from server (Forbidden): pods is forbidden: User "x" cannot list resource "pods" in '
    b'API group "" in the namespace "shop"\n'
)
MEMCACHE = (
    b'E1120 21:09:59.901862    3220 memcache.go:265] "Unhandled Error" err="(Forbidden): no"\n'
)
LIST = b'{"apiVersion": "v1", "items": [], "kind": "List"}'


@pytest.mark.parametrize(
    ("stderr", "expected"),
    [
        (FORBIDDEN, Verdict("denied", need="list ipaddresspools.metallb.io at the cluster scope")),
        (MEMCACHE + SCOPED, Verdict("denied", need='list pods in namespace "shop"')),
        (
            b"error: You must be logged in to the server (Unauthorized)\n",
            Verdict("denied", "auth"),
        ),
        (
            b'error: the server doesn\'t have a resource type "nosuchkind"\n',
            Verdict("ok", absent=True),
        ),
        (REFUSED, Verdict("unreachable", "refused")),
        (
            b"Unable to connect to the server: dial tcp: lookup k.example.org: no such host\n",
            Verdict("unreachable", "dns"),
        ),
        (
            b"Unable to connect to the server: x509: certificate signed by unknown authority\n",
            Verdict("unreachable", "tls"),
        ),
        (
            b"Unable to connect to the server: net/http: (Client.Timeout exceeded)\n",
            Verdict("timeout", "deadline"),
        ),
        (
            b"Error from server (Expired): The provided continue parameter is too old\n",
            Verdict("partial", "expired"),
        ),
        (
            b"Error from server (ServiceUnavailable): the server is currently unable to handle\n",
            Verdict("unreachable", "server"),
        ),
        (
            b"Error: unknown flag: --verbs\n",
            Verdict("missing_tool", "client_too_old", "kubectl 1.20 or newer"),
        ),
        (
            b"error: something \x1b[31mnew\n",
            Verdict("partial", "other", need="error: something \\x1b[31mnew"),
        ),
        (b"sudo: a password is required\n", Verdict("denied", "become", "root")),
    ],
)
def test_a_line_of_stderr_decides(stderr: bytes, expected: Verdict) -> None:
    assert verdict(Reply(1, LIST, stderr)) == expected


def test_an_empty_list_counts_with_status_0_only() -> None:
    assert verdict(Reply(0, LIST)) == Verdict("ok")
    assert verdict(Reply(1, LIST, FORBIDDEN)).state == "denied"


def test_warnings_of_a_call_that_worked_are_no_failure() -> None:
    skew = b"WARNING: version difference between client (1.32) and server (1.36) exceeds the\n"
    reply = Reply(0, LIST, MEMCACHE + b"Warning: v1 Endpoints is deprecated\n" + skew)
    assert (verdict(reply), reply.warns_of_skew) == (Verdict("ok"), True)


def test_a_question_for_a_user_name_is_no_answer() -> None:
    assert verdict(Reply(1, b"Please enter Username: ")) == Verdict("denied", "auth")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(None, missing=True), Verdict("missing_tool", need="kubectl")),
        (Reply(127), Verdict("missing_tool", need="kubectl")),
        (Reply(None, cut="deadline"), Verdict("timeout", "deadline")),
        (Reply(124), Verdict("timeout", "deadline")),
        (Reply(None, cut="output_cap"), Verdict("partial", "output_cap")),
    ],
)
def test_what_never_ended_is_told_apart(reply: Reply, expected: Verdict) -> None:
    assert verdict(reply) == expected


def test_words_of_an_unknown_error_are_cut() -> None:
    found = verdict(Reply(1, b"", b"error: " + b"x" * 5000))
    assert found.need is not None
    assert len(found.need) == 200


def test_a_missing_context_or_file_is_told() -> None:
    said = (b"Error in configuration: context was not found for specified context: x\n",
            b"error: stat /x: no such file or directory\n")  # fmt: skip
    assert all(lacks_configuration(Reply(1, b"", one)) for one in said)
    assert not lacks_configuration(Reply(1, b"", FORBIDDEN))


def test_groups_that_an_older_discovery_could_not_ask_are_named() -> None:
    said = (
        b"error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: the "
        b"server is currently unable to handle the request, x.example.org/v1: the server could not"
    )
    assert unreachable_groups(Reply(1, b"", said)) == {"metrics.k8s.io", "x.example.org"}
