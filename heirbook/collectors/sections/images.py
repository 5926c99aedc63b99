"""Images in the stores of docker and podman."""

from heirbook.collectors.readers.inspection import InspectedImage, inspected
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.container import Image, Images

SECTION = Section(
    title=N_("Images"),
    command="docker image inspect -f TEMPLATE; podman image inspect",
    needs=("docker", "podman"),
    timeout_s=20,
    order=51,
    root="the engine's socket",
    script=r"""
IM="{$(J id .ID)$(J tags .RepoTags)$(J digests .RepoDigests)"
IM="$IM$(J architecture .Architecture)$(J os .Os)$(J created .Created)"'"size":{{json .Size}}}'
list_images(){
  ids=$(dk image ls -q --no-trunc) || return
  [ -n "$ids" ] || return 0
  dk image inspect -f "$IM" $(printf '%s\n' "$ids" | sort -u); }
for C in docker podman; do
  ask_engine
  case $K in
    ok) sec images.$C list_images ;;
    elsewhere) sec images.$C unread_engines ;;
    *) skip images.$C $K ;;
  esac
done
""",
)


def parse(answer: Answer) -> Images:
    """Return the images of the engines that answered.

    Raises:
        ParseError: at a line that is no image; the others are in it.
    """
    images: dict[str, Image] = {}
    refused = None
    for name in ("docker", "podman"):
        lines = Lines(answer.part(name))
        found = [item.image(name) for item in inspected(lines, InspectedImage)]
        images.update((image.identity(), image) for image in found)
        refused = refused or lines.refused
    facts = Images(images=tuple(images.values()))
    if refused:
        raise ParseError(refused, facts)
    return facts
