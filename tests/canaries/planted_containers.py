"""Containers and images of an engine in which every listed place holds its canaries."""

from pathlib import Path

from tests.canaries.canary import canaries
from tests.parts.containers import IMAGE, Engine

ENVIRONMENT = "container environment"
OTHER_ENVIRONMENT = "container environment, in lower case"
LABEL = "container label"
MIDDLEWARE = "container label of a proxy"
ARGUMENT = "container argument"
OPTION = "container argument --x=v"
HEALTH = "container health check"
BUILD_ARGUMENT = "build argument, image label"
HISTORY = "image history"
IMAGE_ENVIRONMENT = "image environment"
PLACES = {
    ENVIRONMENT, OTHER_ENVIRONMENT, LABEL, MIDDLEWARE, ARGUMENT, OPTION, HEALTH,
    BUILD_ARGUMENT, HISTORY, IMAGE_ENVIRONMENT,
}  # fmt: skip
_BUILT = "example.org/shop:1"


def plant_containers(engine: Engine, folder: Path) -> None:
    """Build an image and start a container of it, full of canaries."""
    options = [
        word
        for number, (plain, lower, label, proxy) in enumerate(
            zip(*map(canaries, (ENVIRONMENT, OTHER_ENVIRONMENT, LABEL, MIDDLEWARE)), strict=True)
        )
        for word in (
            *("--env", f"DB_PASSWORD_{number}={plain.written}"),
            *("--env", f"db_password_{number}={lower.written}"),
            *("--label", f"secret.{number}={label.written}"),
            *("--label", f"traefik.http.middlewares.m{number}.basicauth.users=u:{proxy.written}"),
        )
    ]
    health = " ".join(f"'{canary.written}'" for canary in canaries(HEALTH))
    arguments = [canary.written for canary in canaries(ARGUMENT)]
    arguments += [f"--token={canary.written}" for canary in canaries(OPTION)]
    _build(engine, folder)
    engine.call("tag", IMAGE, "example.org/plain:1")
    engine.call(
        "run", "-d", "--name", "shop", "--network", "host", *engine.limits, *options,
        "--health-cmd", f"true {health}", _BUILT, "sh", "-c", "sleep 3600", *arguments,
    )  # fmt: skip


def _build(engine: Engine, folder: Path) -> None:
    lines = [f"FROM {IMAGE}"]
    words: list[str] = []
    for number, canary in enumerate(canaries(BUILD_ARGUMENT)):
        lines += [f"ARG TOKEN_{number}", f'LABEL build-{number}="$TOKEN_{number}"']
        words += ["--build-arg", f"TOKEN_{number}={canary.written}"]
    for number, variable in enumerate(canaries(IMAGE_ENVIRONMENT)):
        lines.append(f"ENV IMAGE_TOKEN_{number}='{variable.written}'")
    lines += [f"CMD ['{_escaped(past.written)}']" for past in canaries(HISTORY)]
    folder.joinpath("Dockerfile").write_text("\n".join([*lines, 'CMD ["sh"]']) + "\n", "utf-8")
    engine.call("build", "-t", _BUILT, *words, str(folder))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")
