"""``status``: the state of everything, live where a window or ``watch`` runs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

import msgspec

from supportdesk_desktop.app.services import Services, Setup, credentials_of, open_services
from supportdesk_desktop.cli.joining import paths_of
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import (
    BACK_ENDS,
    Names,
    answer,
    closing_word,
    shown,
    tickets_word,
    word,
)
from supportdesk_desktop.cli.running import DONE
from supportdesk_desktop.core.changes import Trouble
from supportdesk_desktop.core.errors import KeyRefused, VaultError, VaultLocked
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.core.wording import sentences
from supportdesk_desktop.services.account import CredentialsService
from supportdesk_desktop.services.health import trouble_of
from supportdesk_desktop.system.control import NoOwner, OwnerSilent, owner_client
from supportdesk_desktop.system.locks import held_alone, read_owner
from supportdesk_desktop.system.notifications import system_notifier
from supportdesk_desktop.system.paths import ProfilePaths

INTERVALS_SHOWN = 5
"""The newest; ``--json`` has all."""


async def run(parsed: argparse.Namespace) -> int:
    paths = paths_of(parsed)
    credentials = credentials_of(paths)
    profile = credentials.profile(parsed.server)
    try:
        raw = await owner_client(paths.owner).request("status", parsed.lang)
        found: dict[str, Any] = msgspec.json.decode(raw)
    except NoOwner as problem:
        setup = Setup(paths, profile.base_url, None, parsed.lang)
        stored = await _stored(setup, credentials, profile, problem)
        found = msgspec.json.decode(msgspec.json.encode(stored))
        if _is_owned(paths):
            # It runs and says nothing: what is stored is all that is known, and nothing is proven.
            found["running"] = True
            found["feed"]["state"] = FeedState.UNVERIFIED
    answer(parsed, found, *_lines(found))
    return DONE


def _is_owned(paths: ProfilePaths) -> bool:
    """Return whether a process holds the profile, though it does not answer."""
    if read_owner(paths.owner) is None:
        return False
    with held_alone(paths.owner) as free:
        return not free


async def _stored(
    setup: Setup, credentials: CredentialsService, profile: Profile, problem: NoOwner
) -> dict[str, object]:
    """Return what is stored, while nobody who follows the feed answers because of ``problem``."""
    key_present: bool | None
    try:
        key_present = await credentials.key(profile) is not None
    except VaultLocked:
        key_present = None
    except (VaultError, KeyRefused):
        key_present = False
    notifier = system_notifier()
    await notifier.start()
    services = await open_services(setup, notifier)
    try:
        return await services.health.document(
            profile=profile.name,
            server=profile.base_url,
            key_present=key_present,
            live=None,
            notifications=notifier.describe(),
            keyring=await credentials.describe(),
            troubles=_troubles(services, problem),
            lang=setup.lang,
        )
    finally:
        await services.aclose()
        await notifier.aclose()


def _troubles(services: Services, problem: NoOwner) -> Sequence[Trouble]:
    if not isinstance(problem, OwnerSilent):
        return services.troubles.now
    now_ms = services.clock.wall_ms()
    return [trouble_of(part, now_ms, problem) for part in ("feed", "outbox")]


def _lines(found: dict[str, Any]) -> list[str]:
    feed, latency = found["feed"], found["latencyMs"]
    live = {
        None: say("en direct", "live"),
        True: say("ouvert ailleurs, ne répond pas", "open elsewhere, does not answer"),
        False: say("enregistré", "stored"),
    }[found.get("running")]
    key = {
        None: say("inconnue, le trousseau ne répond pas", "unknown, the keyring does not answer"),
        True: say("présente", "present"),
        False: say("absente", "absent"),
    }[found["keyPresent"]]
    state = word(sentences().feed_states, feed["state"])
    place = "—" if feed["seq"] is None else f"{feed['epoch']}, seq {feed['seq']}"
    pairs = [
        (say("Profil", "Profile"), f"{found['profile']} ({live})"),
        (say("Serveur", "Server"), found["server"]),
        (say("Clé", "Key"), key),
        (say("Flux", "Feed"), f"{state}, {tickets_word(feed['tickets'])}"),
        (say("Position", "Place"), place),
        (say("Vérifié jusqu’à", "Verified up to"), feed["verifiedUpTo"] or say("jamais", "never")),
        (say("Coupures (30 jours)", "Blind intervals (30 days)"), len(found["blindIntervals"])),
        *((" ", _interval(interval)) for interval in found["blindIntervals"][-INTERVALS_SHOWN:]),
        (say("Dépôts", "Filings"), _counted(found["outbox"], sentences().states)),
        (say("Annonces", "Notices"), _counted(found["notices"], sentences().outcomes)),
        *((say("En panne", "Trouble"), _trouble(one)) for one in found["trouble"]),
        (say("Notifications", "Notifications"), word(BACK_ENDS, found["notifications"])),
        (say("Annoncé p50 / p95", "Announced p50 / p95"), _percentiles(latency["eventToNotice"])),
        (say("Peint p50 / p95", "Painted p50 / p95"), _percentiles(latency["eventToPaint"])),
        (say("Trousseau", "Keyring"), word(BACK_ENDS, found["keyring"])),
    ]
    colon = say(" :", ":")
    return [
        shown(f"{name}{colon} {value}" if name.strip() else f"  {value}") for name, value in pairs
    ]


def _trouble(trouble: dict[str, Any]) -> str:
    return f"{word(sentences().parts, trouble['part'])}, {trouble['since']}. {trouble['message']}"


def _interval(interval: dict[str, Any]) -> str:
    closed = closing_word(interval["closedBy"])
    cause = word(sentences().causes, interval["cause"])
    return f"{interval['from']} → {interval['to'] or '…'} {cause} ({closed})"


def _counted(counts: dict[str, int], names: Names) -> str:
    return ", ".join(f"{word(names, name)} {count}" for name, count in counts.items()) or "—"


def _percentiles(latency: dict[str, Any]) -> str:
    return "—" if latency["p50"] is None else f"{latency['p50']} / {latency['p95']} ms"
