"""The framed answer of a cluster that is asked over SSH: where each reply begins and ends."""

from dataclasses import dataclass, field

from heirbook.collectors.clusters.kubectl_failure import Reply

FRAME_CAP_BYTES = 64 * 1024 * 1024
_BEGIN, _END = "B", "E"
_MOST_WORDS = 3


@dataclass(frozen=True)
class Framed:
    """One answer; a reply is cut out of it when it is asked for: none stands there twice."""

    stdout: bytes = field(repr=False)
    stderr: bytes = field(repr=False)
    nonce: str
    cut: str | None = None
    """`deadline` or `output_cap` when the answer is not whole."""

    def replies(self) -> "dict[str, FramedReply]":
        """Return the replies by the names of their frames."""
        errors = _spans(self.stderr, self.nonce)
        return {
            name: FramedReply(self, span, errors.get(name, _NOWHERE))
            for name, span in _spans(self.stdout, self.nonce).items()
        }


@dataclass(frozen=True)
class _Span:
    begin: int
    end: int
    status: int | None


_NOWHERE = _Span(0, 0, None)


@dataclass(frozen=True)
class FramedReply:
    """Where one reply stands."""

    framed: Framed
    span: _Span
    errors: _Span

    def reply(self) -> Reply:
        """Return the reply; one that did not end was cut off."""
        stderr = self.framed.stderr[self.errors.begin : self.errors.end]
        if self.span.end - self.span.begin > FRAME_CAP_BYTES:
            return Reply(None, stderr=stderr, cut="output_cap")
        if self.span.status is None:
            return Reply(None, stderr=stderr, cut=self.framed.cut or "deadline")
        return Reply(self.span.status, self.framed.stdout[self.span.begin : self.span.end], stderr)


def _spans(stream: bytes, nonce: str) -> dict[str, _Span]:
    """Return where each frame's content stands.

    Sample: `@@00000000000000000000000000000000 B kube.pods`. Of two frames of one name the first
    counts.
    """
    mark = b"@@" + nonce.encode("ascii") + b" "
    found: dict[str, _Span] = {}
    opened: tuple[str, int] | None = None
    at = 0 if stream.startswith(mark) else stream.find(b"\n" + mark) + 1
    while at or stream.startswith(mark, at):
        line_end = stream.find(b"\n", at)
        if line_end < 0:
            break
        words = stream[at + len(mark) : line_end].decode("utf-8", "replace").split(" ")
        if opened and words[0] in (_BEGIN, _END):
            status = _status(words, opened[0])
            found.setdefault(opened[0], _Span(opened[1], max(opened[1], at - 1), status))
            opened = None
        if words[0] == _BEGIN and len(words) == _MOST_WORDS - 1:
            opened = (words[1], line_end + 1)
        at = stream.find(b"\n" + mark, line_end) + 1
        if not at:
            break
    if opened:
        found.setdefault(opened[0], _Span(opened[1], len(stream), None))
    return found


def _status(words: list[str], name: str) -> int | None:
    whole = words[0] == _END and len(words) == _MOST_WORDS and words[1] == name
    return int(words[2]) if whole and words[2].isdecimal() else None
