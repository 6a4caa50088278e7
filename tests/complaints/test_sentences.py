"""Whatever refuses a change says so in a sentence of its own."""

import ast
from pathlib import Path

import pytest

from complaints.actions.refusals import BadFile
from complaints.alertsentences import REFUSALS as OF_ALERTS
from complaints.filewords import bad_file
from complaints.sentences import REFUSALS
from policy.complaints import Refusal

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *sorted((ROOT / "complaints/actions").glob("*.py")),
    ROOT / "complaints/checking.py",
    ROOT / "complaints/packed.py",
]
ELSEWHERE = {"conflict", "missing"}  # shown with both texts; beside the field


def codes(name: str) -> set[str]:
    """Those that are raised by their name, and those of the tables of checks."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name and node.args:
                found |= {c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)}
    return {str(code) for code in found}


@pytest.mark.parametrize(
    "code", sorted(codes("Refused") | {*Refusal, "wrong_role", "inactive", "until_past"} - {""})
)
def test_each_refusal_has_its_sentence(code: str) -> None:
    assert code in REFUSALS or code in OF_ALERTS or code in ELSEWHERE


@pytest.mark.parametrize("code", sorted(codes("BadFile") | {"zip_bomb", "zip_path", "encrypted", "macros"}))
def test_each_file_that_is_not_kept_is_told_why(code: str) -> None:
    assert bad_file(BadFile(code, "a.jpg")) != bad_file(BadFile("nothing of the kind", "a.jpg"))


def test_the_codes_are_found() -> None:
    assert {"locked", "too_long", "own_request"} <= codes("Refused")
    assert {"too_large", "kind", "zip_broken"} <= codes("BadFile")
