"""``/readyz`` says 200 where a ticket could be stored, and only there."""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from supportdesk_desktop.backend import app
from supportdesk_desktop.backend.database import UNAVAILABLE, Writing
from tests.fakes.small_disk import small_disk
from tests.unit.backend.desk_client import DeskClient, assert_refused, desk_client


async def _is_ready(client: DeskClient) -> bool:
    answer = await client.send("GET", "/readyz", by=None)
    if answer.status_code != 200:
        assert_refused(answer, 503, "SERVICE_UNAVAILABLE")
    return answer.status_code == 200


async def test_a_full_disk_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "READINESS_KEPT_S", 0.0)
    with small_disk(tmp_path / "disk") as disk:
        async with desk_client(disk.path) as client:
            assert await _is_ready(client)
            disk.fill()
            assert not await _is_ready(client)
            disk.free()
            assert await _is_ready(client)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that is in use")
@pytest.mark.parametrize("restored", [False, True])
async def test_a_database_that_was_taken_away_takes_no_ticket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restored: bool
) -> None:
    monkeypatch.setattr(app, "READINESS_KEPT_S", 0.0)
    async with desk_client(tmp_path) as client:
        path = client.desk.database.path
        assert path is not None
        assert await _is_ready(client)
        os.rename(path, f"{path}.moved")
        if restored:
            shutil.copyfile(f"{path}.moved", path)
        assert not await _is_ready(client)
        with pytest.raises(UNAVAILABLE):
            async with client.desk.database.reading():
                pass
        if restored:
            os.unlink(path)
        os.rename(f"{path}.moved", path)
        assert await _is_ready(client)


async def test_all_who_ask_at_once_cost_one_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "READINESS_KEPT_S", 3600.0)
    async with desk_client(tmp_path) as client:
        writing, written = client.desk.database.writing, list[None]()

        def counted() -> AbstractAsyncContextManager[Writing]:
            written.append(None)
            return writing()

        monkeypatch.setattr(client.desk.database, "writing", counted)
        assert all(await asyncio.gather(*(_is_ready(client) for _ in range(20))))
        assert len(written) == 1
