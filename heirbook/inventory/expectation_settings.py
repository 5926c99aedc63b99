"""What fleet.yml expects of settings: values that must stay, and values that must agree."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import (
    Day,
    Line,
    Name,
    Number,
    Scalar,
    Text,
    Url,
    WorkspacePath,
    YesNo,
)
from heirbook.inventory.server_setting import (
    LONGEST_REGEX,
    ServerFile,
    ServerLine,
    Sysctl,
    UnitName,
    UnitProperty,
)
from heirbook.redaction.secret_words import is_secret_like


def _regex(text: str) -> str:
    if len(text) > LONGEST_REGEX:
        raise wrong(f"expected a regular expression of at most {LONGEST_REGEX} characters")
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        raise wrong("expected a regular expression") from None
    return text


def _value_regex(text: str) -> str:
    if tuple(re.compile(_regex(text)).groupindex) != ("value",):
        raise wrong("expected a regular expression with one named group 'value'")
    return text


def _setting_name(text: str) -> str:
    if is_secret_like(text):
        raise wrong("this name usually holds a secret; expectations are for settings")
    return text


SettingName = Annotated[Line, AfterValidator(_setting_name)]
"""What is read at a place: never something that a secret is usually called."""
Regex = Annotated[Line, AfterValidator(_regex)]
ValueRegex = Annotated[Line, AfterValidator(_value_regex)]

_READ_BY = {
    "endpoint": ({"json", "status", "header", "redirect"}, 1),
    "workload": ({"env", "field"}, 1),
    "container": ({"env", "field"}, 1),
    "configmap": ({"key"}, 1),
}
_SERVER_WAYS = ({"unit", "property"}, {"sysctl"}, {"file", "line"})


class Target(DeclaredPart):
    """One place where a setting is read: what is asked, and which one value of it."""

    endpoint: Url | None = None
    workload: Line | None = None
    container: Line | None = None
    configmap: Line | None = None
    server: Name | None = None
    json_path: SettingName | None = Field(default=None, alias="json")
    """Dotted keys and `[n]` in an endpoint's JSON answer."""
    status: YesNo | None = None
    header: SettingName | None = None
    redirect: YesNo | None = None
    env: Line | None = None
    field: Line | None = None
    key: Line | None = None
    unit: UnitName | None = None
    property: UnitProperty | None = None
    sysctl: Sysctl | None = None
    file: ServerFile | None = None
    line: ServerLine | None = None
    """A regular expression with one group `value`."""

    @model_validator(mode="after")
    def _one_way(self) -> "Target":
        given = {
            field.alias or name
            for name, field in type(self).model_fields.items()
            if getattr(self, name) is not None
        }
        subjects = given & {*_READ_BY, "server"}
        if len(subjects) != 1:
            raise wrong("expected exactly one of endpoint, workload, container, configmap, server")
        (subject,) = subjects
        read = given - subjects
        if subject == "server":
            if read not in _SERVER_WAYS:
                raise wrong("expected unit and property, or sysctl, or file and line")
            return self
        allowed, count = _READ_BY[subject]
        if len(read) != count or not read <= allowed:
            raise wrong(f"expected exactly one of {', '.join(sorted(allowed))} with {subject}")
        return self


class Expectation(DeclaredPart):
    """A setting that must stay as it is, and the places where it is read."""

    id: Name
    service: Name | None = None
    why: Text
    since: Day | None = None
    expect: Scalar | None = None
    one_of: tuple[Scalar, ...] = ()
    matches: Regex | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    present: YesNo | None = None
    absent: YesNo | None = None
    at: tuple[Target, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_wish(self) -> "Expectation":
        wishes = (self.expect, self.one_of or None, self.matches, self.at_least, self.at_most)
        given = [wish for wish in (*wishes, self.present, self.absent) if wish is not None]
        if len(given) != 1:
            raise wrong(
                "expected exactly one of expect, one_of, matches, at_least, at_most, present "
                "and absent"
            )
        return self


class Member(DeclaredPart):
    """One place of a consistency group; it yields one value."""

    tree: Name | None = None
    file: WorkspacePath | None = None
    """A file inside the tree."""
    regex: ValueRegex | None = None
    yaml: Line | None = None
    """Dotted keys and `[n]` in a YAML file."""
    live: Line | None = None
    """A workload or container that runs."""
    image_tag: YesNo | None = None
    env: Line | None = None
    endpoint: Url | None = None
    json_path: SettingName | None = Field(default=None, alias="json")

    @model_validator(mode="after")
    def _one_way(self) -> "Member":
        given = {
            field.alias or name
            for name, field in type(self).model_fields.items()
            if getattr(self, name) is not None
        }
        ways = ({"tree", "file", "regex"}, {"tree", "file", "yaml"}, {"endpoint", "json"})
        if given not in (*ways, {"live", "image_tag"}, {"live", "env"}):
            raise wrong(
                "expected tree and file with regex or yaml, or live with image_tag or env, "
                "or endpoint with json"
            )
        return self


class ConsistencyGroup(DeclaredPart):
    """A value that stands in several places and must be the same in all."""

    id: Name
    service: Name | None = None
    normalise: Literal["exact", "lower", "version"] = "exact"
    """`version` drops a leading v and all from `+`."""
    of: tuple[Member, ...] = Field(min_length=2)
