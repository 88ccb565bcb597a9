"""No proxy and no certificates of this computer's own settings."""

from __future__ import annotations

import pytest


@pytest.fixture
def proxies() -> tuple[str, ...]:
    """Every variable that names a proxy."""
    return ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch, proxies: tuple[str, ...]) -> None:
    for name in (*proxies, "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
