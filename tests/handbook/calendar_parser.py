"""A strict reader of calendar files, written from RFC 5545 alone to check what we write."""

import re
from dataclasses import dataclass, field

MOST_OCTETS = 75
NAME = re.compile(r"[A-Z][A-Z0-9-]*")


@dataclass
class Component:
    """A component with its properties and the components inside it."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    """By name with parameters, `DTSTART;VALUE=DATE`; values as they are written."""
    inside: list["Component"] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a text value with its escapes undone."""
        return unescaped(self.properties[name])


def parse(content: bytes) -> Component:
    """Return the calendar; anything that RFC 5545 forbids is an assertion."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        assert b"\r" not in line, line
        assert b"\n" not in line, line
        assert 0 < len(line) <= MOST_OCTETS, line
        line.decode("utf-8")  # a letter is never divided between two lines
    logical: list[bytes] = []
    for line in physical:
        if line[:1] in (b" ", b"\t"):
            logical[-1] += line[1:]
        else:
            logical.append(line)
    return component([line.decode("utf-8") for line in logical])


def component(lines: list[str]) -> Component:
    """Return the component that the lines make, which must use them up."""
    open_ones: list[Component] = []
    done: Component | None = None
    for line in lines:
        assert done is None, f"after the end: {line}"
        head, colon, value = line.partition(":")
        assert colon, line
        assert NAME.fullmatch(head.partition(";")[0]), line
        assert not [letter for letter in value if ord(letter) < ord(" ")], line
        if head == "BEGIN":
            one = Component(value)
            if open_ones:
                open_ones[-1].inside.append(one)
            open_ones.append(one)
        elif head == "END":
            last = open_ones.pop()
            assert last.name == value, line
            done = None if open_ones else last
        else:
            assert head not in open_ones[-1].properties, f"twice: {line}"
            open_ones[-1].properties[head] = value
    assert done is not None
    return done


def unescaped(value: str) -> str:
    """Return a text value as it was meant; a bare `;` or `,` or an unknown escape is a mistake."""
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
