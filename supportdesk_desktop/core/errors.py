"""Every error that a person can meet: its class decides the fate, ``core.wording`` has words."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supportdesk_desktop.core.drafts import FieldProblem


class DeskError(Exception):
    """Root of the errors that are told to people; ``key`` names its words."""

    key = "unexpected"

    def __init_subclass__(cls, key: str | None = None) -> None:
        """Take the ``key`` of a kind of errors; without one it is its parent's."""
        super().__init_subclass__()
        if key is not None:
            cls.key = key

    def facts(self) -> Mapping[str, object]:
        """Return the named facts that the sentence may mention: the attributes."""
        return vars(self)


class ProfileError(DeskError, key="profile"):
    """The data here belongs to another server, app or agent; exit code 2."""


class BadServerAddress(ProfileError, key="bad_server_address"):
    """Not an address that a key may be sent to."""

    def __init__(self, address: str) -> None:
        super().__init__(f"not a usable server address: {address}")
        self.address = address


class OtherServer(ProfileError, key="other_server"):
    """The profile is bound to another origin or app."""

    def __init__(self, profile: str, bound_to: str) -> None:
        super().__init__(f"profile {profile} belongs to {bound_to}")
        self.profile = profile
        self.bound_to = bound_to


class OtherAgent(ProfileError, key="other_agent"):
    """The key is one of another agent than the profile's."""


class ProfileBusy(DeskError, key="profile_busy"):
    """Another process of this profile owns feed and outbox."""


class InputRefused(DeskError, key="input_refused"):
    """Something typed is wrong; ``field`` names it where there is one."""

    def __init__(self, note: str, field: str | None = None) -> None:
        super().__init__(note)
        self.note = note
        self.field = field


class DraftRefused(InputRefused, key="draft_refused"):
    """A draft that cannot be filed as it is."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(", ".join(f"{p.field}: {p.problem}" for p in problems))
        self.problems = tuple(problems)


class OtherContent(InputRefused, key="other_content"):
    """A reference that is known here with other content: nothing new is filed."""

    def __init__(self, filing_id: int) -> None:
        super().__init__(f"the reference of filing {filing_id}")
        self.filing_id = filing_id


class AlreadyEscalated(InputRefused, key="already_escalated"):
    """A ticket with an escalation that is open: nothing new is filed."""

    def __init__(self, number: str, filing_id: int) -> None:
        super().__init__(f"{number} is escalated by filing {filing_id}")
        self.number = number
        self.filing_id = filing_id


class WrongState(DeskError, key="wrong_state"):
    """A filing that is not in a state which allows what was asked."""

    def __init__(self, state: str) -> None:
        super().__init__(f"not possible from {state}")
        self.state = state


class NotFound(DeskError, key="not_found"):
    """No such thing on this computer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"not found: {what}")
        self.what = what


class ServerError(DeskError, key="server"):
    """The server answered with a failure, or did not answer.

    Attributes:
        status: HTTP status, None where there was no answer.
        code: the vendor's ``code``, None without the documented envelope.
        message: the server's own French sentence, shown beside ours, never branched on.
        details: field to list of messages, for VALIDATION_ERROR.
    """

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


class Unreachable(ServerError, key="unreachable"):
    """DNS or connect failed, or no answer came in time."""


class Untrusted(Unreachable, key="untrusted"):
    """TLS failed: this system does not vouch for who answers, so the key was not sent."""


class ProxyUnusable(Unreachable, key="proxy_unusable"):
    """The proxy that is set on this computer cannot be used; ``variable`` says where."""

    def __init__(self, variable: str) -> None:
        super().__init__(variable)
        self.variable = variable


class NotOurServer(ServerError, key="not_our_server"):
    """A redirect, a portal or a proxy answered: the key is never sent on."""


class KeyMissing(ServerError, key="key_missing"):
    """There is no key to send."""


class KeyRefused(ServerError, key="key_refused"):
    """401, or 403 AUTH_…: malformed, unknown, expired, revoked or a browser key."""


class Throttled(ServerError, key="throttled"):
    """429: over a limit of the server."""

    def __init__(self, *, retry_after_s: float, code: str | None = None, message: str = "") -> None:
        super().__init__(status=429, code=code, message=message)
        self.retry_after_s = retry_after_s
        self.seconds = round(retry_after_s)


class ServerFault(ServerError, key="server_fault"):
    """5xx: the server failed; a create may have happened all the same."""


class RequestRefused(ServerError, key="request_refused"):
    """A 4xx with the documented envelope."""


class FeatureAbsent(ServerError, key="feature_absent"):
    """This desk does not offer what was asked (``whoami`` ``features``)."""


class VaultError(DeskError, key="vault"):
    """The system keyring did not do what was asked; the key is in no other place."""


class VaultAbsent(VaultError, key="vault_absent"):
    """This system has no keyring."""


class VaultLocked(VaultError, key="vault_locked"):
    """The keyring is locked."""


class VaultSilent(VaultLocked):
    """The keyring did not answer in time: it may wait for its password, and answer yet."""


class VaultRefused(VaultError, key="vault_refused"):
    """The keyring refused."""


class NotificationError(DeskError, key="notification"):
    """An announcement was not handed to the system."""


class NotificationAbsent(NotificationError, key="notification_absent"):
    """There is no notification service."""


class NotificationRefused(NotificationError, key="notification_refused"):
    """The service answered with an error, or not in time."""


class StoreError(DeskError, key="store"):
    """The local data cannot be read or written."""


class StoreDamaged(StoreError, key="store_damaged"):
    """The database is corrupt."""


class StoreReplaced(StoreError, key="store_replaced"):
    """The database's file was deleted, moved or replaced while it was in use."""


class BindingDamaged(StoreDamaged, key="binding_damaged"):
    """A file that says to whom this data belongs cannot be read: nothing may be sent."""

    def __init__(self, path: object) -> None:
        super().__init__(f"cannot be read: {path}")
        self.path = str(path)


class StoreNewer(StoreError, key="store_newer"):
    """The database was written by a newer version."""


class StoreReadOnly(StoreError, key="store_read_only"):
    """The data folder cannot be written."""


class StoreFull(StoreError, key="store_full"):
    """The disk, or this user's share of it, is full."""


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Error numbers of a write for which there is no room: ``StoreFull``."""
