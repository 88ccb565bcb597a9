"""The strip says what is known, since when, and never more."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.changes import Trouble
from supportdesk_desktop.core.feed_status import (
    BlindCause,
    BlindInterval,
    FeedState,
    FeedStatus,
)
from supportdesk_desktop.core.filing import FilingState, Pause
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.trust.states import (
    NotificationState,
    blind_ms,
    day_start_ms,
    nothing_lost,
    within,
)
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.trust.words import Face, StripWords
from supportdesk_desktop.ui.widgets.painting import text_width
from tests.desktop.ui.desk import NOW, RELOADED, REPLAYED, YESTERDAY, at
from tests.desktop.ui.hands import click, find, plain, press, told

VERIFIED = FeedStatus(FeedState.VERIFIED, NOW, tickets=38, verified_up_to_ms=NOW)


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def strip(qtbot: QtBot, clock: Clock) -> TrustStrip:
    strip = TrustStrip(now_ms=clock)
    qtbot.addWidget(strip)
    strip.resize(1440, 36)
    strip.show()
    return strip


def said_of(strip: TrustStrip, name: str) -> str:
    return plain(find(strip, QWidget, name).accessibleName())


def face(status: FeedStatus, now: int = NOW) -> Face:
    return StripWords().face_of(status, now)


@pytest.mark.parametrize(
    ("status", "tone", "headline", "detail"),
    [
        (VERIFIED, "ok", "À jour, vérifié à 14:32:08", "38 ticket(s)"),
        # A relay is not called the server.
        (
            replace(VERIFIED, relay=True),
            "ok",
            "À jour, vérifié à 14:32:08",
            "38 ticket(s), comme sur le relais",
        ),
        (
            replace(VERIFIED, verified_up_to_ms=None),
            "neutral",
            "Connecté, en attente du serveur",
            "",
        ),
        (
            replace(
                VERIFIED,
                state=FeedState.OFFLINE,
                lost_ms=at(14, 18, 40),
                verified_up_to_ms=at(14, 18, 31),
            ),
            "warn",
            "Hors ligne depuis 14:18",
            "38 ticket(s), vérifié(s) à 14:18",
        ),
        # Of a day without a connection no time is told.
        (
            replace(
                VERIFIED,
                state=FeedState.OFFLINE,
                lost_ms=at(14, 18, 40),
                verified_up_to_ms=at(18, 2, day=20),
            ),
            "warn",
            "Hors ligne",
            "38 ticket(s), vérifié(s) hier à 18:02",
        ),
        (FeedStatus(FeedState.OFFLINE, NOW, lost_ms=at(14, 18)), "warn", "Hors ligne", ""),
        # Tickets of before are not called verified.
        (
            FeedStatus(FeedState.CONNECTING, NOW, tickets=38, verified_up_to_ms=at(9, 0)),
            "neutral",
            "Connexion…",
            "38 ticket(s) gardé(s) sur ce poste, pas encore vérifié(s)",
        ),
        (
            replace(VERIFIED, state=FeedState.OFFLINE, lost_ms=NOW - 3000, clock_offset_ms=0),
            "neutral",
            "Reconnexion…",
            "vérifié à 14:32:08",
        ),
        # A missing key is not called refused.
        (
            FeedStatus(FeedState.KEY_REFUSED, NOW, cause=BlindCause.NO_KEY),
            "danger",
            "Aucune clé sur ce poste",
            "La liste n’est plus tenue à jour.",
        ),
    ],
)
def test_the_state_is_said_as_it_is_known(
    status: FeedStatus, tone: str, headline: str, detail: str
) -> None:
    said = face(status)
    assert (said.tone, plain(said.headline), plain(said.detail)) == (tone, headline, detail)


@pytest.mark.parametrize("state", [one for one in FeedState if one is not FeedState.VERIFIED])
def test_only_a_heartbeat_that_agreed_is_green(state: FeedState) -> None:
    assert face(FeedStatus(state, NOW, verified_up_to_ms=NOW)).tone != "ok"


@pytest.mark.parametrize(
    ("lost_for", "key", "tone"),
    [
        (0, "reconnecting", "neutral"),
        (9_999, "reconnecting", "neutral"),
        (10_000, "offline", "warn"),
    ],
)
@pytest.mark.parametrize("state", [FeedState.CONNECTING, FeedState.OFFLINE])
def test_amber_begins_ten_seconds_after_the_loss(
    state: FeedState, lost_for: int, key: str, tone: str
) -> None:
    status = FeedStatus(
        state,
        NOW - lost_for,
        lost_ms=NOW - lost_for,
        verified_up_to_ms=NOW - 20_000,
        clock_offset_ms=0,
    )
    said = face(status)
    assert (said.key, said.tone, said.ticks) == (key, tone, True)


@pytest.mark.parametrize(
    ("state", "had_feed", "tone", "button", "signal"),
    [
        (FeedState.KEY_REFUSED, True, "danger", "Saisir une nouvelle clé", "new_key_requested"),
        (FeedState.OTHER_AGENT, True, "danger", "Ouvrir un autre profil", "open_profile_requested"),
        (FeedState.ELSEWHERE, True, "warn", "Reprendre ici", "take_over_requested"),
        (FeedState.UPDATE_NEEDED, True, "warn", "", ""),
        (FeedState.NO_FEED, False, "neutral", "", ""),
        (FeedState.NO_FEED, True, "warn", "Réessayer", "retry_requested"),
        (FeedState.OFFLINE, True, "warn", "Réessayer", "retry_requested"),
    ],
)
def test_each_stop_has_its_tone_and_its_way_on(
    strip: TrustStrip, state: FeedState, had_feed: bool, tone: str, button: str, signal: str
) -> None:
    strip.set_status(FeedStatus(state, NOW - 60_000, had_feed=had_feed))
    assert strip.face.tone == tone
    action = find(strip, QPushButton, "strip-action")
    assert action.isVisible() == bool(button)
    if button:
        assert action.text() == button
        asked = told(getattr(strip, signal))
        click(action)
        assert len(asked) == 1


def test_parts_lead_where_they_say(strip: TrustStrip) -> None:
    strip.set_intervals([], at(9, 0))
    strip.set_status(VERIFIED)
    strip.set_outbox({FilingState.UNCERTAIN: 1})
    strip.set_notifications(NotificationState.DND, at(18, 0))
    for name, signal in (
        ("strip-state", strip.details_requested),
        ("strip-timeline", strip.journal_requested),
        ("strip-filings", strip.outbox_requested),
        ("strip-notifications", strip.notifications_requested),
    ):
        asked = told(signal)
        press(find(strip, QWidget, name), Qt.Key.Key_Space)
        assert len(asked) == 1


def test_a_loss_becomes_amber_by_itself_and_no_second_ticks_while_verified(
    strip: TrustStrip, clock: Clock, qtbot: QtBot
) -> None:
    strip.set_status(replace(VERIFIED, state=FeedState.OFFLINE, lost_ms=NOW, clock_offset_ms=0))
    assert strip.face.tone == "neutral"
    clock.now += 10_000
    qtbot.waitUntil(lambda: strip.face.tone == "warn", timeout=5000)
    assert strip._timer.isActive()
    strip.set_status(VERIFIED)
    assert not strip._timer.isActive()


def test_a_change_of_state_is_announced_and_a_heartbeat_is_not(
    strip: TrustStrip, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "supportdesk_desktop.ui.trust.strip.announce",
        lambda _widget, text: said.append(text),
    )
    strip.set_status(VERIFIED)
    strip.set_status(replace(VERIFIED, verified_up_to_ms=NOW + 20_000))
    assert len(said) == 1
    strip.set_status(FeedStatus(FeedState.OFFLINE, NOW - 60_000))
    assert len(said) == 2


@pytest.mark.parametrize(
    ("area", "code", "headline", "next_step"),
    [
        ("store", "store_full", "Disque plein", "Libérez de la place"),
        ("store", "store_damaged", "Données locales endommagées", "Fermez puis rouvrez"),
        ("store", "store_replaced", "Données locales remplacées", "Fermez puis rouvrez"),
        ("store", "store_read_only", "lecture seule", "Rendez-le accessible en écriture"),
        ("store", "store", "Données locales inaccessibles", "réessaie d’elle-même"),
        ("feed", "owner_silent", "tient ce profil et ne répond pas", "Arrêtez-le"),
        ("feed", "unexpected", "ne sont plus suivis", "réessaie d’elle-même"),
        ("outbox", "unexpected", "L’envoi est en panne", "réessaie d’elle-même"),
        ("notifications", "unexpected", "Les annonces sont en panne", "réessaie d’elle-même"),
    ],
)
def test_what_cannot_work_outranks_a_green_feed_and_says_the_next_step(
    strip: TrustStrip, area: str, code: str, headline: str, next_step: str
) -> None:
    strip.set_status(VERIFIED)
    strip.set_trouble(Trouble(area, NOW, code, "", ""))
    said = said_of(strip, "strip-state")
    assert headline in said
    assert next_step in said
    assert strip.face.tone == "danger"
    strip.set_trouble(None)
    assert "à jour" in said_of(strip, "strip-state")


def test_nothing_lost_needs_each_gap_read_and_then_verified() -> None:
    both = (REPLAYED, RELOADED)
    assert nothing_lost(both, NOW)
    assert not nothing_lost(both, REPLAYED.from_ms)
    assert not nothing_lost(both, None)
    assert not nothing_lost((replace(REPLAYED, closed_by=None),), NOW)
    assert not nothing_lost((replace(REPLAYED, to_ms=None),), NOW)


def test_the_day_is_summed_without_counting_twice() -> None:
    begins = at(8, 0)
    inside = within([REPLAYED, RELOADED, YESTERDAY], begins, NOW)
    assert inside == (REPLAYED, RELOADED)
    assert blind_ms(inside, begins, NOW) == (41 + 141) * 1000
    assert blind_ms([REPLAYED, REPLAYED], begins, NOW) == 41_000
    assert blind_ms([BlindInterval(NOW - 4000, None, "lost")], begins, NOW) == 4000


def test_the_timeline_begins_with_the_working_day_or_eight_hours_ago() -> None:
    assert day_start_ms(NOW) == at(8, 0)
    assert day_start_ms(at(7, 30)) == at(23, 30, day=20)


def track(strip: TrustStrip) -> QWidget:
    return find(strip, QWidget, "strip-timeline")


def green(strip: TrustStrip) -> tuple[float, float] | None:
    """Return where on the track green begins and ends, as parts of it; None: nowhere."""
    if not track(strip).isVisible():
        return None
    image = track(strip).grab().toImage()
    middle, colour = image.height() // 2, theme().palette.okline
    found = [x for x in range(image.width()) if image.pixelColor(x, middle) == colour]
    edge = 8 + text_width("caption", "00:00") + 8  # where the bar begins: after its time
    length = image.width() - edge - 8
    return ((found[0] - edge) / length, (found[-1] - edge) / length) if found else None


OFFLINE = replace(
    VERIFIED,
    state=FeedState.OFFLINE,
    verified_up_to_ms=at(13, 0) + 5000,
    clock_offset_ms=5000,
    lost_ms=at(13, 0),
)
LOST = BlindInterval(at(13, 0), None, "lost")


@pytest.mark.parametrize(
    ("status", "intervals", "first_ms", "since", "expected"),
    [
        # Nothing was ever observed: before the first connection, and while it is being made.
        (FeedStatus(FeedState.CONNECTING, NOW), [], None, None, None),
        (FeedStatus(FeedState.CATCHING_UP, NOW), [], None, None, None),
        (FeedStatus(FeedState.OFFLINE, NOW, lost_ms=at(9, 0)), [], None, None, None),
        (VERIFIED, [], at(8, 0, day=20), at(8, 0), NOW),
        (VERIFIED, [], at(12, 0), at(12, 0), NOW),
        # The night was not observed, and the morning not before the first connection.
        (
            VERIFIED,
            [BlindInterval(at(18, 2, day=20), at(8, 4), "closed_app", closed_by="replay")],
            at(8, 0, day=20),
            at(8, 4),
            NOW,
        ),
        (
            replace(VERIFIED, state=FeedState.OFFLINE, verified_up_to_ms=at(18, 2, day=20)),
            [BlindInterval(at(18, 2, day=20), None, "closed_app")],
            at(8, 0, day=20),
            None,
            None,
        ),
        (OFFLINE, [LOST], at(8, 0, day=20), at(8, 0), at(13, 0)),
        # The store did not take the interval: the time is not observed for all that.
        (OFFLINE, [], at(8, 0, day=20), at(8, 0), at(13, 0)),
        (replace(OFFLINE, state=FeedState.UNVERIFIED), [], at(12, 0), at(12, 0), at(13, 0)),
        # Just started: the server's clock is not known yet; the program did not run since 13:00.
        (
            FeedStatus(FeedState.CONNECTING, NOW, verified_up_to_ms=NOW),
            [replace(LOST, cause="closed_app")],
            at(12, 0),
            at(12, 0),
            at(13, 0),
        ),
        (FeedStatus(FeedState.CONNECTING, NOW, verified_up_to_ms=NOW), [], at(12, 0), None, None),
    ],
)
def test_the_timeline_is_green_only_where_it_was_observed(
    strip: TrustStrip,
    status: FeedStatus,
    intervals: list[BlindInterval],
    first_ms: int | None,
    since: int | None,
    expected: int | None,
) -> None:
    strip.set_intervals(intervals, first_ms)
    strip.set_status(status)
    shown = green(strip)
    if since is None or expected is None:
        assert shown is None
    else:
        begins = f"Observé depuis {texts.spoken_minutes(since)}"
        assert said_of(strip, "strip-timeline").startswith(plain(begins))
        assert shown == pytest.approx((0, (expected - since) / (NOW - since)), abs=0.03)


def test_the_track_grows_by_a_pixel_a_minute_up_to_its_longest(strip: TrustStrip) -> None:
    widths = []
    for first_ms in (NOW - 1000, NOW - 60 * 60_000, at(8, 4), at(8, 0)):
        strip.set_intervals([], first_ms)
        strip.set_status(VERIFIED)
        widths.append(track(strip).sizeHint().width())
    assert [width - widths[0] for width in widths] == [0, 51, 159, 159]


def test_without_a_track_the_journal_gives_the_focus_to_the_state(strip: TrustStrip) -> None:
    strip.set_status(FeedStatus(FeedState.CONNECTING, NOW))
    strip.focus_timeline()
    assert find(strip, QWidget, "strip-state").hasFocus()


def test_names_for_a_screen_reader(strip: TrustStrip) -> None:
    strip.set_intervals([REPLAYED, RELOADED], at(8, 4))
    strip.set_status(VERIFIED)
    state = "État du flux : à jour, vérifié à 14 h 32 min 8 s, 38 ticket(s)"
    assert said_of(strip, "strip-state") == state
    gaps = "Observé depuis 8 h 04, 2 coupure(s), 3 min 02 s, rien de perdu"
    assert said_of(strip, "strip-timeline") == gaps


def test_only_what_keeps_announcements_back_is_said(strip: TrustStrip) -> None:
    bell = find(strip, QWidget, "strip-notifications")
    for state, said in (
        (NotificationState.ACTIVE, ""),
        (NotificationState.UNKNOWN, ""),
        (NotificationState.NO_SERVICE, "Aucun service de notification"),
        (NotificationState.DND, "Ne pas déranger jusqu’à 18:00"),
    ):
        strip.set_notifications(state, at(18, 0))
        assert bell.isVisible() is bool(said)
        assert said in said_of(strip, "strip-notifications")


def test_gaps_are_told_with_their_sum(strip: TrustStrip) -> None:
    strip.set_intervals([REPLAYED, RELOADED], at(8, 0))
    strip.set_status(VERIFIED)
    assert "3 min 02 s, rien de perdu" in said_of(strip, "strip-timeline")
    strip.set_intervals([BlindInterval(NOW - 4000, None, "lost")], at(8, 0))
    assert "en cours" in said_of(strip, "strip-timeline")
    assert "rien de perdu" not in said_of(strip, "strip-timeline")


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [720, 900, 1180, 1440])
def test_everything_fits_at_every_width(
    strip: TrustStrip, each_theme: Theme, width: int, scale: float
) -> None:
    theme().set_scale(scale)
    strip.set_intervals([REPLAYED, RELOADED], at(8, 0))
    strip.set_outbox({FilingState.UNCERTAIN: 1, FilingState.QUEUED: 2}, Pause.PLAN_LIMIT)
    strip.set_notifications(NotificationState.NO_SERVICE)
    for status in (VERIFIED, FeedStatus(FeedState.OFFLINE, NOW - 60_000, next_try_ms=NOW + 9000)):
        strip.set_status(status)
        strip.resize(width, strip.height())
        needed = sum(p.sizeHint().width() + 4 for p in strip._parts if not p.isHidden())
        assert strip.width() == width
        assert needed <= width or scale > 1
        for shown in strip._parts:
            if not shown.isHidden():
                assert shown.geometry().right() < width


def test_filings_to_decide_are_named_with_their_state(strip: TrustStrip) -> None:
    strip.set_outbox({FilingState.QUEUED: 2, FilingState.REFUSED: 1}, Pause.KEY_REFUSED)
    assert said_of(strip, "strip-filings") == "2 dépôt(s) en pause, 1 refusé(s)"
    strip.set_outbox({FilingState.CONFIRMED: 9, FilingState.QUEUED: 1})
    assert not find(strip, QWidget, "strip-filings").isVisible()


def test_what_waits_for_the_network_is_said_to_leave_with_it(strip: TrustStrip) -> None:
    strip.set_outbox({FilingState.QUEUED: 2})
    strip.set_status(FeedStatus(FeedState.OFFLINE, NOW - 60_000))
    said = said_of(strip, "strip-filings")
    assert said == "2 dépôt(s) partira(ont) au retour du réseau"
