"""The house as docs/architecture describes it: what import-linter cannot see is checked here."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[1]
# From the bottom of the stairs to its top; what shares a step does not know one another.
STEPS = (
    {"staff"},
    {"regulation"},
    {"patients", "scripts_library"},
    {"messaging"},
    {"complaints"},
    {"hotline"},
    {"followups"},
    {"quality"},
    {"reports"},
    {"callcentre"},
)
RANK = {package: step for step, packages in enumerate(STEPS) for package in packages}
PACKAGES = [name for name in ("policy", *RANK) if (ROOT / name).is_dir()]
LONGEST = 300
# Who may ask for the time: whoever begins something. Everybody else is told it.
CLOCKS = re.compile(r"/views(/|\.py)|/tasks\.py|/management/commands/|/middleware\.py|/context\.py")
TELLS_THE_TIME = {"now", "today", "utcnow", "localdate", "localtime", "time", "time_ns"}
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on": re.compile(r"<[^>]*\shx-on", re.IGNORECASE),
}


def sources(*packages: str, kind: str = "py") -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob(f"*.{kind}")):
            if "migrations" not in path.parts:
                yield path


def called(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- What each check looks for ---


def keys_upward(all_models: list[type[models.Model]]) -> list[str]:
    found = []
    for model in all_models:
        here = RANK.get(model._meta.app_label)
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if here is None or not isinstance(target, type):
                continue
            app = target._meta.app_label
            if app != model._meta.app_label and RANK.get(app, -1) >= here:
                found.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    return found


def times_asked(tree: ast.AST) -> Iterator[str]:
    """timezone.now(), datetime.now(tz), date.today(), localdate() … without a moment to convert."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        if name in {"localdate", "localtime"} and node.args:
            continue
        if name in TELLS_THE_TIME and owner in {"timezone", "datetime", "date", "datetime.datetime", "time"}:
            yield f"{owner}.{name}() in line {node.lineno}"


def days_of_the_server(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.search(
            r"\b(date|datetime)\.today\(\)|now\([^)]*\)\.date\(\)", ast.unparse(node)
        ):
            yield f"line {node.lineno}"


def signals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        if any("signals" in text or text.startswith("django.dispatch") for text in [module, *names]):
            yield f"line {node.lineno}"


def templates_named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
            yield node.value


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def inline(text: str) -> list[str]:
    # A condition inside a tag may hold a ">".
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    return [what for what, pattern in INLINE.items() if pattern.search(plain)]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# --- The house holds ---


def test_no_key_points_up_the_stairs() -> None:
    assert keys_upward(list(apps.get_models())) == []


def test_no_file_is_longer_than_300_lines() -> None:
    files = [*sources(*PACKAGES, "tests"), *sources("templates", kind="html")]
    files += sources("static", kind="js")
    long = {called(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_only_views_tasks_commands_and_middleware_ask_for_the_time() -> None:
    found = {
        called(path): list(times_asked(parsed(path)))
        for path in sources(*(p for p in PACKAGES if p != "callcentre"))
        if not CLOCKS.search("/" + called(path))
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_nobody_takes_the_servers_day_for_the_hospitals() -> None:
    found = {called(path): list(days_of_the_server(parsed(path))) for path in sources(*PACKAGES)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_model_overrides_saving_or_deleting() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in RANK]
    assert [m._meta.label for m in ours if {"save", "delete"} & set(vars(m))] == []


def test_nothing_happens_by_signal() -> None:
    found = {called(path): list(signals(parsed(path))) for path in sources(*PACKAGES)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_a_view_module_draws_only_its_own_templates() -> None:
    wrong = []
    for package in PACKAGES:
        for path in (ROOT / package / "views").glob("*.py"):
            own = f"{package}/{path.stem}/"
            wrong += [
                f"{called(path)}: {name}"
                for name in templates_named(parsed(path))
                if not name.startswith(own)
            ]
    assert wrong == []


def test_no_template_holds_a_style_or_a_script() -> None:
    found = {
        called(path): inline(path.read_text(encoding="utf-8")) for path in sources("templates", kind="html")
    }
    assert {name: what for name, what in found.items() if what} == {}


def test_the_policy_is_plain_python() -> None:
    found = {
        called(path): sorted(set(imported(parsed(path))) - set(sys.stdlib_module_names) - {"policy"})
        for path in sources("policy")
    }
    assert {name: modules for name, modules in found.items() if modules} == {}


def test_models_send_nothing_and_actions_know_no_request() -> None:
    wrong = []
    for package in PACKAGES:
        for path in [*(ROOT / package).glob("actions/**/*.py"), *(ROOT / package).glob("models/**/*.py")]:
            text = path.read_text(encoding="utf-8")
            wrong += [called(path)] if re.search(r"\bHttpRe(quest|sponse)\b|django\.shortcuts", text) else []
    assert wrong == []


# --- The checks themselves ---


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "datetime.now(UTC)",
        "timezone.localdate()",
        "date.today()",
        "time.time()",
        "datetime.utcnow()",
    ],
)
def test_asking_for_the_time_is_seen(line: str) -> None:
    assert list(times_asked(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["timezone.localdate(now)", "now.time()", "calendar.now", "timezone.localtime(at)"]
)
def test_being_told_the_time_is_fine(line: str) -> None:
    assert not list(times_asked(ast.parse(line)))


@pytest.mark.parametrize("line", ["date.today()", "timezone.now().date()", "datetime.now(tz).date()"])
def test_the_servers_day_is_seen(line: str) -> None:
    assert list(days_of_the_server(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "from django.db.models.signals import post_save",
        "import django.dispatch",
        "from django.dispatch import receiver",
    ],
)
def test_a_signal_is_seen(line: str) -> None:
    assert list(signals(ast.parse(line)))


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<a href="#" onclick="go()">',
        '<a href="javascript:go()">',
        '<div hx-on:click="go()">',
        '<p {% if a > b %}class="x"{% endif %} style="color: red">',
    ],
)
def test_inline_styles_and_scripts_are_seen(html: str) -> None:
    assert inline(html)


@pytest.mark.parametrize(
    "html", ['<script src="/a.js" nonce="x"></script>', '<p data-once class="on">', "<p>on = 1</p>"]
)
def test_other_html_is_fine(html: str) -> None:
    assert not inline(html)


def test_a_key_that_points_upward_is_seen() -> None:
    visit = apps.get_model("patients", "Visit")
    task = apps.get_model("followups", "Task")
    assert any("followups.Task" in told for told in _with_ranks_exchanged([visit, task]))


def _with_ranks_exchanged(all_models: list[type[models.Model]]) -> list[str]:
    """As if the followups stood below the patients: the key that leads down would lead up."""
    RANK["followups"], RANK["patients"] = RANK["patients"], RANK["followups"]
    try:
        return keys_upward(all_models)
    finally:
        RANK["followups"], RANK["patients"] = RANK["patients"], RANK["followups"]
