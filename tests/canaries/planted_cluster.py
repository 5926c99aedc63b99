"""The objects of a cluster in which every listed place holds its canaries."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.canaries.canary import FORMS, Canary
from tests.canaries.planting import places
from tests.parts.api_server import ApiServer, Kind

OBJECTS = Path(__file__).parent / "cluster" / "objects.json"
TOKEN_PLACE = "kubeconfig token"  # noqa: S105  the name of a place
READYZ_PLACE = "readyz check"
_PLURALS = {
    "traefik.io": ("v1alpha1", {"middlewares": "Middleware"}),
    "argoproj.io": ("v1alpha1", {"applications": "Application"}),
    "source.toolkit.fluxcd.io": ("v1", {"gitrepositories": "GitRepository"}),
    "helm.toolkit.fluxcd.io": ("v2", {"helmreleases": "HelmRelease"}),
    "helm.cattle.io": ("v1", {"helmcharts": "HelmChart"}),
    "postgresql.cnpg.io": ("v1", {"clusters": "Cluster"}),
    "velero.io": ("v1", {"backupstoragelocations": "BackupStorageLocation"}),
    "secrets.infisical.com": ("v1alpha1", {"infisicalsecrets": "InfisicalSecret"}),
}
"""Kinds that the recorded cluster lacks."""


def cluster_places() -> set[str]:
    """Return the names of all places of a cluster that hold canaries."""
    return places(OBJECTS.read_text("utf-8")) | {TOKEN_PLACE, READYZ_PLACE}


def plant_cluster(server: ApiServer) -> None:
    """Add the objects, once a form, to what the server has."""
    server.kinds += [
        Kind(group, version, plural, kind, namespaced=True)
        for group, (version, plurals) in _PLURALS.items()
        for plural, kind in plurals.items()
    ]
    for kind, objects in planted_objects().items():
        server.objects.setdefault(kind, []).extend(objects)
    failing = "".join(
        f"[-]check-{number} failed: {Canary(READYZ_PLACE, form).written}\n"
        for number, form in enumerate(FORMS)
    )
    server.readyz = (f"[+]ping ok\n[-]etcd failed: reason withheld\n{failing}", 500)


def planted_objects() -> dict[str, list[dict[str, Any]]]:
    """Return the objects by kind, each once a form."""
    kinds = json.loads(OBJECTS.read_text("utf-8"))
    return {kind: list(_each(objects)) for kind, objects in kinds.items()}


def _each(objects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, form in enumerate(FORMS):
        for one in objects:
            yield _filled(one, form, number)


def _filled(value: Any, form: str, number: int) -> Any:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        return {key: _filled(one, form, number) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, form, number) for one in value]
    if not isinstance(value, str):
        return value
    text = value.replace("NUMBER", str(number))
    for place in places(text):
        text = text.replace(f"<<{place}>>", Canary(place, form).written)
    return text
