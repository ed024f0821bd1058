"""The package's own source, read once for all tests that look at it."""

import ast
from functools import cache
from pathlib import Path

import servicepoints

PACKAGE = Path(servicepoints.__file__).parent


@cache
def modules() -> dict[str, ast.Module]:
    """Every file's tree by its place in the package: {"web/security.py": …}."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """(file, node) of all that stands in the package."""
    return [(file, node) for file, tree in modules().items() for node in ast.walk(tree)]
