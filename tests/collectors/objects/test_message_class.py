"""Messages of a cluster are told apart by what they are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.objects.message_class import message_class


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("exec /usr/bin/app: exec format error", "exec-format"),
        ('Back-off pulling image "registry.lab.example:5000/tools/x:v1": not found', "not-found"),
        ('exec: "foo": executable file not found in $PATH', "not-found"),
        ('failed to resolve reference "x": unexpected status code 404', "not-found"),
        ("pull access denied, repository does not exist or may require authorization",
         "unauthorized"),
        ("unexpected status from HEAD request: 401 Unauthorized", "unauthorized"),
        ("failed to authorize: unexpected status: 403 Forbidden", "unauthorized"),
        ("dial tcp 192.0.2.1:5000: connect: connection refused", "connection-refused"),
        ("x509: certificate signed by unknown authority", "unknown-authority"),
        ("toomanyrequests: You have reached your pull rate limit. unauthorized", "rate-limited"),
        ("unexpected status code 429 Too Many Requests", "rate-limited"),
        ("dial tcp 192.0.2.1:443: i/o timeout", "timeout"),
        ("context deadline exceeded", "timeout"),
        ("back-off 5m0s restarting failed container", "other"),
        ('Back-off pulling image "ghcr.io/unauthorized/not found:404"', "other"),
        ("lookup registry.invalid on 192.0.2.53:53: no such host", "other"),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_the_first_class_that_fits_is_given(message: str | None, expected: str | None) -> None:
    assert message_class(message) == expected


@given(st.text())
def test_no_message_is_kept(message: str) -> None:
    found = message_class(message)
    assert found is None or found in {
        "exec-format", "not-found", "unauthorized", "connection-refused", "unknown-authority",
        "rate-limited", "timeout", "other",
    }  # fmt: skip
