"""YAML as text with positions: limits before anything is built, and no typing of values."""

import re
from collections.abc import Iterator

import yaml
from yaml.events import Event

from heirbook.errors import WorkspaceError
from heirbook.inventory.names import letter_name
from heirbook.inventory.yaml_builder import StoppedError, TreeBuilder, position_of
from heirbook.inventory.yaml_tree import Node, Position

LONGEST_QUOTE = 6
"""How much of a syntax error's quotation may be shown: `']'`, never a value."""
_QUOTED = re.compile(r"'<[^']*>'|'[^']*'|\"[^\"]{5,}\"")


def parse_yaml(text: str, name: str) -> Node | None:
    """Return the one document of `text`, or None when there is none but comments.

    Every scalar stays text: whether it is a number or a date is for the field to say.

    Raises:
        WorkspaceError: with every problem found: wrong syntax, an anchor, alias or tag, a second
            document, a key that is no text or stands twice, or more than the limits allow.
    """
    builder = TreeBuilder(name)
    build(builder, text)
    return builder.root


def build(builder: TreeBuilder, text: str) -> None:
    """Feed the builder the events of the text.

    Raises:
        WorkspaceError: with every problem found.
    """
    loader: yaml.SafeLoader | None = None
    try:
        loader = yaml.SafeLoader(text)
        for event in _events(loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.note(_marked(error), _own_words(error))
    except yaml.reader.ReaderError as error:
        builder.note(_place(text, error.position), f"holds {letter_name(text[error.position])}")
    except (ValueError, OverflowError):
        place = position_of(loader.get_mark() if loader else None)
        builder.note(place, "holds a number or an escape that no character or version has")
    except StoppedError:
        pass
    if builder.problems:
        message = f"'{builder.name}' cannot be read"
        raise WorkspaceError(message, problems=tuple(builder.problems))


def _events(loader: yaml.SafeLoader) -> Iterator[Event]:
    while loader.check_event():
        event: Event = loader.get_event()  # type: ignore[no-untyped-call]  # the stubs lack it
        yield event


def _marked(error: yaml.MarkedYAMLError) -> Position:
    return position_of(error.problem_mark or error.context_mark)


def _own_words(error: yaml.MarkedYAMLError) -> str:
    """Return what is wrong without what stands in the file."""
    said = error.problem or error.context or "this is not YAML"
    if "'\\t'" in said:
        return "a tab stands where YAML wants spaces"
    return _QUOTED.sub(_short, said).replace("\n", " ")


def _short(quoted: re.Match[str]) -> str:
    return quoted[0] if len(quoted[0]) <= LONGEST_QUOTE or quoted[0][1] == "<" else "'…'"


def _place(text: str, offset: int) -> Position:
    before = text[:offset]
    return Position(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
