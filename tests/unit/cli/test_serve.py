"""A desk that runs for months collects its garbage, though commands start without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from supportdesk_desktop.backend.serve import ServeOptions
from supportdesk_desktop.cli import serve
from supportdesk_desktop.cli.arguments import parse
from supportdesk_desktop.cli.running import find_command


@pytest.fixture(autouse=True)
def started_without() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("command", ["serve", "local-desk-child"])
def test_a_desk_collects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    for name in ("run_desk", "run_local_desk"):
        monkeypatch.setattr(serve, name, lambda *_what: int(gc.isenabled()))
    parsed = parse([command, "--data-dir", str(tmp_path)])
    assert find_command(parsed.run)(parsed) == 1


def test_options_reach_the_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[ServeOptions] = []
    monkeypatch.setattr(serve, "run_desk", served.append)
    line = ["serve", "--data-dir", str(tmp_path), "--allow-origin", "https://good.example"]
    parsed = parse(line)
    find_command(parsed.run)(parsed)
    assert served[0].desk.allow_origins == ("https://good.example",)
