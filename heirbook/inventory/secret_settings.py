"""What `secrets-policy/secrets/*.yml` and `waivers.yml` declare: names and rules, never a value."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import Day, FilePath, Line, Name, Text, YesNo
from heirbook.inventory.policy_settings import Positive, Texts

SecretKind = Literal[
    "ssh-key", "password", "totp-seed", "k8s-secret", "luks", "api-token", "recovery-code",
    "cert-key", "backup-key", "registrar",
]  # fmt: skip
Priority = Literal["first-day", "first-week", "later"]
_FP8 = re.compile(r"[0-9a-f]{8}")

_SOURCE_FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "prompt": ({"fields"}, set()),
    "stdin": ({"field"}, set()),
    "file": ({"path"}, set()),
    "command": ({"argv"}, {"binary"}),
    "keepassxc": ({"database", "entry", "attributes"}, {"key_file"}),
    "pass": ({"name"}, {"line"}),
    "infisical": ({"name", "env", "path", "project"}, set()),
    "kubectl": ({"kubeconfig", "context", "namespace", "name", "key"}, set()),
}
"""By type: the fields it needs, and those it may have."""


def _names_something(glob: str) -> str:
    if re.search(r"[^*?/:\[\]]", glob):
        return glob
    raise wrong("a pattern of wildcards alone covers everything; name something")


Glob = Annotated[Line, AfterValidator(_names_something)]
"""A glob over references: `*` within a part, `**` across parts."""


class SecretSource(DeclaredPart):
    """Where a value is fetched from when a bundle is sealed."""

    type: Literal["prompt", "stdin", "file", "command", "keepassxc", "pass", "infisical", "kubectl"]
    fields: tuple[Line, ...] = ()
    """What is asked for, one after the other."""
    field: Line | None = None
    path: FilePath | None = None
    argv: tuple[Line, ...] = ()
    binary: YesNo | None = None
    """Keep the last line feed."""
    database: FilePath | None = None
    entry: Line | None = None
    attributes: tuple[Line, ...] = ()
    key_file: FilePath | None = None
    name: Line | None = None
    line: Positive | None = None
    env: Line | None = None
    project: Line | None = None
    kubeconfig: FilePath | None = None
    context: Line | None = None
    namespace: Line | None = None
    key: Line | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> "SecretSource":
        given = {n for n in type(self).model_fields if getattr(self, n) not in (None, ())} - {
            "type"
        }
        needed, possible = _SOURCE_FIELDS[self.type]
        missing, surplus = sorted(needed - given), sorted(given - needed - possible)
        if surplus:
            raise wrong(f"not a field of a source of type {self.type}", surplus[0])
        if missing:
            raise wrong(f"missing: a source of type {self.type} needs it", missing[0])
        return self


class Rotation(DeclaredPart):
    """How a secret is replaced."""

    runbook: Name
    when_holder_leaves: YesNo = False


class SecretFile(DeclaredPart):
    """The whole of one `secrets-policy/secrets/<id>.yml`; the file name is its id."""

    title: Texts
    kind: SecretKind
    systems: tuple[Line, ...] = ()
    """What it opens, by kind and name: `account:registrar`, `server:upe`."""
    needed_for: Texts | None = None
    priority: Priority
    source: SecretSource
    covers: tuple[Glob, ...] = ()
    """References it stands for: `account:registrar/*`."""
    rotate: Rotation | None = None
    max_age_days: Positive = 90


class Waiver(DeclaredPart):
    """An exception with a reason and an end."""

    kind: Literal["coverage", "household", "gate"]
    match: Glob | None = None
    """The references, or the household; none for `gate`."""
    rule: Line | None = None
    path: Line | None = None
    fp8: Line | None = None
    """The fingerprint that the gate printed."""
    reason: Text
    by: Name
    expires: Day
    instead: Text | None = None
    """Where the successor finds it."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Waiver":
        gate = {"rule": self.rule, "path": self.path, "fp8": self.fp8}
        needed = gate if self.kind == "gate" else {"match": self.match}
        forbidden = {"match": self.match} if self.kind == "gate" else gate
        if self.kind == "coverage":
            needed["instead"] = self.instead
        for name, value in needed.items():
            if value is None:
                raise wrong(f"missing: a waiver of kind {self.kind} needs it", name)
        for name, value in forbidden.items():
            if value is not None:
                raise wrong(f"not a field of a waiver of kind {self.kind}", name)
        if self.fp8 is not None and not _FP8.fullmatch(self.fp8):
            raise wrong("expected 8 hex digits", "fp8")
        return self


class WaiversFile(DeclaredPart):
    """The whole of `secrets-policy/waivers.yml`."""

    waivers: tuple[Waiver, ...] = ()
