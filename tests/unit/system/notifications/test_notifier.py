"""What a journal of another process, or of an earlier version, is read as."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.system.notifications.notifier import HandOverJournal


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_the_last_outcome_counts_however_lines_end(tmp_path: Path, ending: bytes) -> None:
    path = tmp_path / "hand-overs.log"
    path.write_bytes(ending.join([b"1 unexplained 5", b"1 shown", b"2 unexplained 6 7", b"2 sh"]))
    journal = HandOverJournal(path)
    left = journal.open()
    journal.close()
    assert left == {
        5: NoticeOutcome.SHOWN,
        6: NoticeOutcome.UNEXPLAINED,
        7: NoticeOutcome.UNEXPLAINED,
    }
