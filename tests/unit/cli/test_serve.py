"""A desk that runs for months collects its garbage, though commands start without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk_desktop.cli import serve
from supportdesk_desktop.cli.arguments import parse


@pytest.fixture(autouse=True)
def started_without() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_serve_collects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "run_desk", lambda _options: int(gc.isenabled()))
    database = f"sqlite:///{tmp_path / 'desk.db'}"
    assert serve.run(parse(["serve", "--database", database])) == 1


def test_the_local_desk_collects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "run_local_desk", lambda _root, _lang: int(gc.isenabled()))
    parsed = parse(["local-desk-child", "--data-dir", str(tmp_path)])
    assert serve.run_local_desk_child(parsed) == 1
