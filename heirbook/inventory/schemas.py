"""JSON Schema of each declared file, for editors and for `heirbook schema`."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from pydantic import JsonValue
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from heirbook.errors import UsageError
from heirbook.inventory.declared_part import DeclaredPart
from heirbook.inventory.declared_types import written_duration
from heirbook.inventory.loading import FILES
from heirbook.inventory.names import did_you_mean
from heirbook.inventory.secret_settings import SecretFile

SCHEMA_VERSION = 1
SCHEMA_FOLDER = "inventory/.schema"
"""Where a workspace keeps the schemas that its files name on their first line."""

MODELS: Mapping[str, type[DeclaredPart]] = {
    **{PurePosixPath(name).stem: model for name, model in FILES.items()},
    "secret": SecretFile,
}


class _Generator(GenerateJsonSchema):
    """Writes defaults as the files would write them."""

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401  any default of any field
        """Return a length of time as `24h`, anything else as JSON."""
        if isinstance(dft, timedelta):
            return written_duration(dft)
        return super().encode_default(dft)


def schema_names() -> tuple[str, ...]:
    """Return the names of all declared files that have a schema, sorted."""
    return tuple(sorted(MODELS))


def schema(name: str) -> dict[str, JsonValue]:
    """Return the JSON Schema (draft 7) of a declared file such as `fleet`.

    Raises:
        UsageError: when no declared file has this name.
    """
    if name not in MODELS:
        message = f"no schema is called '{name}'{did_you_mean(name, MODELS)}"
        raise UsageError(message, "heirbook schema")
    made: JsonSchemaValue = MODELS[name].model_json_schema(schema_generator=_Generator)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": f"heirbook schema version {SCHEMA_VERSION}",
        **made,
    }


def schema_text(name: str) -> str:
    """Return the JSON Schema of a declared file as it stands in a file, with sorted keys."""
    return json.dumps(schema(name), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
