"""Registries: an anonymous question for a tag's digest, with a token only from a declared host."""

from heirbook.inventory.registry import RegistryManifest
from tests.collectors.probes.asking import asked, at, reach, result
from tests.parts.dns import NameServer
from tests.parts.web import DIGEST, MEDIA_TYPE, PLANTED, Web


def manifest(web: Web, zone: NameServer, host: str, name: str = "app:1.2") -> RegistryManifest:
    target = at("", f"{host}.example.org:{web.https}/{name}")
    got = asked("registry", target, reach(web, zone))
    assert isinstance(got, RegistryManifest)
    return got


def test_the_digest_of_a_tag_is_given_for_an_anonymous_token(web: Web, zone: NameServer) -> None:
    got = manifest(web, zone, "tokens", "library/app:1.2")
    assert (got.state, got.exists, got.digest) == ("ok", True, DIGEST)
    assert (got.media_type, got.registry) == (MEDIA_TYPE, f"tokens.example.org:{web.https}")
    assert "HEAD /v2/library/app/manifests/1.2" in web.requests()


def test_the_token_is_kept_nowhere(web: Web, zone: NameServer) -> None:
    target = at("", f"tokens.example.org:{web.https}/app:1.2")
    assert PLANTED not in result("registry", target, reach(web, zone)).model_dump_json()


def test_a_token_from_an_undeclared_host_is_not_asked_for(web: Web, zone: NameServer) -> None:
    got = manifest(web, zone, "registry")
    assert (got.state, got.reason, got.digest) == ("denied", "undeclared_host", None)


def test_a_tag_that_is_gone_is_a_good_answer(web: Web, zone: NameServer) -> None:
    got = manifest(web, zone, "good")
    assert (got.state, got.exists, got.digest) == ("ok", False, None)


def test_what_is_no_reference_is_not_asked(web: Web, zone: NameServer) -> None:
    got = manifest(web, zone, "tokens", "../../auth?x=:1")
    assert (got.state, got.reason) == ("partial", "no_reference")
