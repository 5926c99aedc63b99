"""The texts of `docs/reference/`, made from the program itself."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import BaseModel

from heirbook import errors
from heirbook.cli.main import heirbook
from heirbook.collectors.clusters.cluster_units import all_resources
from heirbook.collectors.endpoints.endpoints_plan import all_probes
from heirbook.collectors.section import Section
from heirbook.discovery import Unit, units
from heirbook.inventory.record import volatile_fields
from heirbook.inventory.schemas import schema, schema_names
from heirbook.inventory.section_facts import facts_by_section
from tests.source_tree import ROOT
from tests.systems_document import systems_page

REFERENCE = ROOT / "docs" / "reference"
MADE = "Made from the program by `pytest --update-golden`; not edited by hand.\n"
ENGINE = "the engine's socket"
LEVELS = """Each section says what is lost at which level of rights:

| level | how |
|---|---|
| `root` | SSH as root, `sudo -n`, `doas -n`, or the script of `docs/least-privilege.md` |
| `user+groups` | a user in the groups `docker` (which equals root), `adm`, `systemd-journal` |
| `user` | a plain user |
"""
RUN_CODES = {
    1: "findings at or above the level, or changes where none were wanted",
    4: "in part: some sources failed, the others are published",
    70: "internal error: a bug, the message says where to report it",
    130: "interrupted (Ctrl-C)",
    143: "terminated",
}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, sorted."""
    yield from _commands_of(heirbook, "")


