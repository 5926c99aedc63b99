"""What every part of a declared file is, and how its validators say what is wrong."""

from typing import Any

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from heirbook.inventory.record import Record


def wrong(message: str, field: str | None = None) -> PydanticCustomError:
    """Return the error that a validator raises; `field` moves it to a field of the record."""
    said = {"message": message, "field": field} if field else {"message": message}
    return PydanticCustomError("declared", "{message}", said)


class DeclaredPart(Record):
    """A part of a declared file. Its fields' docstrings become the JSON Schema's descriptions."""

    model_config = ConfigDict(use_attribute_docstrings=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, fields: Any) -> Any:  # noqa: ANN401  a parsing edge: unvalidated input
        """Take `servers:` with nothing below it for an empty table."""
        if not isinstance(fields, dict):
            return fields
        empty = {
            field.alias or name
            for name, field in cls.model_fields.items()
            if not field.is_required() and field.get_default(call_default_factory=True) in ((), {})
        }
        return {k: v for k, v in fields.items() if v is not None or k not in empty}
