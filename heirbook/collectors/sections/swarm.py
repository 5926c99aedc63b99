"""Docker Swarm: what this server is in it, and of a manager services and nodes."""

from typing import Literal

from heirbook.collectors.readers.inspection import inspected
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.swarm_objects import InspectedNode, InspectedService, ListedService
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.swarm import Swarm

SECTION = Section(
    title=N_("Docker Swarm"),
    command="docker service inspect -f TEMPLATE; docker service ls; docker node inspect",
    needs=("docker",),
    timeout_s=20,
    order=53,
    root="the engine's socket",
    script=r"""
# names of environment variables, secrets and configs only; a closing null spares the commas
SV="{$(J name .Spec.Name)$(J created_at .CreatedAt)$(J updated_at .UpdatedAt)"
SV="$SV$(J stack '(index .Spec.Labels "com.docker.stack.namespace")')"
SV="$SV"'{{with .Spec.TaskTemplate.ContainerSpec}}"environment":[{{range .Env}}'
SV="$SV"'{{$e := split . "="}}{{if gt (len $e) 1}}{{json (index $e 0)}}{{else}}null{{end}},'
SV="$SV"'{{end}}null],"secrets":[{{range .Secrets}}{{json .SecretName}},{{end}}null],'
SV="$SV"'"configs":[{{range .Configs}}{{json .ConfigName}},{{end}}null],'
SV="$SV$(J reference .Image)"'{{end}}{{with .Spec.Mode.Replicated}}'"$(J replicas .Replicas)"
SV="$SV"'{{end}}{{with .UpdateStatus}}'"$(J update_state .State)"'{{end}}'
SV="$SV"'"ports":[{{range .Endpoint.Ports}}{'"$(J mode .PublishMode)$(J target .TargetPort)"
SV="$SV$(J protocol .Protocol)"'"port":{{json .PublishedPort}}},{{end}}null]}'
LS="{$(J name .Name)$(J mode .Mode)"'"replicas":{{json .Replicas}}}'
ND="{$(J id .ID)$(J role .Spec.Role)$(J availability .Spec.Availability)"
ND="$ND$(J hostname .Description.Hostname)$(J state .Status.State)$(J address .Status.Addr)"
ND="$ND$(J architecture .Description.Platform.Architecture)"
ND="$ND"'{{with .ManagerStatus}}'"$(J leader .Leader)$(J reachability .Reachability)"'{{end}}'
ND="$ND"'"engine_version":{{json .Description.Engine.EngineVersion}}}'
swarm_state(){ printf '%s\n' "$w"; $S test -d /etc/dokploy && printf 'dokploy\n'; :; }
swarm_services(){
  ids=$(dk service ls -q) || return
  [ -z "$ids" ] || dk service inspect -f "$SV" $ids; }
swarm_nodes(){ ids=$(dk node ls -q) && dk node inspect -f "$ND" $ids; }
C=docker
ask_engine
[ $K != ok ] || w=$(dk info -f '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')
case $K$w in
  ok''|okinactive*) skip swarm.services absent ;;
  'okactive true')
    sec swarm.state swarm_state
    sec swarm.services swarm_services
    sec swarm.running dk service ls --format "$LS"
    sec swarm.nodes swarm_nodes ;;
  'okactive false') sec swarm.state swarm_state ;;
  ok*) sec swarm.state swarm_state; skip swarm.services not_running ;;
  *) skip swarm.services $K ;;
esac
""",
)


def parse(answer: Answer) -> Swarm:
    """Return what the server is in the swarm, and of a manager services and nodes.

    Raises:
        ParseError: at a line of one part that is neither; the others are in it.
    """
    read = {name: Lines(answer.part(name)) for name in ("state", "services", "running", "nodes")}
    role, dokploy = parse_state(read["state"])
    running = {one.name: one for one in inspected(read["running"], ListedService)}
    services = {
        one.name: one.service(running.get(one.name))
        for one in inspected(read["services"], InspectedService)
    }
    nodes = {one.id: one.node() for one in inspected(read["nodes"], InspectedNode)}
    facts = Swarm(
        role=role,
        dokploy_folder=dokploy,
        services=tuple(services.values()),
        nodes=tuple(nodes.values()),
    )
    if refused := next((lines.refused for lines in read.values() if lines.refused), None):
        raise ParseError(refused, facts)
    return facts


def parse_state(lines: Lines) -> tuple[Literal["manager", "worker"] | None, bool]:
    """Return what the server is in the swarm, and whether Dokploy's folder is there.

    Sample: `active true`.

    Source: Docker CLI 28.2, `docker info -f '{{.Swarm.LocalNodeState}} …'`.
    """
    role: Literal["manager", "worker"] | None = None
    dokploy = False
    for line in lines:
        match line.split(" "):
            case ["active", "true"]:
                role = "manager"
            case ["active", "false"]:
                role = "worker"
            case ["dokploy"]:
                dokploy = True
            case ["pending" | "locked" | "error", "true" | "false"]:
                pass
            case _:
                lines.refuse()
    return role, dokploy
