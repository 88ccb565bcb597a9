"""``build.spec`` takes along every file that the code opens, and nothing of the tests."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest

from supportdesk_desktop.resources import resources_dir

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "supportdesk_desktop"


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    return specified()


def specified() -> dict[str, Any]:
    """Return what the specification hands to PyInstaller, which is not run."""
    handed: dict[str, Any] = {}

    def analysis(_scripts: list[str], **options: Any) -> SimpleNamespace:
        handed.update(options)
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    def ignore(*_parts: object, **_options: object) -> None:
        return None

    source = (ROOT / "build.spec").read_text()
    names = {"SPECPATH": str(ROOT), "Analysis": analysis}
    names |= dict.fromkeys(("PYZ", "EXE", "COLLECT"), ignore)
    exec(compile(source, "build.spec", "exec"), names)
    return handed


def shipped(bundle: dict[str, Any]) -> dict[Path, PurePosixPath]:
    """Return every file and where it goes; a folder stands for all that is in it."""
    found: dict[Path, PurePosixPath] = {}
    for source, folder in bundle["datas"]:
        path = Path(source)
        files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
        base = path.parent if path.is_file() else path
        for file in files:
            found[file] = PurePosixPath(folder) / file.relative_to(base).as_posix()
    return found


def test_files_of_the_package_that_are_no_modules_go_to_their_own_place(
    bundle: dict[str, Any],
) -> None:
    data = {
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc", ".typed"}
    }
    revisions = set((PACKAGE / "backend" / "migrations").rglob("*.py"))
    assert data
    assert revisions
    places = shipped(bundle)
    wanted = {path: PurePosixPath(path.relative_to(ROOT).as_posix()) for path in data | revisions}
    assert {path: places.get(path) for path in wanted} == wanted


def test_every_resource_goes_where_the_resolver_looks(bundle: dict[str, Any]) -> None:
    places = shipped(bundle)
    for path in resources_dir().rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            expected = PurePosixPath("resources") / path.relative_to(resources_dir()).as_posix()
            assert places.get(path) == expected


def test_what_is_loaded_by_name_is_named(bundle: dict[str, Any]) -> None:
    hidden = set(bundle["hiddenimports"])
    assert {
        "supportdesk_desktop.cli.serve",
        "supportdesk_desktop.app.start",
        "keyring.backends.SecretService",
        "keyring.backends.kwallet",
        "sqlalchemy.dialects.sqlite.aiosqlite",
        "aiosqlite",
    } <= hidden


def test_it_may_be_made_where_the_product_and_newer_libraries_are_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, their_requires = metadata.packages_distributions(), metadata.requires

    def requires(name: str) -> list[str] | None:
        # A version that is not the locked one may need more.
        return ["pytest-timeout>=1"] if name == "httpx" else their_requires(name)

    there = {**real, "supportdesk_desktop": ["supportdesk-desktop"], "stranger": ["stranger"]}
    monkeypatch.setattr(metadata, "packages_distributions", lambda: there)
    monkeypatch.setattr(metadata, "requires", requires)
    bundle = specified()
    assert "stranger" in bundle["excludes"]
    assert not {"supportdesk_desktop", "pytest_timeout", "pytest"} & set(bundle["excludes"])


def test_every_module_of_the_product_is_named(bundle: dict[str, Any]) -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in PACKAGE.rglob("*.py")
        if "versions" not in path.parts
    }
    assert modules <= set(bundle["hiddenimports"])


def test_nothing_of_the_tests_goes_along(bundle: dict[str, Any]) -> None:
    assert not [path for path in shipped(bundle) if path.is_relative_to(ROOT / "tests")]
    for tool in ("pytest", "hypothesis", "schemathesis", "werkzeug", "mypy"):
        assert metadata.distribution(tool), "the test's own environment has it"
        assert tool in bundle["excludes"]
    for needed in ("PySide6", "httpx", "websockets", "keyring", "alembic"):
        assert needed not in bundle["excludes"]
