"""Container engines of the tests' own: one image made here, nothing pulled, nothing shared."""

import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parts.namespaces import end_apart, start_apart
from tests.real_parts import SYSTEM_PATH, need, need_root

IMAGE = "example.org/busybox:1"
_APPLETS = ("sh", "sleep", "httpd", "cat", "ls", "id", "env", "true")
_LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024")
_READY_S = 20.0


@dataclass(frozen=True)
class Engine:
    """A container engine: `command` is its client, to be followed by a subcommand."""

    command: tuple[str, ...]
    limits: tuple[str, ...]
    data: Path

    def call(self, *words: str) -> str:
        """Return what a subcommand printed.

        Raises:
            subprocess.CalledProcessError: when it failed.
        """
        done = subprocess.run(
            [*self.command, *words], capture_output=True, text=True, check=False, timeout=60,
            env={"PATH": SYSTEM_PATH, "HOME": str(self.data)}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            message = f"{' '.join(words)}: {done.stderr[-1000:]}"
            raise RuntimeError(message)
        return done.stdout

    def start(self, name: str, *options: str, command: tuple[str, ...] = ("sleep", "3600")) -> str:
        """Return the id of a new running container."""
        words = ("run", "-d", "--name", name, "--network", "host", *self.limits, *options, IMAGE)
        return self.call(*words, *command).strip()

    def remove_all(self) -> None:
        """Remove every container, and every image but the one."""
        # killed first: being asked to end politely, a shell as process 1 takes 10 s to refuse
        if running := self.call("ps", "-q").split():
            self.call("kill", *running)
        if names := self.call("ps", "-aq").split():
            self.call("rm", "-f", *names)
        shown = self.call("images", "--format", "{{.Repository}}:{{.Tag}}").split()
        if others := sorted({name for name in shown if "<none>" not in name} - {IMAGE}):
            self.call("rmi", "-f", *others)


@pytest.fixture(scope="session")
def busybox_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tar of a root file system that holds nothing but busybox."""
    (busybox,) = need("busybox")
    folder = tmp_path_factory.mktemp("image")
    root = folder / "root"
    (root / "bin").mkdir(parents=True)
    shutil.copy(busybox, root / "bin/busybox")
    for applet in _APPLETS:
        (root / "bin" / applet).symlink_to("busybox")
    for empty in ("tmp", "etc", "proc", "sys", "dev"):
        (root / empty).mkdir()
    image = folder / "busybox.tar"
    with tarfile.open(image, "w") as tar:
        tar.add(root, ".")
    return image


@pytest.fixture(scope="session")
def podman_engine(
    busybox_image: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Return podman with its own store and the one image."""
    need_root()
    program, _ = need("podman", "runc")
    data = tmp_path_factory.mktemp("podman")
    # podman refuses a run folder whose path is longer than 50 characters
    with tempfile.TemporaryDirectory(prefix="hb-") as run_folder:
        command = (
            program, "--root", str(data / "store"), "--runroot", f"{run_folder}/run",
            "--tmpdir", f"{run_folder}/libpod", "--storage-driver", "vfs", "--runtime", "runc",
            "--cgroup-manager", "cgroupfs", "--events-backend", "file",
        )  # fmt: skip
        # the limits of a session may be lower than the engine's defaults, so each one is given
        engine = Engine(command, _LIMITS, data)
        engine.call("import", str(busybox_image), IMAGE)
        yield engine


@pytest.fixture
def podman(podman_engine: Engine) -> Iterator[Engine]:
    """Return the session's podman, empty but for the one image before and after the test."""
    podman_engine.remove_all()
    yield podman_engine
    podman_engine.remove_all()


@pytest.fixture(scope="session")
def docker_engine(
    busybox_image: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Return a docker daemon of our own with the one image; its socket is `data/docker.sock`."""
    need_root()
    daemon, client, _ = need("dockerd", "docker", "runc")
    data = tmp_path_factory.mktemp("docker")
    address = f"unix://{data}/docker.sock"
    process = _start_daemon(daemon, address, data)
    engine = Engine((client, "--host", address), (), data)
    try:
        _wait_until_ready(engine, process)
        engine.call("import", str(busybox_image), IMAGE)
        yield engine
    finally:
        end_apart(process)


@pytest.fixture
def docker(docker_engine: Engine) -> Iterator[Engine]:
    """Return the session's docker, empty but for the one image before and after the test."""
    docker_engine.remove_all()
    yield docker_engine
    docker_engine.remove_all()


def _start_daemon(daemon: str, address: str, data: Path) -> subprocess.Popen[bytes]:
    settings = data / "daemon.json"
    settings.write_text("{}", "ascii")
    command = [
        daemon, "--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs",
        "--default-ulimit", "nofile=1024:1024", "--host", address,
        "--data-root", str(data / "data"), "--exec-root", str(data / "exec"),
        "--pidfile", str(data / "pid"), "--config-file", str(settings),
    ]  # fmt: skip
    return start_apart(command, data / "log", {"HOME": str(data)})


def _wait_until_ready(engine: Engine, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _READY_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            engine.call("version")
        except RuntimeError:
            time.sleep(0.1)
        else:
            return
    message = f"dockerd did not start: {engine.data.joinpath('log').read_text()[-2000:]}"
    raise RuntimeError(message)
