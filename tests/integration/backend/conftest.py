"""Fixtures of the desk's integration tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.backend.running_desk import RunningDesk, running_desk


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk without rate limits, shared by the tests of a module."""
    with running_desk(tmp_path_factory.mktemp("desk")) as desk:
        yield desk
