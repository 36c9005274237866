"""The shape of the house: imports run one way, and every view of ours names its permission."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

# Each may import those after it, never those before.
ORDER = ["reports", "actions", "partners", "jtai_tracker"]
PURE = [
    *("ratings", "working_days", "cycles", "movement", "references"),
    *("stands", "headlines", "contradictions", "figures", "lateness", "reminder_days", "matching"),
    *("history/rows", "history/telling_structure", "history/telling_updates"),
    *("feed", "feed_fields", "feed_schema"),
    *("links", "file_names", "paragraphs", "entries", "challenge_states"),
    *("history/telling_decisions", "history/telling_challenges"),
]
# The one that sends people to their role's page, and what is open to everybody.
WITHOUT_PERMISSION = {"start", "accessibility", "privacy"}
# In lines: what is longer is divided by what it is about.
LONGEST_FUNCTION, LONGEST_FILE = 60, 400


def files(app: str) -> Iterator[Path]:
    for path in (settings.BASE_DIR / app).rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path


def imports(app: str) -> Iterator[tuple[Path, str]]:
    for path in files(app):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.module.split(".")[0]
            elif isinstance(node, ast.Import):
                yield from ((path, alias.name.split(".")[0]) for alias in node.names)


def test_imports_run_one_way() -> None:
    seen = [(app, path, module) for app in ORDER for path, module in imports(app)]
    wrong = [
        f"{path} imports {module}"
        for app, path, module in seen
        if module in ORDER and ORDER.index(module) < ORDER.index(app)
    ]
    assert wrong == []
    assert ("reports", "actions") in {(app, module) for app, _, module in seen}


def test_no_file_and_no_function_of_ours_is_too_long() -> None:
    found: list[str] = []
    for path in (path for app in ORDER for path in files(app)):
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > LONGEST_FILE:
            found.append(path.name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                found += [f"{path.name}: {node.name}"] * (lines > LONGEST_FUNCTION)
    assert found == []


def test_the_pure_modules_know_no_models_and_no_clock() -> None:
    for name in PURE:
        text = (settings.BASE_DIR / "actions" / f"{name}.py").read_text(encoding="utf-8")
        assert "models import" not in text.replace("django.db.models import TextChoices", "")
        assert "clock" not in text.split('"""', 2)[2]


def test_nothing_but_the_clock_asks_for_the_time() -> None:
    asks = ("date.today(", "datetime.now(", "timezone.now(", "localdate(", "utcnow(")
    found = [
        path
        for app in ORDER
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if path.name not in ("clock.py", "test_house.py")
        and any(call in path.read_text(encoding="utf-8") for call in asks)
    ]
    assert found == []


def views(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from views(pattern)


def test_only_these_open_without_signing_in_and_only_the_data_without_a_form_s_token() -> None:
    ours = [view for view in views(get_resolver()) if not str(view.name).startswith("account_")]
    data = {"position-feed", "position-schema"}
    opened = {str(v.name) for v in ours if not getattr(v.callback, "login_required", True)}
    assert opened == data | {"accessibility", "privacy"}
    assert {str(v.name) for v in ours if getattr(v.callback, "csrf_exempt", False)} == data


def test_every_view_of_ours_names_its_permission() -> None:
    ours = [view for view in views(get_resolver()) if not str(view.name).startswith("account_")]
    without = {str(view.name) for view in ours if not hasattr(view.callback, "permission")}
    assert without == WITHOUT_PERMISSION
