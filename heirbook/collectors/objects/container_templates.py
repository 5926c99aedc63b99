"""Containers of a pod template: what stays of them, and names of variables only."""

import re
from urllib.parse import urlsplit

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.labelled_objects import quantities
from heirbook.inventory.kubernetes.container_template import (
    ContainerTemplate,
    EnvironmentName,
    EnvironmentSource,
    PreStop,
    Probe,
    SecurityFlags,
    TemplatePort,
    VolumeMount,
)
from heirbook.redaction.command_line import reduce_words

INGRESS_OPTIONS = ("election-id", "ingress-class", "controller-class")
"""Two ingress controllers with one of these in common disturb each other."""
_FP8 = re.compile(r"[0-9a-f]{8}")
_PROBES = (
    ("liveness", "livenessProbe"),
    ("readiness", "readinessProbe"),
    ("startup", "startupProbe"),
)
_HANDLERS = (("http", "httpGet"), ("tcp", "tcpSocket"), ("exec", "exec"), ("grpc", "grpc"))
_ORIGINS = (("secret", "secretKeyRef"), ("configmap", "configMapKeyRef"))


def containers(pod: Tree) -> tuple[ContainerTemplate, ...]:
    """Return the containers of a pod's spec, those of its start first."""
    init = (_container(one, init=True) for one in pod.each("initContainers"))
    usual = (_container(one, init=False) for one in pod.each("containers"))
    return tuple(one for one in (*init, *usual) if one)


def _container(item: Tree, *, init: bool) -> ContainerTemplate | None:
    name = item.text("name")
    if name is None:
        return None
    image = item.image("image")
    words = item.texts("command"), item.texts("args")
    command, arguments = reduce_words(*words, _classes(name, image))
    return ContainerTemplate(
        name=name,
        init=init,
        sidecar=init and item.text("restartPolicy") == "Always",
        image=image,
        pull_policy=item.text("imagePullPolicy"),
        command=command,
        arguments=arguments,
        ports=tuple(_port(port) for port in item.each("ports")),
        probes=_probes(item),
        pre_stop=_pre_stop(item.at("lifecycle", "preStop")),
        requests=quantities(item, "resources", "requests"),
        limits=quantities(item, "resources", "limits"),
        security=_security(item.at("securityContext")),
        mounts=tuple(mount for one in item.each("volumeMounts") if (mount := _mount(one))),
        environment=tuple(named for one in item.each("env") if (named := _variable(one))),
        environment_sources=tuple(whole for one in item.each("envFrom") if (whole := _source(one))),
    )


def _classes(name: str, image: str | None) -> tuple[str, ...]:
    return INGRESS_OPTIONS if "ingress" in f"{name} {image or ''}" else ()


def _port(item: Tree) -> TemplatePort:
    return TemplatePort(
        name=item.text("name"),
        port=item.number("containerPort"),
        protocol=item.text("protocol") or "TCP",
        host_port=item.number("hostPort"),
    )


def _probes(item: Tree) -> tuple[Probe, ...]:
    found: list[Probe] = []
    for kind, key in _PROBES:
        probe = item.at(key)
        if not probe.has():
            continue
        handler = next(((name, key) for name, key in _HANDLERS if probe.has(key)), None)
        where = probe.at(handler[1]) if handler else Tree()
        found.append(
            Probe.model_validate(
                {
                    "kind": kind,
                    "handler": handler[0] if handler else "unknown",
                    "path": url_path(where.text("path")),
                    "port": where.words("port"),
                    "scheme": where.text("scheme"),
                    "header_names": _header_names(where),
                    "delay_s": probe.number("initialDelaySeconds"),
                    "period_s": probe.number("periodSeconds"),
                    "timeout_s": probe.number("timeoutSeconds"),
                    "failures": probe.number("failureThreshold"),
                    "successes": probe.number("successThreshold"),
                }
            )
        )
    return tuple(found)


