"""Lines about scripts become records, whatever stands in them."""

from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.script_lines import script_lines
from heirbook.inventory.script import LiteralSecret, Script

WORDS = st.sampled_from(
    ("script", "literal", "/opt/a.sh", "/opt/b.sh", "3", "0", "x", "TOKEN", "root", "755 1 2", "")
)


def test_literals_belong_to_the_script_before_them() -> None:
    lines = Lines("script\t/opt/a.sh\troot\t755 12 1795200000\nliteral\t3\tDB_PASSWORD\n")
    (script,) = script_lines(lines)
    assert (script.path, script.owner, script.mode, script.size_bytes) == (
        *("/opt/a.sh", "root", "755"),
        12,
    )
    assert script.secrets == (LiteralSecret(line=3, name="DB_PASSWORD"),)
    assert lines.refused is None


def test_what_stat_could_not_say_is_not_invented() -> None:
    assert script_lines(Lines("script\t/opt/a.sh\t\t")) == (Script(path="/opt/a.sh"),)


@given(st.lists(st.lists(WORDS, max_size=5).map("\t".join), max_size=12))
def test_odd_lines_are_refused_and_nothing_is_invented(rows: list[str]) -> None:
    text = "\n".join(rows)
    found = script_lines(Lines(text))
    assert len({script.path for script in found}) == len(found)
    for script in found:
        assert f"script\t{script.path}\t" in text
        assert all(f"literal\t{one.line}\t{one.name}" in text for one in script.secrets)
