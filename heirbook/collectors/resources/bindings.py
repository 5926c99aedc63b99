"""Who has which role in a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_access import RoleBinding, RoleBindings, Subject

GROUP = "rbac.authorization.k8s.io"
RESOURCE = Resource(
    title=N_("Role bindings"),
    kinds=(f"rolebindings.{GROUP}", f"clusterrolebindings.{GROUP}"),
    role=((GROUP, "rolebindings"), (GROUP, "clusterrolebindings")),
    cluster_wide=("clusterrolebindings",),
)


def parse(items: Iterable[Item]) -> RoleBindings:
    """Return the bindings.

    Sample: `{"kind": "RoleBinding", "roleRef": {"kind": "ClusterRole", "name": "view"}}`

    Source: Kubernetes API, `rbac.authorization.k8s.io/v1`; recorded from server 1.36.2.
    """
    found = Parsed(items, by_kind({"RoleBinding": _binding, "ClusterRoleBinding": _binding}))
    return found.whole(RoleBindings(bindings=found.of(RoleBinding)))


def _binding(item: Tree) -> RoleBinding | None:
    fields = object_fields(item)
    if fields is None:
        return None
    subjects = (_subject(one) for one in item.each("subjects"))
    return RoleBinding(
        **fields,
        role_kind=item.text("roleRef", "kind"),
        role=item.text("roleRef", "name"),
        subjects=tuple(subject for subject in subjects if subject),
    )


def _subject(item: Tree) -> Subject | None:
    kind, name = item.text("kind"), item.text("name")
    if kind is None or name is None:
        return None
    return Subject(kind=kind, name=name, namespace=item.text("namespace"))
