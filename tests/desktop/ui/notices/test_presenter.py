"""Whether assignments are announced is said as long as its owner answers."""

from __future__ import annotations

from typing import cast

from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.changes import NoticesChanged
from supportdesk_desktop.core.notices import Bell
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.system.control import NoOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.notices.presenter import NoticesPresenter
from supportdesk_desktop.ui.trust.strip import TrustStrip
from tests.desktop.app.conftest import eventually, said


async def test_an_owner_that_does_not_answer_announces_nothing_for_certain(qtbot: QtBot) -> None:
    answers = [Bell(available=True, held_until_ms=None)]

    async def bell() -> Bell:
        if not answers:
            raise NoOwner("no answer")
        return answers.pop()

    bus, strip = Bus(), TrustStrip()
    qtbot.addWidget(strip)
    strip.resize(1440, 36)
    strip.show()
    bridge = Bridge(bus, strip)
    presenter = NoticesPresenter(
        strip=strip, notices=cast(NoticeService, None), bridge=bridge, bell=bell, parent=strip
    )
    presenter.load()
    await eventually(lambda: "Notifications actives" in said(strip))
    bus.publish(NoticesChanged(()))
    await eventually(lambda: "Notifications actives" not in said(strip))
    await presenter.aclose()
    bridge.close()
