"""``Retry-After`` as servers and proxies write it."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from supportdesk_desktop.net.envelope import retry_after_s

DATE = "Sun, 25 Oct 2026 01:10:00 GMT"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("300", 300),
        ("999999999999999999", 3600),
        ("Sun, 25 Oct 2026 01:15:00 GMT", 300),
        ("Sunday, 25-Oct-26 01:15:00 GMT", 300),
        ("Sun Oct 25 01:15:00 2026", 300),
        ("Mon, 26 Oct 2026 01:10:00 GMT", 3600),
        ("Sun, 25 Oct 2026 01:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("Sun, 99 Oct 9999999 01:15:00 GMT", None),
    ],
)
def test_a_delay_is_a_number_or_a_date_after_that_of_the_answer(
    text: str, seconds: float | None
) -> None:
    assert retry_after_s({"retry-after": text, "date": DATE}) == seconds


def test_a_date_in_an_answer_without_one_is_measured_by_our_clock() -> None:
    delay = retry_after_s({"retry-after": formatdate(time.time() + 300, usegmt=True)})
    assert delay is not None
    assert 200 < delay <= 300
