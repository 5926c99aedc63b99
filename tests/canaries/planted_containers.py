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
DOT_ENV = ".env of a project that runs"
COMPOSE_FILE = "compose file of a project that runs"
TUNNEL_ARGUMENT = "token of a tunnel in a container's arguments"
TUNNEL_VARIABLE = "token of a tunnel in a container's environment"
PLACES = {
    ENVIRONMENT, OTHER_ENVIRONMENT, LABEL, MIDDLEWARE, ARGUMENT, OPTION, HEALTH,
    BUILD_ARGUMENT, HISTORY, IMAGE_ENVIRONMENT, DOT_ENV, COMPOSE_FILE,
    TUNNEL_ARGUMENT, TUNNEL_VARIABLE,
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
    options += _project(folder)
    engine.call("tag", IMAGE, "example.org/plain:1")
    engine.call(
        "run", "-d", "--name", "shop", "--network", "host", *engine.limits, *options,
        "--health-cmd", f"true {health}", _BUILT, "sh", "-c", "sleep 3600", *arguments,
    )  # fmt: skip
    _plant_tunnels(engine)


def _plant_tunnels(engine: Engine) -> None:
    """Make clients of tunnels that are never started: their tokens are no tokens."""
    tokens = zip(canaries(TUNNEL_ARGUMENT), canaries(TUNNEL_VARIABLE), strict=True)
    for number, (argument, variable) in enumerate(tokens):
        engine.call(
            "create", "--name", f"tunnel{number}", "--env", f"TUNNEL_TOKEN={variable.written}",
            "--env", f"NEWT_SECRET={variable.written}", IMAGE,
            "sh", "cloudflared", "tunnel", "run", "--token", argument.written,
        )  # fmt: skip


def _project(folder: Path) -> list[str]:
    """Return the labels that compose gives its containers, its files full of canaries."""
    dot_env = [f"PROJECT_TOKEN_{n}={one.written}" for n, one in enumerate(canaries(DOT_ENV))]
    dot_env += [f'MORE_{n}="\nX=\n{one.written}"' for n, one in enumerate(canaries(DOT_ENV))]
    folder.joinpath(".env").write_text("\n".join(dot_env) + "\n", "utf-8")
    lines = [f"# {one.written}" for one in canaries(COMPOSE_FILE)]
    folder.joinpath("compose.yml").write_text("\n".join(lines) + "\n", "utf-8")
    labels = {
        "project": "river",
        "service": "shop",
        "project.working_dir": str(folder),
        "project.config_files": f"{folder}/compose.yml",
    }
    return [
        word
        for name, value in labels.items()
        for word in ("--label", f"com.docker.compose.{name}={value}")
    ]


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
