"""Compose projects: their services, and the files that declare them."""

from heirbook.collectors.readers.compose_labels import (
    LabelledContainer,
    config_files,
    labelled_projects,
    listed_projects,
)
from heirbook.collectors.readers.file_stat import file_stat
from heirbook.collectors.readers.inspection import inspected
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.compose import Compose, ComposeFile, ComposeProject

SECTION = Section(
    title=N_("Compose projects"),
    command="docker compose ls -a --format json; labels; stat of their files; names in .env",
    needs=("docker", "podman"),
    timeout_s=20,
    order=52,
    root="the engine's socket",
    script=r"""
label(){ J "$1" "(index .Config.Labels \"com.docker.compose.$2\")"; }
CP="{$(label project project)$(label service service)$(label folder project.working_dir)"
CP="$CP$(label files project.config_files)$(label config_hash config-hash)"
CP="$CP$(label one_off oneoff)"'"created_at":{{json .Created}}}'
list_projects(){
  ids=$(dk ps -aq --no-trunc) || return
  [ -n "$ids" ] || return 0
  o=$(dk inspect --type container -f "$CP" $ids); r=$?
  printf '%s\n' "$o" | grep -v '^{"project":""'
  return $r; }
asked=
for C in docker podman; do
  ask_engine
  case $K in
    ok) sec compose.$C list_projects; asked="$asked $C" ;;
    elsewhere) sec compose.$C unread_engines ;;
    *) skip compose.$C $K ;;
  esac
  # the first version has no JSON, and none is needed: labels say the rest
  [ $C$K != dockerok ] || ! dk compose version >/dev/null 2>&1 ||
    sec compose.ls dk compose ls -a --format json
done
[ -z "$asked" ] || sec compose.files compose_files "$asked"
""",
)


def parse(answer: Answer) -> Compose:
    """Return the projects and their files.

    Raises:
        ParseError: at a line of one part that is neither; the others are in it.
    """
    read = {name: Lines(answer.part(name)) for name in ("docker", "podman", "ls", "files")}
    files, gone = parse_files(read["files"])
    projects: dict[str, ComposeProject] = {}
    for engine in ("docker", "podman"):
        labelled = inspected(read[engine], LabelledContainer)
        for project in labelled_projects(engine, labelled):
            missing = project.folder in gone
            projects[project.identity()] = project.model_copy(update={"folder_missing": missing})
    for listed in listed_projects(read["ls"]):
        named = ComposeProject(
            name=listed.Name, engine="docker", files=config_files(listed.ConfigFiles, "")
        )
        known = projects.get(named.identity(), named)
        changed = {"status": listed.Status or None, "files": known.files or named.files}
        projects[named.identity()] = known.model_copy(update=changed)
    facts = Compose(projects=tuple(projects.values()), files=files)
    if refused := next((lines.refused for lines in read.values() if lines.refused), None):
        raise ParseError(refused, facts)
    return facts


def parse_files(lines: Lines) -> tuple[tuple[ComposeFile, ...], frozenset[str]]:
    """Return the files, and the folders of projects that are gone.

    Sample: `file /srv/shop/compose.yml 644 1280 1795263457`, with a tab after word and path.

    Source: our own section `compose`.
    """
    files: dict[str, ComposeFile] = {}
    gone: set[str] = set()
    for line in lines:
        match line.split("\t"):
            case ["folder", path]:
                gone.add(path)
            case ["missing" | "denied" as state, path]:
                files[path] = ComposeFile(path=path, state=state)
            case ["file" | "env" as word, path, text] if stat := file_stat(text):
                kind = "environment" if word == "env" else "compose"
                files[path] = ComposeFile(path=path, kind=kind, **vars(stat))
            case ["name", path, name] if path in files:
                names = tuple(sorted({*files[path].names, name}))
                files[path] = files[path].model_copy(update={"names": names})
            case ["other", path] if path in files:
                others = (files[path].names_others or 0) + 1
                files[path] = files[path].model_copy(update={"names_others": others})
            case _:
                lines.refuse()
    return tuple(files.values()), frozenset(gone)
