"""Files from elsewhere are listed, licensed and unchanged."""

import hashlib
from pathlib import Path

from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.inventory.yaml_tree import Node

SITE = Path(__file__).parents[2] / "heirbook" / "site"
LOADED = {
    ".css",
    ".eot",
    ".html",
    ".js",
    ".mjs",
    ".otf",
    ".svg",
    ".ttf",
    ".wasm",
    ".woff",
    ".woff2",
}


def listed() -> Node:
    root = parse_yaml((SITE / "VENDORED.yml").read_text("utf-8"), "VENDORED.yml")
    assert root is not None
    return root


def test_vendored_files_are_what_their_checksums_say() -> None:
    for entry in listed().mapping["vendored"].items:
        fields = {name: node.text for name, node in entry.mapping.items()}
        content = (SITE / fields["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == fields["sha256"], fields["path"]
        assert fields["licence"] == "MIT"
        assert "Permission is hereby granted" in (SITE / fields["text"]).read_text("utf-8")
        assert fields["version"]
        assert fields["changes"]


def test_every_file_that_a_book_loads_is_listed() -> None:
    lists = listed().mapping
    named = {entry.mapping["path"].text for entry in lists["vendored"].items}
    named |= {entry.text for entry in lists["own"].items}
    standing = {
        file.relative_to(SITE).as_posix() for file in SITE.rglob("*") if file.suffix in LOADED
    }
    assert standing == named
