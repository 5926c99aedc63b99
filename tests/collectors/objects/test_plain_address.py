"""Addresses lose everything that could log somebody in, and are never made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.objects.plain_address import plain_address

WORD = st.text("abcXYZ012_%!~", min_size=6, max_size=12)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://git.example.org/x.git", "https://git.example.org/x.git"),
        ("https://robot:word@git.example.org:8443/x", "https://git.example.org:8443/x"),
        ("https://ghtoken@git.example.org/x", "https://git.example.org/x"),
        ("https://git.example.org/x?token=word#part", "https://git.example.org/x"),
        ("git@git.example.org:infra/x.git", "git.example.org:infra/x.git"),
        ("ssh://git@git.example.org/x", "ssh://git.example.org/x"),
        ("oci://ghcr.example.org/charts", "oci://ghcr.example.org/charts"),
        ("s3://backups@eu-central-1/pg", "s3://backups@eu-central-1/pg"),
        ("s3://key:word@eu-central-1/pg", "s3://eu-central-1/pg"),
        ("nfs://nas.example.org:/export", "nfs://nas.example.org:/export"),
        ("traefik", "traefik"),
        ("./charts/web", "./charts/web"),
        ("https://robot:pass/word@git.example.org/x", None),
        ("robot:word@somewhere", None),
        ("two words", None),
        ("https://", None),
        ("", None),
        (None, None),
    ],
)
def test_address_is_kept_without_its_login(written: str | None, kept: str | None) -> None:
    assert plain_address(written) == kept


@given(user=WORD, word=WORD, scheme=st.sampled_from(["https", "ssh", "s3", "cifs"]))
def test_a_login_never_stays(user: str, word: str, scheme: str) -> None:
    kept = plain_address(f"{scheme}://{user}:{word}@store.example.org/path?{word}")
    assert kept == f"{scheme}://store.example.org/path"


@given(st.text(max_size=60))
def test_nothing_is_made_up(text: str) -> None:
    kept = plain_address(text)
    assert kept is None or set(kept) <= set(text)
