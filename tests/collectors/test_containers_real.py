"""Real container engines: what they hold is found, and no planted value leaves the server."""

import re
from pathlib import Path

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.container import Container, Containers, Images
from tests.collectors.framed import NONCE, UNITS, Printed, run_script
from tests.parts.containers import IMAGE, Engine
from tests.real_parts import need

PLANTED = (
    "--env", "DB_PASSWORD=CANARY-env",
    "--env", "lower=CANARY-lower",
    "--env", "MULTI=CANARY-first\nX=CANARY-second",
    "--label", "com.docker.compose.project=shop",
    "--label", "com.docker.compose.service=web",
    "--label", "com.docker.compose.container-number=2",
    "--label", "com.docker.composed=CANARY-near",
    "--label", "secret=CANARY-label",
    "--label", "traefik=CANARY-one",
    "--label", "traefik.http.routers=CANARY-three",
    "--label", "traefik.http.routers.web.rule=Host(`shop.example.org`)",
    "--label", "traefik.http.services.web.loadbalancer.server.port=8080",
    "--label", "traefik.http.services.web.loadbalancer.sticky.cookie.name=CANARY-cookie",
    "--label", "traefik.http.middlewares.auth.basicauth.users=CANARY-basic",
    "--label", "org.opencontainers.image.source=https://user:CANARY-url@example.org/x.git",
    "--health-cmd", "true CANARY-health",
)  # fmt: skip
COMMAND = ("sh", "-c", "sleep 3600", "CANARY-argument", "--token=CANARY-option")
# the machine's own stores stay out of sight; podman is not called where it has none
HIDDEN = "mount -t tmpfs tmpfs /var/lib"
OTHERS = {"docker": "", "podman": "; mkdir -p /var/lib/containers/storage"}
SHIM = "#!/bin/sh\necho podman version 4.3.1\n"
"""What Debian's podman-docker does: it is no second engine."""


def collected(engine: Engine, name: str, folder: Path) -> Printed:
    """Return what the script prints where this engine is the only one."""
    wrapper = f'#!/bin/sh\nexec {" ".join(engine.command)} "$@"\n'
    for program, text in {"docker": SHIM, name: wrapper}.items():
        (folder / program).write_text(text)
        (folder / program).chmod(0o755)
    script = assemble([UNITS["containers"], UNITS["images"]])
    steps = f'{HIDDEN}{OTHERS[name]}; PATH={folder}:$PATH exec "$@"'
    return run_script(script, ("sh",), (*need("unshare"), "--mount", "sh", "-c", steps, "sh"))


def facts(printed: Printed) -> tuple[Containers, Images]:
    """Return the facts of both sections."""
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    assert frames.final
    containers = interpret(UNITS["containers"], frames.sections["containers"], str).facts
    images = interpret(UNITS["images"], frames.sections["images"], str).facts
    assert isinstance(containers, Containers)
    assert isinstance(images, Images)
    return containers, images


def check(engine: Engine, name: str, folder: Path) -> Container:
    """Return the one container, after looking for planted values in all that was printed."""
    engine.start("shop-web-2", *PLANTED, command=COMMAND)
    printed = collected(engine, name, folder)
    assert re.findall(rb".*CANARY.*", printed.stdout + printed.stderr) == []
    containers, images = facts(printed)
    assert [found.name for found in containers.engines] == [name]
    (image,) = images.images
    assert IMAGE in image.tags
    (container,) = containers.containers
    assert container.image_id == image.id
    return container


@pytest.mark.root
@pytest.mark.parametrize("name", ["docker", "podman"])
def test_an_engine_gives_names_and_listed_labels_and_no_value(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    container = check(request.getfixturevalue(name), name, tmp_path)
    values = {label.name: label.value for label in container.labels if label.value}
    assert values == {
        "com.docker.compose.project": "shop",
        "com.docker.compose.service": "web",
        "com.docker.compose.container-number": "2",
        "traefik.http.routers.web.rule": "Host(`shop.example.org`)",
        "traefik.http.services.web.loadbalancer.server.port": "8080",
        "org.opencontainers.image.source": "https://example.org/x.git",
    }
    assert {"DB_PASSWORD", "MULTI"} <= set(container.environment_names)
    assert container.environment_others
    assert container.identity() == "shop/web/2"
    assert container.state == "running"
