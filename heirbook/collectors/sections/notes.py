"""Notes that people left on the server itself, in `/etc/heirbook.d`."""

from collections.abc import Iterator

from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.errors import WorkspaceError
from heirbook.i18n import N_
from heirbook.inventory.server import Note, Notes
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.inventory.yaml_tree import Node

SECTION = Section(
    title=N_("Notes on the server"),
    command="cat /etc/heirbook.d/*.yml",
    order=70,
    # A tab before each line tells a note's own text from the line that names its file.
    script=r"""
s_notes(){
  n=0
  for f in /etc/heirbook.d/*.yml /etc/heirbook.d/*.yaml; do
    $S test -f "$f" 2>/dev/null || continue
    can_read "$f" || { gap denied "$f"; continue; }
    n=$((n + 1)); [ $n -le 20 ] || { gap unread "$f"; continue; }
    printf '## %s\n' "$f"; $S head -c 65536 "$f" | tr -d '\000' | red | prefix "$TAB"
  done
  [ ! -d /etc/heirbook.d ] || $S test -x /etc/heirbook.d || gap denied /etc/heirbook.d; }
sec notes s_notes
""",
)

_FIELDS = ("purpose", "owner", "warning", "see")


def parse(answer: Answer) -> Notes:
    """Return the notes, unknown keys ignored.

    Sample: `	purpose: build agent`, below `## /etc/heirbook.d/ci.yml`.

    Raises:
        ParseError: when a file is not the YAML we read, with the line at which it begins.
    """
    notes = []
    refused: int | None = None
    for line, path, text in _files(answer.text):
        try:
            notes.append(note(path, text))
        except WorkspaceError:
            refused = refused or line
    facts = Notes(notes=tuple(notes))
    if refused is not None:
        raise ParseError(refused, facts)
    return facts


def note(path: str, text: str) -> Note:
    """Return one note from the text of its file.

    Raises:
        WorkspaceError: when the text is no mapping, or not the YAML we read.
    """
    root = parse_yaml(text, path)
    if root is not None and not isinstance(root.value, dict):
        raise WorkspaceError(f"'{path}' is no mapping")
    entries = root.mapping if root else {}
    return Note.model_validate(
        {"file": path, **{key: _texts(entries[key]) for key in _FIELDS if key in entries}}
    )


def _texts(node: Node) -> tuple[str, ...]:
    """Return a text or a list of texts as a list."""
    nodes = node.items or (node,)
    return tuple(item.text.strip() for item in nodes if item.text.strip() and not item.is_nothing)


def _files(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the path and the text of each file.

    Raises:
        ParseError: at a line that belongs to no file.
    """
    path, begins, lines = "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("## "):
            if path:
                yield begins, path, "\n".join(lines)
            path, begins, lines = line[3:], number, []
        elif line.startswith("\t") and path:
            lines.append(line[1:])
        elif line:
            raise ParseError(number)
    if path:
        yield begins, path, "\n".join(lines)
