"""The images behind the parts of services: digest and architecture by container."""

from collections.abc import Mapping

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.images import ImageRow, image_rows


def images_by_container(book_input: BookInput) -> Mapping[tuple[str, str], ImageRow]:
    """Return the image of every container, by server and the container's identity."""
    return {
        (row.server, container): row
        for row in image_rows(book_input)
        for container in row.containers
    }
