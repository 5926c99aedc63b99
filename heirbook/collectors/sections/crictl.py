"""Images in the store of a Kubernetes node, with the architecture that each was built for."""

from datetime import datetime

from heirbook.collectors.readers.inspection import digest, moment
from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.node_images import NodeImage, NodeImages

# Of the JSON only listed paths leave the server: an image's configuration holds its environment.
# k3s' own program unpacks itself when it runs first, hence the folder.
SECTION = Section(
    title=N_("Images of the Kubernetes node"),
    command="crictl images -o json; crictl inspecti -o json ID",
    needs=("crictl", "k3s"),
    timeout_s=15,
    order=55,
    root="all",
    script=r"""
CR=
if have k3s && $S test -d /var/lib/rancher/k3s/data 2>/dev/null; then CR='k3s crictl'
elif have crictl; then CR=crictl; fi
if ! have k3s && ! have crictl; then skip crictl absent
elif allowed crictl; then
  if [ -n "$CR" ]; then sec crictl list_node_images; else skip crictl not_running; fi
fi
""",
)

_INSPECTED = "info.imageSpec."


class _Image:
    """An image while its lines are read."""

    def __init__(self) -> None:
        self.references: set[str] = set()
        self.digests: set[str] = set()
        self.fields: dict[str, object] = {}

    def takes(self, path: str, text: str) -> bool:
        """Return whether the path is one that is known, after taking its text in."""
        match path:
            case "images.repoTags":
                self.references.add(text)
            case "images.repoDigests":
                self.digests.add(text)
            case "images.size":
                self.fields["size_bytes"] = whole_number(text)
            case "info.imageSpec.architecture" | "info.imageSpec.os":
                self.fields[path.removeprefix(_INSPECTED)] = text or None
            case "info.imageSpec.created":
                self.fields["created_at"] = _time(text)
            case _:
                return False
        return True

    def image(self, id_: str) -> NodeImage:
        """Return the image."""
        return NodeImage.model_validate(
            {
                **self.fields,
                "id": digest(id_),
                "references": tuple(sorted(self.references)),
                "digests": tuple(sorted(self.digests)),
            }
        )


def parse(answer: Answer) -> NodeImages:
    """Return the images that the node's container runtime lists.

    Sample: `images.repoTags	docker.io/library/nginx:1.27`, below `images.id	sha256:…`.

    Raises:
        ParseError: at a line of another path; the images are in it.

    Source: crictl 1.31, `images -o json`, `inspecti -o json`.
    """
    images: dict[str, _Image] = {}
    image: _Image | None = None
    lines = Lines(answer.text)
    for line in lines:
        match line.split("\t"):
            case ["images.id", id_] if id_:
                image = images.setdefault(id_, _Image())
            case ["inspected", id_]:
                image = images.get(id_)
            case [path, text] if image and image.takes(path, text):
                continue
            case _:
                lines.refuse()
    found = tuple(images[id_].image(id_) for id_ in sorted(images))
    return lines.whole(NodeImages(images=found))


def _time(text: str) -> datetime | None:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return None
