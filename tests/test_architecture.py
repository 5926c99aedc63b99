"""The shape of the package: names, sizes, mirrors, and what may appear where."""

import ast
import re
import tomllib
from pathlib import Path
from typing import cast

import pytest

from tests.source_tree import PACKAGE, ROOT, Module, code_lines, functions, modules

MODULES = modules()
BANNED_MODULES = {"utils", "helpers", "common", "misc", "manager", "base", "core"}
BANNED_SUFFIXES = ("Manager", "Helper", "Info", "Data")
MOST_MODULE_LINES, MOST_UNIT_LINES, MOST_FUNCTION_LINES, MOST_PARAMETERS = 250, 120, 25, 5
CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
FORBIDDEN_TEXTS = ("AutoAddPolicy", "WarningPolicy", "verify=False", "shell=True", "os.system",
                   "unsafe_load", "mktemp(")  # fmt: skip
FORBIDDEN_IMPORTS = {"pickle", "random"}
MIRRORS = {
    "cli/commands": "cli/transcripts",
    "cli/commands/export": "cli/transcripts",
    "cli/commands/key": "cli/transcripts",
    "cli/commands/runbook": "cli/transcripts",
}
"""Folders whose tests have another name: a command's cases are its transcripts."""


def exceptions(table: str) -> dict[str, str]:
    text = (ROOT / "tests/architecture_exceptions.toml").read_text("utf-8")
    return cast("dict[str, str]", tomllib.loads(text).get(table, {}))


def module_too_long(module: Module) -> bool:
    return module.lines > (MOST_UNIT_LINES if module.is_unit else MOST_MODULE_LINES)


def function_name(module: Module, function: ast.FunctionDef) -> str:
    return f"{module.path}:{function.name}"


def too_long_functions() -> set[str]:
    return {
        function_name(module, function)
        for module in MODULES
        for function in functions(module)
        if code_lines(function) > MOST_FUNCTION_LINES
    }


def test_module_names_say_what_is_inside() -> None:
    bad = [m.path for m in MODULES if Path(m.path).stem in BANNED_MODULES]
    assert not bad, f"rename by the noun they hold: {bad}"


def test_class_names_carry_no_empty_suffix() -> None:
    bad = [
        f"{module.path}:{node.name}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(BANNED_SUFFIXES)
    ]
    assert not bad, f"name these by what they are: {bad}"


def test_modules_stay_short() -> None:
    long = {m.path for m in MODULES if module_too_long(m)}
    allowed = set(exceptions("modules"))
    assert not long - allowed, f"split by noun, or give a reason: {sorted(long - allowed)}"
    assert not allowed - long, f"exceptions no longer needed: {sorted(allowed - long)}"


def test_functions_stay_short() -> None:
    long = too_long_functions()
    allowed = set(exceptions("functions"))
    assert not long - allowed, f"split, or give a reason: {sorted(long - allowed)}"
    assert not allowed - long, f"exceptions no longer needed: {sorted(allowed - long)}"


def test_every_exception_gives_its_reason() -> None:
    short = [
        name
        for table in ("modules", "functions")
        for name, reason in exceptions(table).items()
        if len(reason.split()) < 4
    ]
    assert not short, f"say why: {short}"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.path)
def test_a_module_says_its_job_and_its_public_parts_what_they_return(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{module.path} needs one sentence: the module's job"
    bare = [
        node.name
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bare, f"{module.path}: say what these return: {bare}"


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.path)
def test_clock_environment_and_printing_enter_only_at_the_command_line(module: Module) -> None:
    if module.path.startswith("heirbook/cli/"):
        return
    for node in ast.walk(module.tree):
        name = _dotted(node.func) if isinstance(node, ast.Call) else ""
        assert not any(name == c or name.endswith(f".{c}") for c in CLOCK_CALLS), (
            f"{module.path}: take the time as an argument ({name})"
        )
        assert name not in {"print", "click.echo", "sys.exit", "exit"}, (
            f"{module.path}: only heirbook/cli prints and exits ({name})"
        )
        if isinstance(node, ast.Attribute):
            assert _dotted(node) != "os.environ", f"{module.path}: take it as an argument"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.path)
def test_nothing_dangerous_is_written_down(module: Module) -> None:
    # texts inside string constants count too: a forbidden call hides nowhere
    for text in FORBIDDEN_TEXTS:
        assert text not in module.text, f"{module.path} holds {text}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            assert _dotted(node.func) not in {"eval", "exec"}, f"{module.path} calls eval or exec"
        names = (
            {alias.name for alias in node.names}
            if isinstance(node, ast.Import)
            else {node.module or ""}
            if isinstance(node, ast.ImportFrom)
            else set()
        )
        assert not names & FORBIDDEN_IMPORTS, f"{module.path} imports {names & FORBIDDEN_IMPORTS}"


def test_programs_start_in_one_module_only() -> None:
    pattern = re.compile(r"^(import|from) subprocess", re.MULTILINE)
    starters = [m.path for m in MODULES if pattern.search(m.text)]
    assert starters == ["heirbook/child.py"], f"start programs through child.run: {starters}"


def test_exec_command_gets_a_constant_from_one_function() -> None:
    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _dotted(node.func).endswith("exec_command"):
                assert all(isinstance(a, ast.Name | ast.Attribute) for a in node.args), (
                    f"{module.path}:{node.lineno}: pass what the one builder returned"
                )


def test_records_inherit_a_base_that_hides_values() -> None:
    bare = [
        f"{module.path}:{node.name}"
        for module in MODULES
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and any(_dotted(base).endswith("BaseModel") for base in node.bases)
        and node.name not in {"Record", "Foreign"}
    ]
    assert not bare, f"inherit Record or Foreign: {bare}"


def test_each_folder_has_its_mirror_in_the_tests() -> None:
    folders = (folder for folder in sorted(PACKAGE.rglob("*")) if any(folder.glob("*.py")))
    names = [folder.relative_to(PACKAGE).as_posix() for folder in folders]
    missing = [
        name for name in names if not any((ROOT / "tests" / MIRRORS.get(name, name)).glob("*"))
    ]
    assert not missing, f"make tests/ folders for: {missing}"


def test_our_own_modules_are_never_mocked() -> None:
    pattern = re.compile(r"""patch\(["']heirbook|monkeypatch\.setattr\(\s*["']?heirbook""")
    mocked = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / "tests").rglob("*.py"))
        if file.name != "test_architecture.py" and pattern.search(file.read_text("utf-8"))
    ]
    assert not mocked, f"use a real part instead: {mocked}"
