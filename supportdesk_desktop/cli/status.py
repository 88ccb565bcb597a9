"""``status``: the state of everything, live where a window or ``watch`` runs."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from supportdesk_desktop.app.keys import credentials_of
from supportdesk_desktop.app.services import Setup, open_services
from supportdesk_desktop.cli.data import paths_of
from supportdesk_desktop.cli.joining import owner_client
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, run_async
from supportdesk_desktop.core.errors import KeyRefused, VaultError
from supportdesk_desktop.system.control import NoOwner
from supportdesk_desktop.system.notifications import system_notifier


def run(parsed: argparse.Namespace) -> int:
    """Print the state."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    paths = paths_of(parsed)
    credentials_of(paths)[0].profile(parsed.server)
    try:
        raw = await owner_client(paths).request("status")
        found: dict[str, Any] = msgspec.json.decode(raw)
    except NoOwner:
        found = msgspec.json.decode(msgspec.json.encode(await _stored(parsed)))
    if parsed.json:
        document(found)
    else:
        for text in _lines(found):
            line(text)
    return DONE


async def _stored(parsed: argparse.Namespace) -> dict[str, object]:
    """Return what is stored, while nobody follows the feed."""
    paths = paths_of(parsed)
    credentials, _ = credentials_of(paths)
    profile = credentials.profile(parsed.server)
    try:
        key = await credentials.key(profile)
    except (VaultError, KeyRefused):
        key = None
    notifier = system_notifier()
    await notifier.start()
    services = await open_services(Setup(paths, profile.base_url, None, parsed.lang), notifier)
    try:
        return await services.health.document(
            profile=profile.name,
            server=profile.base_url,
            key_present=key is not None,
            live=None,
            notifications=notifier.describe(),
            keyring=await credentials.describe(),
        )
    finally:
        await services.aclose()
        await notifier.aclose()


def _lines(found: dict[str, Any]) -> list[str]:
    feed, outbox = found["feed"], found["outbox"]
    live = say("en direct", "live") if found.get("running", True) else say("enregistré", "stored")
    key = say("présente", "present") if found["keyPresent"] else say("absente", "absent")
    never = say("jamais", "never")
    waiting = sum(outbox.get(state, 0) for state in ("queued", "sending", "refused", "uncertain"))
    notice = found["latencyMs"]["eventToNotice"]
    latency = f"{notice['p50']} / {notice['p95']} ms" if notice["p50"] is not None else "—"
    pairs = [
        (say("Profil", "Profile"), f"{found['profile']} ({live})"),
        (say("Serveur", "Server"), found["server"]),
        (say("Clé", "Key"), key),
        (say("Flux", "Feed"), f"{feed['state']}, {say('tickets', 'tickets')} {feed['tickets']}"),
        (say("Vérifié jusqu’à", "Verified up to"), feed["verifiedUpTo"] or never),
        (say("Coupures (30 jours)", "Blind intervals (30 days)"), len(found["blindIntervals"])),
        (say("Dépôts non réglés", "Filings not settled"), waiting),
        (say("Notifications", "Notifications"), found["notifications"]),
        (say("Notification p50 / p95", "Notice p50 / p95"), latency),
        (say("Trousseau", "Keyring"), found["keyring"]),
    ]
    colon = say(" :", ":")
    return [shown(f"{name}{colon} {value}") for name, value in pairs]
