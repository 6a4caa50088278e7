"""The documents say nothing that is not there: rules, functions, tests, files, variables, links."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest

from callcentre.schedule import BEAT_SCHEDULE
from policy.tasks import MOVES, State

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
RULE = re.compile(r"[A-E]\d{1,2}")
CODE = re.compile(r"`([^`]+)`")
TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")
FOLDERS = (
    "policy|staff|regulation|patients|scripts_library|complaints|hotline|followups|reports"
    "|callcentre|templates|static|tests|bench|docs"
)
FILE = re.compile(rf"(?:{FOLDERS})/[\w./-]*\.(?:py|js|html|md|css)")
LINK = re.compile(r"\]\((?!http|#|mailto:)([^)#]+)")
VARIABLE = re.compile(r"""(?:env\.\w+|environ(?:\.get)?)\s*[(\[]\s*["']([A-Z_]+)["']""")


def rows() -> list[tuple[str, str, str]]:
    """(rules or guarantee, function, test) of each row of docs/policy.md."""
    lines = (ROOT / "docs/policy.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "::test_" in line]
    return [(row[0], row[-2].strip("`"), row[-1].strip("`")) for row in cells]


@cache
def names_of_tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def exists(dotted: str) -> bool:
    """A function, class, constant or module by its dotted name; a script by its path."""
    if "/" in dotted:
        return (ROOT / dotted).is_file()
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def rules_of(text: str) -> set[str]:
    return set(RULE.findall(text))


def test_the_table_of_rules_is_read() -> None:
    assert len(rows()) > 40


@pytest.mark.parametrize(("what", "function", "test"), rows())
def test_each_rule_has_its_function_and_its_test(what: str, function: str, test: str) -> None:
    assert exists(function), f"{what}: {function} is gone"
    assert TEST.fullmatch(test), f"{what}: {test} is no test"
    path, name = test.split("::")
    assert (ROOT / path).is_file(), f"{what}: {path} is gone"
    assert name in names_of_tests(path), f"{what}: {test} is gone"


def test_what_has_no_test_of_its_own_has_its_function() -> None:
    table = (ROOT / "docs/policy.md").read_text().split("## Served, without a test")[1].split("## ")[0]
    functions = [CODE.findall(line)[-1] for line in table.splitlines() if CODE.search(line)]
    assert functions
    assert not [function for function in functions if not exists(function)]


@pytest.mark.parametrize(
    "dotted",
    ["policy.rates.rates", "policy.nothing", "static/js/none.js", "staff.models.audit.AuditEntry.no"],
)
def test_what_is_gone_is_noticed(dotted: str) -> None:
    assert not exists(dotted)


def test_no_rule_stands_both_as_served_and_as_not_served() -> None:
    served = {rule for what, _function, _test in rows() for rule in rules_of(what)}
    not_served = rules_of((ROOT / "docs/policy.md").read_text().split("## Not served yet")[1])
    assert not served & not_served


def test_the_table_of_moves_is_the_one_in_force() -> None:
    table = (ROOT / "docs/architecture.md").read_text().split("## The life of a task")[1].split("## ")[0]
    lines = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    told = {
        (before, after)
        for first, second, *_when in lines
        for before in first.strip().split(", ")
        for after in second.strip().split(", ")
        if before in list(State) and after in list(State)
    }
    assert told == {(before, after) for before, afters in MOVES.items() for after in afters}


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_pages_that_are_named_are_there(document: Path) -> None:
    text = document.read_text()
    named = {file for code in CODE.findall(text) for file in FILE.findall(code)}
    assert not sorted(file for file in named if not (ROOT / file).is_file())
    links = {link for link in LINK.findall(text) if not (document.parent / link).exists()}
    assert not sorted(links)


def variables() -> dict[str, str]:
    """Each variable of the README's table, and its line."""
    table = (ROOT / "README.md").read_text().split("### Variables")[1].split("### ")[0].split("\n\n")[1]
    lines = table.splitlines()
    return {name: line for line in lines for name in re.findall(r"`([A-Z_]{4,})`", line.split("|")[1])}


def test_every_variable_of_the_environment_is_in_the_readme_and_nothing_else_is() -> None:
    source = (ROOT / "callcentre/settings.py").read_text()
    assert variables().keys() == set(VARIABLE.findall(source)) | {"SECRET_KEY"}
    required = {*re.findall(r"env\.(?:required|hosts)\(\"([A-Z_]+)", source), "SECRET_KEY", "AUDIT_KEY"}
    assert {name for name, line in variables().items() if "| *required*;" in line} == required


def test_docker_passes_on_every_variable_of_the_readme() -> None:
    """But those of the image's own folders, and what production refuses."""
    compose = (
        (ROOT / "docker-compose.yml").read_text().split("environment: &environment")[1].split("depends_on")[0]
    )
    passed = set(re.findall(r"^ +([A-Z_]+):", compose, re.MULTILINE))
    image = set(re.findall(r"\b([A-Z_]{4,})=", (ROOT / "Dockerfile").read_text()))
    refused = {name for name, line in variables().items() if "refused in production" in line}
    assert passed - {"CALLCENTRE_ENV"} == variables().keys() - image - refused


def test_every_scheduled_job_is_in_the_operations() -> None:
    told = (ROOT / "docs/operations.md").read_text()
    assert not [job for job in BEAT_SCHEDULE if f"| {job} |" not in told]


def test_every_make_target_is_in_the_readme() -> None:
    targets = re.findall(r'@echo "make ([\w-]+)', (ROOT / "Makefile").read_text())
    told = (ROOT / "README.md").read_text()
    assert not [target for target in targets if f"| `make {target}` |" not in told]
