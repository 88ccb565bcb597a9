"""How far a server's clock is from this computer's, from the ``Date`` of an answer."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

from supportdesk_desktop.net.http import HttpClient, NoAnswer, NothingSent


async def clock_offset_ms(base_url: str, user_agent: str) -> int | None:
    """Ask a server for its time, without a key; any answer will do.

    Returns:
        The smallest difference that agrees with the answer (milliseconds, positive where the
        server is ahead): 0 unless it is sure that the clocks differ. None where there is no time.
    """
    client = HttpClient(base_url, user_agent)
    try:
        before_s = time.time()
        answer = await client.exchange("GET", f"{base_url.rstrip('/')}/auth/whoami", {})
        after_s = time.time()
        date_s = parsedate_to_datetime(answer.headers["date"]).timestamp()
    except (NothingSent, NoAnswer, KeyError, ValueError):
        return None
    finally:
        await client.aclose()
    return round(1000 * surely_ahead_s(date_s, before_s, after_s))


def surely_ahead_s(date_s: float, before_s: float, after_s: float) -> float:
    """Return by how many seconds the server must at least be ahead (negative: behind).

    Args:
        date_s: the server's ``Date``, cut to whole seconds.
        before_s: our time before the request.
        after_s: our time after the answer.
    """
    least, most = date_s - after_s, date_s + 1 - before_s
    return max(least, 0.0) + min(most, 0.0)
