"""The framed answer of a server, taken apart into its sections."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from heirbook.inventory.section_state import Gap

SECTION_CAP_BYTES = 1024 * 1024
GAP_CAP = 500

SkipReason = Literal["no_tool", "no_permission", "not_running", "absent"]
GapKind = Literal["denied", "missing", "unread"]

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}(\.[a-z0-9_-]{1,40})?", re.ASCII)
_STATUS = re.compile(r"[0-9]{1,3}", re.ASCII)
_SKIP_REASONS = frozenset(get_args(SkipReason))
_GAP_KINDS = frozenset(get_args(GapKind))
_DONE = "done"


@dataclass
class FramedPart:
    """What stood between one `B` and its `E`; `status` is None when it had not ended."""

    content: bytearray = field(default_factory=bytearray)
    errors: bytes = b""
    status: int | None = None

    @property
    def ended(self) -> bool:
        """Return whether its `E` came."""
        return self.status is not None


@dataclass
class FramedSection:
    """One section's frames: parts by name (`""` when it has no parts), skips, gaps.

    `whole` says that no more of it was to come.
    """

    parts: dict[str, FramedPart] = field(default_factory=dict)
    skips: dict[str, SkipReason] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    broken: bool = False
    """Its frames contradict each other."""
    capped: bool = False
    """It was longer than a section may be; the rest was dropped."""
    whole: bool = False
    size_bytes: int = 0


@dataclass(frozen=True)
class Frames:
    """A whole answer: the sections in the order of their coming, and whether it had its end."""

    sections: Mapping[str, FramedSection]
    final: bool
    """The last frame was there: the run is whole."""
    noise_bytes: int = 0
    """What stood before the first frame: motd, `.bashrc`."""


def parse_frames(stdout: bytes, stderr: bytes, nonce: str) -> Frames:
    """Return the sections of a framed answer, whatever the server sent.

    Sample: `@@00000000000000000000000000000000 B units.show`. A frame is a line with a line break
    before it; a line with another nonce is content. A frame whose own line is cut off counts as
    not sent.
    """
    noise, chunks = _chunks(stdout, nonce)
    reader = _Reader()
    for words, rest in chunks:
        reader.take(words, rest)
    _, error_chunks = _chunks(stderr, nonce)
    _attach_errors(reader.sections, error_chunks)
    final = _mark_whole(reader)
    return Frames(reader.sections, final, noise)


def answers(frames: Frames, asked: Iterable[str]) -> dict[str, FramedSection]:
    """Return the framed section of each asked id; one that never began has no parts."""
    return {name: frames.sections.get(name) or FramedSection() for name in asked}


def decode(content: bytes | bytearray) -> str:
    r"""Return the text of an answer; what is not UTF-8 becomes visible as `\xff`."""
    return content.decode("utf-8", "backslashreplace")


def _chunks(stream: bytes, nonce: str) -> tuple[int, Iterator[tuple[list[str], bytes]]]:
    """Return the size of the noise, and each frame's words with the bytes that follow its line."""
    noise, *chunks = (b"\n" + stream).split(b"\n@@" + nonce.encode("ascii") + b" ")
    return max(len(noise) - 1, 0), _headed(chunks)


def _headed(chunks: list[bytes]) -> Iterator[tuple[list[str], bytes]]:
    for chunk in chunks:
        header, line_break, rest = chunk.partition(b"\n")
        if line_break:
            yield decode(header).split(" ", 3), rest


class _Reader:
    """Follows the frames of stdout and keeps which part is open."""

    def __init__(self) -> None:
        self.sections: dict[str, FramedSection] = {}
        self.last = ""
        self._open: tuple[FramedSection, FramedPart, str] | None = None

    def take(self, words: list[str], rest: bytes) -> None:
        """Take one frame and the bytes after its line."""
        kind, name = words[0], words[1] if len(words) > 1 else ""
        if _NAME.fullmatch(name):
            section_id = name.partition(".")[0]
            section = self.sections.setdefault(section_id, FramedSection())
            self.last = section_id
            self._frame(kind, name, section, words[2:])
        elif self._open:
            self._open[0].broken = True
        if self._open:
            _append(self._open[0], self._open[1].content, rest)

    def _frame(self, kind: str, name: str, section: FramedSection, words: list[str]) -> None:
        part = name.partition(".")[2]
        match kind, words:
            case "B", []:
                self._begin(name, section, part)
            case "E", [status] if _STATUS.fullmatch(status):
                self._end(name, section, int(status))
            case "S", [reason] if reason in _SKIP_REASONS:
                section.skips[part] = cast("SkipReason", reason)
            case "G", [gap_kind, path] if gap_kind in _GAP_KINDS:
                _add_gap(section, Gap(kind=cast("GapKind", gap_kind), path=path, part=part))
            case _:
                section.broken = True

    def _begin(self, name: str, section: FramedSection, part: str) -> None:
        if self._open:
            self._open[0].broken = section.broken = True
        if part in section.parts:
            section.broken = True
            self._open = None
            return
        section.parts[part] = FramedPart()
        self._open = (section, section.parts[part], name)

    def _end(self, name: str, section: FramedSection, status: int) -> None:
        if self._open is None or self._open[2] != name:
            section.broken = True
            return
        self._open[1].status = status
        self._open = None


def _append(section: FramedSection, content: bytearray, rest: bytes) -> None:
    """Append to a part; over the cap only whole lines are kept, and nothing after them."""
    if section.capped or not rest:
        return
    if content and not content.endswith(b"\n"):
        rest = b"\n" + rest
    room = SECTION_CAP_BYTES - section.size_bytes
    if len(rest) > room:
        section.capped = True
        rest = rest[: rest.rfind(b"\n", 0, room) + 1]
    content += rest
    section.size_bytes += len(rest)


def _add_gap(section: FramedSection, gap: Gap) -> None:
    if len(section.gaps) >= GAP_CAP:
        section.capped = True
    else:
        section.gaps.append(gap)


def _attach_errors(
    sections: Mapping[str, FramedSection], chunks: Iterable[tuple[list[str], bytes]]
) -> None:
    for words, rest in chunks:
        if words[0] != "B" or len(words) != 2:  # noqa: PLR2004  the frame's own form: B NAME
            continue
        section_id, _, part = words[1].partition(".")
        section = sections.get(section_id)
        if section and part in section.parts and not section.parts[part].errors:
            section.parts[part].errors = rest


def _mark_whole(reader: _Reader) -> bool:
    """Mark sections of which no more was to come; return whether the final frame was there.

    The last one that began may have had parts to come, unless it has none or the run has its end.
    """
    done = reader.sections.pop(_DONE, None)
    final = done is not None and not done.broken and any(p.ended for p in done.parts.values())
    for section_id, section in reader.sections.items():
        alone = set(section.parts) | set(section.skips) == {""}
        ended = all(part.ended for part in section.parts.values())
        section.whole = ended and (alone or final or section_id != reader.last)
    return final