def _commands_of(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from _commands_of(command, f"{path}{name} ")


def help_text(command: click.Command, path: str) -> str:
    """Return a command's help at 100 columns, whatever the terminal."""
    context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
    return command.get_help(context)


def commands_page() -> str:
    """Return the page of all commands with their options."""
    parts = ["# Commands\n", MADE, f"```text\n{help_text(heirbook, 'heirbook')}\n```\n"]
    for name, command in commands():
        text = help_text(command, f"heirbook {name}")
        parts.append(f"## heirbook {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def exit_codes_page() -> str:
    """Return the page of exit codes."""
    rows = dict(RUN_CODES)
    rows[0] = "fine"
    for kind in _error_classes():
        first = (kind.__doc__ or "").splitlines()[0].rstrip(".")
        if kind.exit_code not in rows:
            rows[kind.exit_code] = first[:1].lower() + first[1:]
    lines = [f"| {code} | {rows[code]} |" for code in sorted(rows)]
    order = "Where several apply the first of 75 2 74 70 5 6 3 1 4 0 wins.\n"
    return "\n".join(["# Exit codes\n", MADE, "| code | means |", "|---|---|", *lines, "", order])


def _error_classes() -> Iterator[type[errors.HeirbookError]]:
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, errors.HeirbookError):
            yield value


def sections() -> tuple[Unit[Section], ...]:
    """Return all host sections in the order in which they run."""
    found = units("heirbook.collectors.sections", "SECTION", Section)
    return tuple(sorted(found, key=lambda unit: (unit.value.order, unit.id)))


def sections_page() -> str:
    """Return the page of host sections: what is run, what comes of it, what a right costs."""
    records = facts_by_section()
    parts = ["# Host sections\n", MADE, LEVELS]
    for unit in sections():
        section, record = unit.value, records[unit.id]
        parts.append(f"## {unit.id}: {section.title}\n")
        parts.append(f"- runs: `{section.command}`")
        if section.needs:
            parts.append(f"- needs one of: {', '.join(f'`{need}`' for need in section.needs)}")
        parts.append(f"- limit: {section.timeout_s} s a command")
        if section.every_s:
            parts.append(f"- due: every {section.every_s // 3600} h unless `ssh.yml` says else")
        parts.append(f"- lost: {_losses(section.root)}")
        parts.append(f"- facts: {_fields(record)}\n")
    return "\n".join(parts)


def probes_page() -> str:
    """Return the page of endpoint probes: what is asked, and what comes of it."""
    records = facts_by_section()
    parts = ["# Endpoint probes\n", MADE]
    for unit in all_probes():
        probe, record = unit.value, records[unit.id]
        parts.append(f"## {unit.id}: {probe.title}\n")
        parts.append(f"- by hand: `{probe.command}`")
        if probe.by_request:
            parts.append(f"- asked of endpoints with `facts: [{unit.id}]`")
        for name, field in record.model_fields.items():
            (kind, _) = get_args(field.annotation)
            parts.append(f"- facts, one of `{name}` a target: {_fields(kind)}\n")
    return "\n".join(parts)


def resources_page() -> str:
    """Return the page of a cluster's resource units: what is asked, what right each needs."""
    records = facts_by_section()
    parts = ["# Cluster resources\n", MADE]
    for unit in all_resources():
        resource, record = unit.value, records[unit.id]
        parts.append(f"## {unit.id}: {resource.title}\n")
        parts.append(f"- kinds: {', '.join(f'`{kind}`' for kind in resource.kinds)}")
        rights = [f"`{name}.{group}`" if group else f"`{name}`" for group, name in resource.role]
        if rights:
            parts.append(f"- needs get and list of: {', '.join(rights)}")
        if resource.optional:
            parts.append("- of an operator that a cluster may lack")
        parts.append(f"- facts: {_fields(record)}\n")
    return "\n".join(parts)


def _losses(root: str) -> str:
    """Return what a section loses at which level of rights."""
    lost = "everything" if root == "all" else root
    if not root:
        return "nothing, at any level"
    if root == ENGINE:
        return f"as `user`: everything ({lost}); as `user+groups` and `root`: nothing"
    return f"as `user` and `user+groups`: {lost}; as `root`: nothing"


def _fields(record: type[BaseModel]) -> str:
    volatile = set(volatile_fields(record))
    names = [f"`{n}`" + (" (reading)" if n in volatile else "") for n in record.model_fields]
    return ", ".join(names)


def documents() -> dict[Path, str]:
    """Return every generated page with its text."""
    return {
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "configuration.md": configuration_page(),
        REFERENCE / "exit-codes.md": exit_codes_page(),
        REFERENCE / "probes.md": probes_page(),
        REFERENCE / "resources.md": resources_page(),
        REFERENCE / "sections.md": sections_page(),
        ROOT / "docs" / "collecting-systems.md": systems_page(),
    }


def configuration_page() -> str:
    """Return the page of the declared files: every field with its kind and what it means."""
    parts = ["# Declared files\n", MADE]
    for name in schema_names():
        document = schema(name)
        parts.append(f"## {name}\n\n{document.get('description', '')}\n")
        parts += _tables(document)
    return "\n".join(parts)


def _tables(document: Mapping[str, Any]) -> Iterator[str]:  # any JSON Schema
    yield _table(document)
    for name, part in sorted(document.get("$defs", {}).items()):
        if "properties" in part:
            yield f"### {name}\n\n{part.get('description', '')}\n"
            yield _table(part)


def _table(part: Mapping[str, Any]) -> str:  # any JSON Schema
    required = set(part.get("required", ()))
    lines = ["| field | kind | default | meaning |", "|---|---|---|---|"]
    for name, field in part.get("properties", {}).items():
        default = "required" if name in required else json.dumps(field.get("default", "none"))
        meaning = " ".join(str(field.get("description", "")).split())
        cells = (f"`{name}`", _kind(field), f"`{default}`", meaning)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _kind(field: Mapping[str, Any]) -> str:  # any JSON Schema
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    for several in ("anyOf", "oneOf"):
        if several in field:
            kinds = (_kind(one) for one in field[several])
            return " or ".join(kind for kind in dict.fromkeys(kinds) if kind != "null")
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}))}"
    if field.get("type") == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"by name: {_kind(field['additionalProperties'])}"
    kind = field.get("type", field.get("const", "any"))
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
