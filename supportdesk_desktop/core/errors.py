"""Every error that a person can meet. Its class decides the fate; ``core.wording`` has the words.

DeskError
├── ProfileError            usage: this data belongs elsewhere
│   ├── BadServerAddress        not https, or carries credentials or a query
│   ├── OtherServer / OtherAgent    the profile is bound to another origin, app or agent
│   └── ProfileBusy             another process owns feed and outbox
├── InputRefused            what was typed must be mended
│   ├── DraftRefused            fields of a draft, found here
│   └── OtherContent            a reference that is known as another ticket's
├── WrongState              the filing is not in a state that allows this
├── NotFound                no such ticket, filing or agent here
├── ServerError             the server answered, or did not
│   ├── Unreachable             DNS, connect or no answer
│   │   ├── Untrusted               TLS: a portal's, a proxy's or an expired certificate
│   │   └── ProxyUnusable           the proxy set on this computer is none
│   ├── NotOurServer            a portal, a proxy, a redirect: no documented envelope
│   ├── KeyMissing / KeyRefused     401 and 403 AUTH_…
│   ├── Throttled               429, with the delay
│   ├── ServerFault             5xx
│   ├── RequestRefused          any other 4xx with the envelope
│   └── FeatureAbsent           this desk does not offer it
├── VaultError              the system keyring
│   ├── VaultAbsent / VaultRefused
│   └── VaultLocked             asks for its password, which was not given
│       └── VaultSilent             it may be given yet
├── NotificationError
│   ├── NotificationAbsent / NotificationRefused
└── StoreError              the local data
    ├── StoreDamaged            a database
    │   └── BindingDamaged          a file that says to whom the data belongs
    └── StoreReplaced / StoreNewer / StoreReadOnly / StoreFull
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk_desktop.core.drafts import FieldProblem


class DeskError(Exception):
    """Root of the errors that are told to people; ``key`` names its words."""

    key: str = "unexpected"

    def facts(self) -> Mapping[str, object]:
        """Return the named facts that the sentence mentions."""
        return {}


class ProfileError(DeskError):
    """The data here belongs to another server, app or agent; exit code 2."""

    key = "profile"


class BadServerAddress(ProfileError):
    """Not an address that a key may be sent to."""

    key = "bad_server_address"

    def __init__(self, address: str) -> None:
        super().__init__(f"not a usable server address: {address}")
        self.address = address

    def facts(self) -> Mapping[str, object]:
        return {"address": self.address}


class OtherServer(ProfileError):
    """The profile is bound to another origin or app."""

    key = "other_server"

    def __init__(self, profile: str, bound_to: str) -> None:
        super().__init__(f"profile {profile} belongs to {bound_to}")
        self.profile = profile
        self.bound_to = bound_to

    def facts(self) -> Mapping[str, object]:
        return {"profile": self.profile, "bound_to": self.bound_to}


class OtherAgent(ProfileError):
    """The key is one of another agent than the profile's."""

    key = "other_agent"


class ProfileBusy(DeskError):
    """Another process of this profile owns feed and outbox."""

    key = "profile_busy"


class InputRefused(DeskError):
    """Something typed is wrong; ``field`` names it where there is one."""

    key = "input_refused"

    def __init__(self, note: str, field: str | None = None) -> None:
        super().__init__(note)
        self.note = note
        self.field = field

    def facts(self) -> Mapping[str, object]:
        return {"note": self.note}


class DraftRefused(InputRefused):
    """A draft that cannot be filed as it is."""

    key = "draft_refused"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.problem}" for p in problems))
        self.problems = tuple(problems)


class OtherContent(InputRefused):
    """A reference that is known here with other content: nothing new is filed."""

    key = "other_content"

    def __init__(self, filing_id: int) -> None:
        super().__init__(f"the reference of filing {filing_id}")
        self.filing_id = filing_id

    def facts(self) -> Mapping[str, object]:
        return {"filing": self.filing_id}


class WrongState(DeskError):
    """A filing that is not in a state which allows what was asked."""

    key = "wrong_state"

    def __init__(self, state: str) -> None:
        super().__init__(f"not possible from {state}")
        self.state = state

    def facts(self) -> Mapping[str, object]:
        return {"state": self.state}


class NotFound(DeskError):
    """No such thing on this computer."""

    key = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(f"not found: {what}")
        self.what = what

    def facts(self) -> Mapping[str, object]:
        return {"what": self.what}


