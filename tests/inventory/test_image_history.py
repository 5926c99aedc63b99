"""Which digests a reference ran as, and when."""

from datetime import timedelta

from heirbook.inventory.container import Container, Containers, Image, Images
from heirbook.inventory.image_history import ImageRun, image_history
from heirbook.inventory.kubernetes.pod import Pod, PodContainer, Pods, RunningImage
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source
from tests.inventory.observed import DAY, START, failed, ok, server

NGINX = "docker.io/library/nginx:1.27"


def ran(mark: str, day: int, name: str = "upe", state: str = "running") -> Source:
    """Return a server that ran an image on a day."""
    image = Image(id=f"sha256:{mark * 64}", engine="docker", digests=(f"nginx@sha256:{mark * 8}",))
    box = Container(
        name="web", engine="docker", reference="nginx:1.27", image_id=image.id, state=state
    )
    sections = {
        "containers": ok(Containers(containers=(box,))),
        "images": ok(Images(images=(image,))),
    }
    return server(sections, START + day * DAY, name)


def test_digests_come_with_their_days_the_one_seen_last_first() -> None:
    found = image_history([ran("1", 0), ran("1", 4), ran("2", 9), ran("2", 30, "pi")])
    upe, pi = SourceId("server/upe"), SourceId("server/pi")
    assert found == {
        NGINX: (
            ImageRun("sha256:22222222", START + 9 * DAY, START + 30 * DAY, (pi, upe)),
            ImageRun("sha256:11111111", START, START + 4 * DAY, (upe,)),
        )
    }


def test_the_order_of_the_snapshots_does_not_matter() -> None:
    every = [ran("1", 0), ran("2", 9), ran("1", 12), ran("3", 40)]
    assert image_history(every) == image_history(every[::-1])


def test_what_could_not_be_looked_at_and_what_stands_still_lasts_no_longer() -> None:
    lost = failed().model_copy(update={"facts": ran("1", 0).sections["containers"].facts})
    kept = server({"containers": lost, "images": ran("1", 0).sections["images"]}, START + 9 * DAY)
    found = image_history([ran("1", 0), kept, ran("1", 20, state="exited")])
    assert [run.last_seen for run in found[NGINX]] == [START]


def test_without_a_registry_the_image_itself_is_named() -> None:
    box = Container(name="own", engine="docker", reference="own:1", image_id="sha256:" + "a" * 64)
    found = image_history([server({"containers": ok(Containers(containers=(box,)))})])
    assert [run.digest for run in found["docker.io/library/own:1"]] == ["sha256:" + "a" * 64]


def test_pods_of_a_cluster_tell_what_a_tag_ran_as() -> None:
    running = RunningImage(
        kind="repo-digest", repository="docker.io/library/nginx", digest="sha256:" + "c" * 64
    )
    container = PodContainer(name="web", image="nginx:1.27", running=running)
    pod = Pod(name="web-1", namespace="shop", node="n1", containers=(container,))
    section: SectionState[Facts] = SectionState(state="ok", facts=Pods(pods=(pod,)))
    cluster = Source(SourceId("cluster/prod"), "ok", "kubectl", START, {"pods": section})
    (run,) = image_history([cluster, ran("1", 0)])[NGINX][:1]
    assert (run.digest, run.sources) == ("sha256:" + "c" * 64, (SourceId("cluster/prod"),))
    assert timedelta() == run.last_seen - run.first_seen
