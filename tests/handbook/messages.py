"""Finds every catalogue text: in templates, and in the package's code where `N_` marks it."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import nodes

from heirbook.handbook.environment import environment, templates

PACKAGE = Path(__file__).parents[2] / "heirbook"
PLURAL = "tn"


@dataclass(frozen=True, order=True)
class Message:
    """A catalogue text, its plural if it has one, and where it stands."""

    text: str
    plural: str = ""
    where: str = field(default="", kw_only=True)


def in_templates() -> list[Message]:
    """Return the texts of all templates, in their order."""
    found = []
    for name, source in templates().items():
        for call in environment().parse(source).find_all(nodes.Call):
            function = call.node.name if isinstance(call.node, nodes.Name) else ""
            wanted = {"t": 1, PLURAL: 2}.get(function, 0)
            texts = [arg.value for arg in call.args[:wanted] if isinstance(arg, nodes.Const)]
            if texts:
                found.append(Message(*texts, where=name))
    return found


def in_code() -> list[Message]:
    """Return the texts of all modules, in their order."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE.parent).as_posix()
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                found += [Message(*texts, where=where) for texts in _texts(call)]
    return found


def _texts(call: ast.Call) -> list[list[str]]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    wanted = {"N_": 1, PLURAL: 2}.get(name, 0)
    texts = [
        arg.value
        for arg in call.args[:wanted]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    losses = [
        [str(word.value.value)]
        for word in call.keywords
        if name == "Section" and word.arg == "root" and isinstance(word.value, ast.Constant)
    ]
    return [texts] if texts else [loss for loss in losses if loss not in (["all"], [""])]


def messages() -> dict[str, Message]:
    """Return every text once, by itself."""
    found: dict[str, Message] = {}
    for message in (*in_templates(), *in_code()):
        found.setdefault(message.text, message)
    return found
