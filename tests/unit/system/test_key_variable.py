"""The key of the environment is found here, and in no program that is started from here."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from supportdesk_desktop.app.services import credentials_of
from supportdesk_desktop.cli import running
from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.system import key_variable
from supportdesk_desktop.system.paths import ProfilePaths

KEY = "sk_live_agent_" + "k" * 48
MINE = Profile("default", "https://desk.example", "https://desk.example/api/v1")


async def test_a_command_knows_the_key_and_its_children_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(key_variable, "_taken", {})
    monkeypatch.setenv(key_variable.KEY_VARIABLE, KEY)

    def command(_parsed: Namespace) -> int:
        script = "import os; print('found', sorted(name for name in os.environ if 'KEY' in name))"
        return subprocess.run([sys.executable, "-c", script], check=True).returncode

    monkeypatch.setattr(running, "set_up_logs", lambda *, verbose: None)
    monkeypatch.setattr(running, "find_command", lambda _run: command)
    assert running.run_command(Namespace(run="", verbose=False)) == 0
    assert key_variable.KEY_VARIABLE not in capfd.readouterr().out
    assert key_variable.KEY_VARIABLE not in os.environ
    credentials = credentials_of(ProfilePaths(tmp_path, "default"))
    found = await credentials.key(MINE)
    assert found == KEY
