"""Pod templates of workloads: the parts of them that may stay."""

from collections.abc import Iterator

from heirbook.collectors.objects.container_templates import containers
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.labelled_objects import label_condition, name_list, selector
from heirbook.collectors.objects.pod_volumes import volumes
from heirbook.collectors.objects.selectors import label_texts
from heirbook.inventory.kubernetes.pod_template import NodeTerm, PodTemplate, Spread, Toleration

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def pod_template(item: Tree) -> PodTemplate:
    """Return what may stay of a pod template, or of a pod, which has the same shape."""
    spec = item.at("spec")
    return PodTemplate(
        labels=label_texts(item, "metadata", "labels"),
        containers=containers(spec),
        volumes=volumes(spec),
        node_selector=label_texts(spec, "nodeSelector"),
        node_affinity=tuple(_node_terms(spec.at("affinity", "nodeAffinity"))),
        tolerations=tuple(_toleration(one) for one in spec.each("tolerations")),
        spread=tuple(
            spread for one in spec.each("topologySpreadConstraints") if (spread := _spread(one))
        ),
        service_account=spec.text("serviceAccountName") or spec.text("serviceAccount"),
        host_network=spec.flag("hostNetwork") is True,
        grace_s=spec.number("terminationGracePeriodSeconds"),
        pull_secrets=name_list(spec, "imagePullSecrets"),
    )


def _node_terms(affinity: Tree) -> Iterator[NodeTerm]:
    required = affinity.each(_REQUIRED, "nodeSelectorTerms")
    for number, term in enumerate(required):
        yield from _terms(term, number, None)
    for number, preference in enumerate(affinity.each(_PREFERRED)):
        yield from _terms(preference.at("preference"), number, preference.number("weight") or 0)


def _terms(term: Tree, number: int, weight: int | None) -> Iterator[NodeTerm]:
    """Yield the conditions of one term; those of a preference have a weight."""
    for part, field in (("matchExpressions", False), ("matchFields", True)):
        for one in term.each(part):
            condition = label_condition(one)
            if condition:
                yield NodeTerm(
                    condition=condition,
                    field=field,
                    required=weight is None,
                    term=number,
                    weight=weight,
                )


def _toleration(item: Tree) -> Toleration:
    return Toleration(
        taint=item.text("key"),
        operator=item.text("operator") or "Equal",
        value=item.text("value"),
        effect=item.text("effect"),
        seconds=item.number("tolerationSeconds"),
    )


def _spread(item: Tree) -> Spread | None:
    key = item.text("topologyKey")
    if key is None:
        return None
    return Spread(
        topology=key,
        max_skew=item.number("maxSkew"),
        when_unsatisfiable=item.text("whenUnsatisfiable"),
        selector=selector(item, "labelSelector"),
    )