def _header_names(handler: Tree) -> tuple[str, ...]:
    return tuple(name for one in handler.each("httpHeaders") if (name := one.text("name")))


def url_path(text: str | None) -> str | None:
    """Return the path of an address or of a request, without user, query and fragment."""
    if text is None:
        return None
    try:
        return urlsplit(text).path or None
    except ValueError:
        return None


def _pre_stop(hook: Tree) -> PreStop | None:
    if not hook.has():
        return None
    if hook.has("sleep"):
        return PreStop(kind="sleep", sleep_s=hook.number("sleep", "seconds"))
    if hook.has("exec"):
        return PreStop(kind="exec", sleep_s=_slept(hook.texts("exec", "command")))
    if hook.has("httpGet"):
        return PreStop(kind="http")
    return PreStop(kind="tcp" if hook.has("tcpSocket") else "unknown")


def _slept(words: tuple[str, ...]) -> int | None:
    """Return how long `sleep` takes, alone or at the front of a shell's line."""
    found = re.match(r"(?:(?:/bin/)?(?:sh|bash) -c )?(?:/bin/)?sleep ([0-9]{1,6})(?![.\w])",
                     " ".join(words))  # fmt: skip
    return int(found[1]) if found else None


def _security(item: Tree) -> SecurityFlags:
    return SecurityFlags(
        privileged=item.flag("privileged"),
        allow_escalation=item.flag("allowPrivilegeEscalation"),
        read_only_root=item.flag("readOnlyRootFilesystem"),
        run_as_non_root=item.flag("runAsNonRoot"),
        run_as_user=item.number("runAsUser"),
        run_as_group=item.number("runAsGroup"),
        added_capabilities=item.texts("capabilities", "add"),
        dropped_capabilities=item.texts("capabilities", "drop"),
        seccomp=item.text("seccompProfile", "type"),
    )


def _mount(item: Tree) -> VolumeMount | None:
    volume = item.text("name")
    if volume is None:
        return None
    return VolumeMount(
        volume=volume,
        path=item.text("mountPath"),
        sub_path=item.text("subPath") or item.text("subPathExpr"),
        read_only=item.flag("readOnly") is True,
    )


def _variable(item: Tree) -> EnvironmentName | None:
    name, origin = item.text("name"), item.at("valueFrom")
    if name is None:
        return None
    if not origin.has():
        return _literal(name, item)
    if origin.has("fieldRef"):
        return EnvironmentName(name=name, source="field", ref=origin.text("fieldRef", "fieldPath"))
    if origin.has("resourceFieldRef"):
        field = origin.text("resourceFieldRef", "resource")
        return EnvironmentName(name=name, source="resource", ref=field)
    for source, key in _ORIGINS:
        if origin.has(key):
            return EnvironmentName.model_validate(
                {"name": name, "source": source, **_ref(origin.at(key))}
            )
    return EnvironmentName(name=name, source="unknown")


def _literal(name: str, item: Tree) -> EnvironmentName:
    mark = item.text("fp8") or ""
    return EnvironmentName(
        name=name,
        source="literal",
        fp8=mark if _FP8.fullmatch(mark) else None,
        value=(item.text("value") or "") if item.flag("kept") else None,
        withheld=item.flag("withheld") is True,
    )


def _ref(item: Tree) -> dict[str, str | bool | None]:
    return {
        "ref": item.text("name"),
        "entry": item.text("key"),
        "optional": item.flag("optional") is True,
    }


def _source(item: Tree) -> EnvironmentSource | None:
    for kind, key in (("secret", "secretRef"), ("configmap", "configMapRef")):
        name = item.text(key, "name")
        if name is not None:
            return EnvironmentSource.model_validate(
                {
                    "kind": kind,
                    "name": name,
                    "prefix": item.text("prefix"),
                    "optional": item.flag(key, "optional") is True,
                }
            )
    return None
