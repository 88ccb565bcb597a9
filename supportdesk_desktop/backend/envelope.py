"""Answers in the documented envelope (``contract/rest.md``, Envelope)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.responses import Response

from supportdesk_desktop.backend.refusals import Refusal
from supportdesk_desktop.core.times import iso_utc

JSON_TYPE = "application/json"


def success_body(data: object, now_ms: int) -> bytes:
    """Write the success envelope; a ``msgspec.Raw`` inside ``data`` stays as it is."""
    return msgspec.json.encode({"success": True, "data": data, "timestamp": iso_utc(now_ms)})


def success(
    body: bytes | str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the answer that carries a body of ``success_body``."""
    return Response(body, status, headers, JSON_TYPE)


def failure(refusal: Refusal) -> Response:
    """Return the answer that states a refusal."""
    return Response(refusal.body, refusal.code.status, refusal.headers, JSON_TYPE)
