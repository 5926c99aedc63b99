"""Image registries: the digest of the tags that run here, without login and only by opt-in."""

import re
from urllib.parse import urlencode, urlsplit

from heirbook.collectors.endpoints.http_exchange import Reply, Request
from heirbook.collectors.endpoints.probe import Aims, NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import plain_target, references
from heirbook.collectors.endpoints.probe_client import Client, json_of
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.i18n import N_
from heirbook.inventory.registry import RegistryManifest

PROBE = Probe(
    title=N_("Digests at registries"),
    command="curl -sS -I -H 'Accept: …' https://REGISTRY/v2/NAME/manifests/TAG",
)
_HOSTS = {"docker.io": "registry-1.docker.io"}
"""A registry whose references name another host than the one that answers."""
_TOKEN_HOSTS = {"docker.io": "auth.docker.io"}
_ACCEPT = ", ".join((
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
))  # fmt: skip
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"application/[a-z0-9.+-]{1,100}")
_FIELD = re.compile(r'(realm|service)="([^"\\]{1,512})"')
_NAME = re.compile(r"[a-z0-9][a-z0-9._/-]{0,254}")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_OK, _REFUSED, _MISSING = 200, frozenset({401, 403}), 404


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return the references in use whose registry may be asked."""
    asked = {name for name, one in aims.declared.endpoints.registries.items() if one.look_up}
    return tuple(
        plain_target(aims, reference)
        for reference in references(aims)
        if reference.partition("/")[0] in asked
    )


def probe(target: Target, client: Client) -> Result:
    """Return digest and media type; a token is asked for only at a declared host, and not kept."""
    registry, _, rest = target.id.partition("/")
    name, _, tag = rest.rpartition(":")
    if not (_NAME.fullmatch(name) and _TAG.fullmatch(tag)):
        return NotAnsweredError("partial", "no_reference").result
    url = f"https://{_HOSTS.get(registry, registry)}/v2/{name}/manifests/{tag}"
    try:
        reply = _head(client, url, "")
        if reply.status in _REFUSED:
            reply = _head(client, url, _token(client, reply, registry, name))
    except NotAnsweredError as error:
        return error.result
    if reply.status == _MISSING:
        return Result(answer={"exists": False})
    if reply.status != _OK:
        state = "denied" if reply.status in _REFUSED else "partial"
        return Result.model_validate({"state": state, "reason": f"status_{reply.status}"})
    digest = reply.headers.get("docker-content-digest", "")
    return Result(
        answer={"exists": True, "digest": digest, "media_type": reply.headers.get("content-type")}
    )


def _head(client: Client, url: str, token: str) -> Reply:
    headers = {"Accept": _ACCEPT, **({"Authorization": f"Bearer {token}"} if token else {})}
    return client.request(Request(url, "HEAD", headers), with_body=False)


def _token(client: Client, refused: Reply, registry: str, name: str) -> str:
    """Return the token that the registry wants for anonymous reading.

    Raises:
        NotAnsweredError: when its way there leads to a host that nobody declared.
    """
    fields = dict(_FIELD.findall(refused.headers.get("www-authenticate", "")))
    parts = urlsplit(fields.get("realm", ""))
    if parts.scheme != "https" or "@" in parts.netloc:
        raise NotAnsweredError("denied", "no_token")
    if parts.netloc not in client.reach.registries | {_TOKEN_HOSTS.get(registry)}:
        raise NotAnsweredError("denied", "undeclared_host")
    asked = {"service": fields.get("service", ""), "scope": f"repository:{name}:pull"}
    given = Tree(json_of(client.request(Request(f"{fields['realm']}?{urlencode(asked)}"))))
    token = given.text("token") or given.text("access_token")
    if not token or not token.isascii() or not token.isprintable():
        raise NotAnsweredError("denied", "no_token")
    return token


def parse(target: Target, result: Result) -> RegistryManifest:
    """Return what the registry says of the tag.

    Sample: `{"exists": true, "digest": "sha256:…", "media_type": "application/vnd.oci.image…"}`

    Source: OCI distribution specification 1.1, section Pulling manifests.
    """
    answer = Tree(result.answer)
    digest = answer.text("digest") or ""
    media_type = (answer.text("media_type") or "").partition(";")[0].strip()
    return RegistryManifest(
        reference=target.id,
        registry=target.id.partition("/")[0],
        state=result.state,
        reason=result.reason,
        exists=answer.flag("exists"),
        digest=digest if _DIGEST.fullmatch(digest) else None,
        media_type=media_type if _MEDIA_TYPE.fullmatch(media_type) else None,
    )
