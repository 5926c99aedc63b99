"""The package's source as parsed modules, for the tests that hold its architecture."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "heirbook"
UNIT_FOLDERS = (
    "collectors/sections",
    "collectors/resources",
    "collectors/probes",
    "handbook/pages",
    "cli/commands",
)


@dataclass(frozen=True)
class Module:
    """One module: its path below the repository, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Return the number of lines."""
        return self.text.count("\n")

    @property
    def is_unit(self) -> bool:
        """Return whether it is one unit of a unit folder."""
        folder = str(Path(self.path).parent.relative_to("heirbook"))
        return folder in UNIT_FOLDERS and not self.path.endswith("__init__.py")


def modules() -> tuple[Module, ...]:
    """Return every module of the package, sorted by path."""
    found = []
    for file in sorted(PACKAGE.rglob("*.py")):
        text = file.read_text("utf-8")
        found.append(Module(str(file.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)


def functions(module: Module) -> Iterator[ast.FunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def code_lines(node: ast.FunctionDef) -> int:
    """Return the lines of a function without docstring, decorators and signature."""
    body = node.body
    first = body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    rest = body[1:] if has_docstring else body
    if not rest:
        return 1
    return (rest[-1].end_lineno or rest[-1].lineno) - rest[0].lineno + 1
