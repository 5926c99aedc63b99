"""Editions of the book: built aside, published whole, kept, mended.

Here belongs all that knows the folder `book/`. How one site is made is `heirbook.site`'s.
"""

from heirbook.editions.build import EditionRequest, EditionResult, build_edition

__all__ = ["EditionRequest", "EditionResult", "build_edition"]
