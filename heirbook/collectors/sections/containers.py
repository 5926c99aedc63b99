"""Containers of docker and podman, and the registries a server has logins for."""

from heirbook.collectors.readers.inspection import InspectedContainer, inspected
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.container import Container, Containers, Engine, RegistryLogin

SECTION = Section(
    title=N_("Containers"),
    command="docker inspect --type container -f TEMPLATE; podman inspect; docker config.json",
    needs=("docker", "podman"),
    timeout_s=20,
    order=50,
    root="the engine's socket",
    script=r"""
# `.ID`, never `.Id`; names of environment variables only, and none of an entry without `=`;
# label values by allow-list; a closing null spares the commas
CT="{$(J id .ID)$(J name .Name)$(J reference .Config.Image)$(J image .Image)"
CT="$CT$(J created_at .Created)$(J state .State.Status)$(J exit_code .State.ExitCode)"
CT="$CT$(J out_of_memory .State.OOMKilled)$(J started_at .State.StartedAt)"
CT="$CT$(J restarts .RestartCount)$(J user .Config.User)"
CT="$CT$(J ports .HostConfig.PortBindings)$(J restart_policy .HostConfig.RestartPolicy.Name)"
CT="$CT$(J network_mode .HostConfig.NetworkMode)$(J privileged .HostConfig.Privileged)"
CT="$CT"'"health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}},'
CT="$CT"'"mounts":[{{range .Mounts}}{"type":{{json .Type}},"source":{{json .Source}},'
CT="$CT"'"target":{{json .Destination}},"writable":{{json .RW}}},{{end}}null],'
CT="$CT"'"environment":[{{range .Config.Env}}{{$e := split . "="}}'
CT="$CT"'{{if gt (len $e) 1}}{{json (index $e 0)}}{{else}}null{{end}},{{end}}null],'
CT="$CT"'"labels":[{{range $k,$v := .Config.Labels}}{{$n := len (split $k ".")}}'
# padded, since `and` of older engines looks at each of its arguments
CT="$CT"'{{$s := split (print $k "......") "."}}'
CT="$CT"'{{if or (eq (truncate $k 19) "com.docker.compose.")'
CT="$CT"' (eq (truncate $k 17) "com.docker.stack.") (eq (truncate $k 17) "com.docker.swarm.")'
CT="$CT"' (eq (truncate $k 25) "org.opencontainers.image.") (eq $k "traefik.enable")'
CT="$CT"' (and (gt $n 3) (eq (index $s 0) "traefik") (eq (index $s 2) "routers"))'
CT="$CT"' (and (eq $n 7) (eq (index $s 0) "traefik") (eq (index $s 2) "services")'
CT="$CT"' (eq (index $s 4) "loadbalancer") (eq (index $s 5) "server"))}}'
CT="$CT"'[{{json $k}},{{json $v}}],{{else}}[{{json $k}},null],{{end}}{{end}}null]}'
engine_version(){ v=Client; [ $C = podman ] || v=Server; dk version --format "{{.$v.Version}}"; }
list_containers(){
  unread_engines
  ids=$(dk ps -aq --no-trunc) || return
  [ -n "$ids" ] || return 0
  o=$(dk inspect --type container -f "$CT" $ids); r=$?
  printf '%s\n' "$o" | without_userinfo
  return $r; }
for C in docker podman; do
  ask_engine
  case $K in
    ok) sec containers.${C}_version engine_version; sec containers.$C list_containers; logins=yes ;;
    elsewhere) sec containers.$C unread_engines ;;
    *) skip containers.$C $K ;;
  esac
done
[ -z "${logins-}" ] || sec containers.logins registry_logins
""",
)


def parse(answer: Answer) -> Containers:
    """Return the engines that answered, their containers and registry logins.

    Raises:
        ParseError: at a line that is no container; the others are in it.
    """
    engines: list[Engine] = []
    containers: list[Container] = []
    refused = None
    for name in ("docker", "podman"):
        version = answer.part(f"{name}_version").strip()
        if version or f"{name}_version" in answer.parts:
            engines.append(Engine(name=name, version=version or None))
        lines = Lines(answer.part(name))
        containers += [found.container(name) for found in inspected(lines, InspectedContainer)]
        refused = refused or lines.refused
    logins = parse_logins(Lines(answer.part("logins")))
    facts = Containers(engines=tuple(engines), containers=tuple(containers), logins=logins)
    if refused:
        raise ParseError(refused, facts)
    return facts


def parse_logins(lines: Lines) -> tuple[RegistryLogin, ...]:
    """Return the registries of docker's `config.json` files, each once a file.

    Sample: `login /root/.docker/config.json registry.example.org no`, with tabs.

    Source: Docker 28, docker login.
    """
    logins: dict[str, RegistryLogin] = {}
    for line in lines:
        match line.split("\t"):
            case ["login", file, registry, helper]:
                login = RegistryLogin(file=file, registry=registry, helper=helper == "yes")
                known = logins.get(login.identity(), login)
                logins[login.identity()] = known if known.helper else login
            case _:
                lines.refuse()
    return tuple(logins.values())