class ServerError(DeskError):
    """The server answered with a failure, or did not answer.

    Attributes:
        status: HTTP status, None where there was no answer.
        code: the vendor's ``code``, None without the documented envelope.
        message: the server's own French sentence, shown beside ours, never branched on.
        details: field to list of messages, for VALIDATION_ERROR.
    """

    key = "server"

    def __init__(
        self,
        note: str = "",
        *,
        status: int | None = None,
        code: str | None = None,
        message: str = "",
        details: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        super().__init__(note or message or code or f"status {status}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details or {}

    def facts(self) -> Mapping[str, object]:
        return {"status": self.status, "code": self.code, "message": self.message}


class Unreachable(ServerError):
    """DNS or connect failed, or no answer came in time."""

    key = "unreachable"


class Untrusted(Unreachable):
    """TLS failed: this system does not vouch for who answers, so the key was not sent."""

    key = "untrusted"


class ProxyUnusable(Unreachable):
    """The proxy that is set on this computer cannot be used; ``variable`` says where."""

    key = "proxy_unusable"

    def __init__(self, variable: str) -> None:
        super().__init__(variable)
        self.variable = variable

    def facts(self) -> Mapping[str, object]:
        return {**super().facts(), "variable": self.variable}


class NotOurServer(ServerError):
    """A redirect, a portal or a proxy answered: the key is never sent on."""

    key = "not_our_server"


class KeyMissing(ServerError):
    """There is no key to send."""

    key = "key_missing"


class KeyRefused(ServerError):
    """401, or 403 AUTH_…: malformed, unknown, expired, revoked or a browser key."""

    key = "key_refused"


class Throttled(ServerError):
    """429: over a limit of the server."""

    key = "throttled"

    def __init__(self, *, retry_after_s: float, code: str | None = None, message: str = "") -> None:
        super().__init__(status=429, code=code, message=message)
        self.retry_after_s = retry_after_s

    def facts(self) -> Mapping[str, object]:
        return {**super().facts(), "seconds": round(self.retry_after_s)}


class ServerFault(ServerError):
    """5xx: the server failed; a create may have happened all the same."""

    key = "server_fault"


class RequestRefused(ServerError):
    """A 4xx with the documented envelope."""

    key = "request_refused"


class FeatureAbsent(ServerError):
    """This desk does not offer what was asked (``whoami`` ``features``)."""

    key = "feature_absent"


class VaultError(DeskError):
    """The system keyring did not do what was asked; the key is in no other place."""

    key = "vault"


class VaultAbsent(VaultError):
    """This system has no keyring."""

    key = "vault_absent"


class VaultLocked(VaultError):
    """The keyring is locked."""

    key = "vault_locked"


class VaultSilent(VaultLocked):
    """The keyring did not answer in time: it may wait for its password, and answer yet."""


class VaultRefused(VaultError):
    """The keyring refused."""

    key = "vault_refused"


class NotificationError(DeskError):
    """An announcement was not handed to the system."""

    key = "notification"


class NotificationAbsent(NotificationError):
    """There is no notification service."""

    key = "notification_absent"


class NotificationRefused(NotificationError):
    """The service answered with an error, or not in time."""

    key = "notification_refused"


class StoreError(DeskError):
    """The local data cannot be read or written."""

    key = "store"


class StoreDamaged(StoreError):
    """The database is corrupt."""

    key = "store_damaged"


class StoreReplaced(StoreError):
    """The database's file was deleted, moved or replaced while it was in use."""

    key = "store_replaced"


class BindingDamaged(StoreDamaged):
    """A file that says to whom this data belongs cannot be read: nothing may be sent.

    Args:
        path: the file.
    """

    key = "binding_damaged"

    def __init__(self, path: object) -> None:
        super().__init__(f"cannot be read: {path}")
        self.path = path

    def facts(self) -> Mapping[str, object]:
        return {"path": str(self.path)}


class StoreNewer(StoreError):
    """The database was written by a newer version."""

    key = "store_newer"


class StoreReadOnly(StoreError):
    """The data folder cannot be written."""

    key = "store_read_only"


class StoreFull(StoreError):
    """The disk, or this user's share of it, is full."""

    key = "store_full"


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says of a write for which there is no room: ``StoreFull``."""
