"""Addresses of pages, seen from another page; worked out from the paths alone."""

from urllib.parse import quote


def relative_address(page: str, start: str) -> str:
    """Return how a link on the page `start` reaches the page `page`, percent-encoded."""
    here, there = start.split("/")[:-1], page.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + quote("/".join(there[shared:]))


def finished(page: str) -> str:
    """Return the path that a Markdown page has in the finished site."""
    return page.removesuffix(".md") + ".html" if page.endswith(".md") else page
