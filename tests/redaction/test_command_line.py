"""Command lines reduced here: the same lines as on a server, and argument lists."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.redaction.command_line import reduce_line, reduce_words
from heirbook.redaction.scrub import PLAIN_FORM

FOLDER = Path(__file__).parent.parent / "collectors" / "command_lines"
LINES = (FOLDER / "lines.txt").read_text("utf-8").splitlines()
REDUCED = (FOLDER / "reduced.txt").read_text("utf-8").splitlines()
CANARY = "C4n4ry"


@pytest.mark.parametrize(("line", "reduced"), [*zip(LINES, REDUCED, strict=True)], ids=LINES)
def test_a_line_is_reduced_as_on_a_server(line: str, reduced: str) -> None:
    assert reduce_line(line) == reduced


@pytest.mark.parametrize("line", LINES)
def test_no_word_of_an_argument_list_keeps_a_value(line: str) -> None:
    words = line.split()
    for cut in range(len(words) + 1):
        command, arguments = reduce_words(words[:cut], words[cut:])
        # `C4n4=` is the name of a variable, `if` and `|` join nothing in a list
        assert CANARY not in " ".join((*command, *arguments))
        assert len(command) == cut
        assert len(arguments) == len(words) - cut


@pytest.mark.parametrize(
    ("command", "arguments", "kept"),
    [
        (["sh", "-c", f"pg_dump postgres://app:{CANARY}@db/app"], [], "sh -c #"),
        ([], [CANARY, "--port=80"], "# --port=80"),
        (["server"], [f"--password=$({CANARY})", "--port", "80"], "server --password=# --port 80"),
        (["server", "--token"], [CANARY, "/etc/x"], "server --token # /etc/x"),
        (["tool"], ["|", CANARY, ";", CANARY], "tool # # # #"),
        (["tool"], ["--name", f"a {CANARY}"], "tool --name #"),
        ([f"run {CANARY}"], ["", "-p", CANARY], "# # -p #"),
        (["tool"], [f"-p{CANARY}='x'", f"--{CANARY * 7}=a b"], "tool # #"),
    ],
)
def test_an_argument_list_is_reduced_word_by_word(
    command: list[str], arguments: list[str], kept: str
) -> None:
    one, two = reduce_words(command, arguments)
    assert " ".join((*one, *two)).replace(PLAIN_FORM, "#") == kept


def test_options_that_the_caller_names_keep_a_class() -> None:
    words = ["--controller-class=k8s.io/ingress-nginx", "--election-id", "leader", "--other=a/b"]
    _, kept = reduce_words([], words, ("controller-class", "election-id"))
    assert kept == (*words[:3], f"--other={PLAIN_FORM}")
    assert reduce_words([], words[:1])[1] == (f"--controller-class={PLAIN_FORM}",)


@given(st.lists(st.text()), st.lists(st.text()))
def test_a_word_stays_one_word_whatever_it_is(command: list[str], arguments: list[str]) -> None:
    one, two = reduce_words(command, arguments)
    assert (len(one), len(two)) == (len(command), len(arguments))
    for before, after in zip((*command, *arguments), (*one, *two), strict=True):
        assert set(after.replace(PLAIN_FORM, "")) <= set(before) | set("/=")


@given(st.text())
def test_a_line_that_is_reduced_twice_stays(line: str) -> None:
    assert isinstance(reduce_line(line), str)
    assert "\n" not in reduce_line(line)
