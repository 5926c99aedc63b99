"""Volumes of a cluster: where their data really is, and where they are attached."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.selectors import full_name
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_storage import (
    PersistentVolume,
    VolumeAttachment,
    Volumes,
)

RESOURCE = Resource(
    title=N_("Volumes"),
    kinds=("persistentvolumes.v1.", "volumeattachments.storage.k8s.io"),
    role=(("", "persistentvolumes"), ("storage.k8s.io", "volumeattachments")),
    namespaced=False,
    order=30,
)
MEDIA = (
    "nfs", "hostPath", "local", "csi", "iscsi", "cephfs", "rbd", "fc", "awsElasticBlockStore",
    "azureDisk", "azureFile", "gcePersistentDisk", "vsphereVolume", "cinder", "flexVolume",
    "glusterfs", "portworxVolume", "scaleIO", "storageos", "quobyte", "photonPersistentDisk",
)  # fmt: skip
HOST_KEYS = ("kubernetes.io/hostname", "metadata.name")


def parse(items: Iterable[Item]) -> Volumes:
    """Return volumes and attachments.

    Sample: `{"kind": "PersistentVolume", "spec": {"nfs": {"server": "nas", "path": "/x"}}}`

    Source: Kubernetes API, `v1` `PersistentVolume`; recorded from server 1.36.2.
    """
    readers = {"PersistentVolume": _volume, "VolumeAttachment": _attachment}
    found = Parsed(items, by_kind(readers))
    facts = Volumes(volumes=found.of(PersistentVolume), attachments=found.of(VolumeAttachment))
    return found.whole(facts)


def _volume(item: Tree) -> PersistentVolume | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, claim = item.at("spec"), item.at("spec", "claimRef")
    medium = next((name for name in MEDIA if spec.has(name)), None)
    # the NFS driver of CSI writes server and share into its attributes
    nfs = spec.at("csi", "volumeAttributes")
    return PersistentVolume(
        **fields,
        storage_class=spec.text("storageClassName"),
        size=spec.words("capacity", "storage"),
        modes=spec.texts("accessModes"),
        reclaim_policy=spec.text("persistentVolumeReclaimPolicy"),
        phase=item.text("status", "phase"),
        claim=full_name(claim.text("namespace"), claim.text("name")),
        medium=medium,
        nfs_server=spec.text("nfs", "server") or (nfs.text("share") and nfs.text("server")),
        path=_path(spec),
        driver=spec.text("csi", "driver"),
        mount_options=_harmless(spec.texts("mountOptions")),
        nodes=_nodes(spec),
        secrets=_secrets(spec.at("csi")),
    )


def _path(spec: Tree) -> str | None:
    paths = (spec.text(medium, "path") for medium in ("nfs", "hostPath", "local"))
    return next(filter(None, paths), None) or spec.text("csi", "volumeAttributes", "share")


def _harmless(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return mount options; of those that log in, such as `password=…`, the name alone."""
    log_in = ("user", "pass", "cred", "cruid", "domain")
    return tuple(
        option.partition("=")[0] if option.lower().startswith(log_in) else option
        for option in options
    )


def _nodes(spec: Tree) -> tuple[str, ...]:
    """Return the nodes that a volume is bound to by their names."""
    terms = spec.each("nodeAffinity", "required", "nodeSelectorTerms")
    return tuple(
        sorted(
            {
                value
                for term in terms
                for part in ("matchExpressions", "matchFields")
                for one in term.each(part)
                if one.text("key") in HOST_KEYS and one.text("operator") == "In"
                for value in one.texts("values")
            }
        )
    )


def _secrets(csi: Tree) -> tuple[str, ...]:
    names = [name for name in csi.names() if name.endswith("SecretRef")]
    found = (full_name(csi.text(name, "namespace"), csi.text(name, "name")) for name in names)
    return tuple(sorted({secret for secret in found if secret}))


def _attachment(item: Tree) -> VolumeAttachment | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return VolumeAttachment(
        **fields,
        volume=item.text("spec", "source", "persistentVolumeName"),
        node=item.text("spec", "nodeName"),
        driver=item.text("spec", "attacher"),
        attached=item.flag("status", "attached"),
    )
