"""How each server is reached: its own settings, and the defaults for what it does not say."""

from datetime import timedelta

from heirbook.inventory.ssh_settings import SshFile

SETTINGS = SshFile.model_validate(
    {
        "defaults": {"user": "collect", "port": "2200", "identity": "~/.ssh/key", "budget": "60s"},
        "sections": {"skip": ["smart"], "every": {"packages": "24h", "certs": "6h"}},
        "servers": {
            "pi": {
                "user": "pi",
                "via": ["upe"],
                "become": "none",
                "sections": {"every": {"certs": "1h"}, "deep": ["restic"]},
            },
            "nas": {"sections": {"skip": []}},
        },
    }
)


def test_a_server_that_is_not_named_has_the_defaults() -> None:
    upe = SETTINGS.for_server("upe")
    assert (upe.user, upe.port, upe.identity) == ("collect", 2200, "~/.ssh/key")
    assert (upe.mode, upe.become, upe.transport, upe.enabled) == ("script", "auto", "ssh", True)
    assert upe.budget == timedelta(seconds=60)
    assert upe.sections == SETTINGS.sections


def test_what_a_server_says_wins_and_the_rest_is_common() -> None:
    pi = SETTINGS.for_server("pi")
    assert (pi.user, pi.port, pi.via, pi.become) == ("pi", 2200, ("upe",), "none")
    assert pi.sections.skip == ("smart",)
    assert pi.sections.every == {"packages": timedelta(days=1), "certs": timedelta(hours=1)}
    assert pi.sections.deep == ("restic",)


def test_a_server_can_ask_what_the_others_skip() -> None:
    assert SETTINGS.for_server("nas").sections.skip == ()
