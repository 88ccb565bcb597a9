"""Whether assignments are announced is said as long as its owner answers."""

from __future__ import annotations

import msgspec
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.changes import NoticesChanged
from supportdesk_desktop.core.notices import Bell
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.system.control import NoOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.notices.presenter import NoticesPresenter
from supportdesk_desktop.ui.trust.states import NotificationState
from supportdesk_desktop.ui.trust.strip import TrustStrip
from tests.desktop.app.conftest import eventually
from tests.fakes.workspace import workspace


async def test_an_owner_that_does_not_answer_announces_nothing_for_certain(qtbot: QtBot) -> None:
    answers = [Bell(available=True, held_until_ms=None)]

    async def ask_owner(name: str, _payload: object = None) -> msgspec.Raw:
        assert name == "bell"
        if not answers:
            raise NoOwner("no answer")
        return msgspec.Raw(msgspec.json.encode(answers.pop()))

    bus, strip = Bus(), TrustStrip()
    qtbot.addWidget(strip)
    strip.resize(1440, 36)
    strip.show()
    bridge = Bridge(bus, strip)
    presenter = NoticesPresenter(workspace(bridge, ask_owner=ask_owner), strip)
    presenter.load()
    await eventually(lambda: strip.notifications is NotificationState.ACTIVE)
    bus.publish(NoticesChanged(()))
    await eventually(lambda: strip.notifications is not NotificationState.ACTIVE)
    await presenter.aclose()
    bridge.close()
