"""Volumes of a pod template: their kind, and the Secrets and ConfigMaps they show."""

from collections.abc import Iterator

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.inventory.kubernetes.pod_template import PodVolume, VolumeReference


def volumes(pod: Tree) -> tuple[PodVolume, ...]:
    """Return the volumes of a pod's spec.

    Sample: `{"name": "tls", "secret": {"secretName": "web-tls"}}`.
    """
    return tuple(volume for one in pod.each("volumes") if (volume := _volume(one)))


def _volume(item: Tree) -> PodVolume | None:
    name = item.text("name")
    if name is None:
        return None
    # the API server makes an empty directory of a volume that says nothing else
    kind = next((key for key in item.names() if key != "name"), "emptyDir")
    source = item.at(kind)
    return PodVolume(
        name=name,
        type=kind,
        claim=source.text("claimName") if kind == "persistentVolumeClaim" else None,
        references=tuple(_references(kind, source)),
        host_path=source.text("path") if kind == "hostPath" else None,
        nfs_server=source.text("server") if kind == "nfs" else None,
        nfs_path=source.text("path") if kind == "nfs" else None,
        driver=source.text("driver") if kind == "csi" else None,
        read_only=source.flag("readOnly") is True,
    )


def _references(kind: str, source: Tree) -> Iterator[VolumeReference]:
    match kind:
        case "secret":
            yield from _shown("secret", source, "secretName")
        case "configMap":
            yield from _shown("configmap", source, "name")
        case "projected":
            for one in source.each("sources"):
                yield from _shown("secret", one.at("secret"), "name")
                yield from _shown("configmap", one.at("configMap"), "name")
        case "csi":
            yield from _shown("csi-secret", source.at("nodePublishSecretRef"), "name")
            yield from _shown(
                "provider-class", source.at("volumeAttributes"), "secretProviderClass"
            )
        case _:
            # in-tree drivers such as iscsi, rbd and cephfs
            yield from _shown("csi-secret", source.at("secretRef"), "name")


def _shown(kind: str, source: Tree, key: str) -> Iterator[VolumeReference]:
    name = source.text(key)
    if name is not None:
        entries = tuple(entry for one in source.each("items") if (entry := one.text("key")))
        yield VolumeReference.model_validate(
            {
                "kind": kind,
                "name": name,
                "entries": entries,
                "optional": source.flag("optional") is True,
            }
        )
