"""The files of a profile, their modes, and the binding to its server."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from supportdesk_desktop.core.errors import (
    NO_ROOM,
    BindingDamaged,
    InputRefused,
    StoreError,
    StoreFull,
    StoreReadOnly,
)
from supportdesk_desktop.core.profile import Profile

APP_NAME = "supportdesk-desktop"
DEFAULT_PROFILE = "default"
LOCAL_DESK_PROFILE = "local-desk"

_PROFILE_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9_-])?"
_WINDOWS_DEVICES = r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?"
SHORT_TEMPORARY = Path("/tmp")
"""Folder used where the path of TMPDIR is too long for a socket; exists on every Unix."""

_FOLDER_PATH_MAX = 78
"""Bytes for the folder of a socket: macOS grants 104 for the path, NUL included."""


def check_profile_name(name: str) -> str:
    """Return ``name`` if it can name a folder on every system.

    Raises:
        InputRefused: 1 to 40 letters, digits, ``.``, ``_``, ``-``; no device name of Windows.
    """
    if name in {DEFAULT_PROFILE, LOCAL_DESK_PROFILE}:
        # Our own, of nearly every start: nothing is compiled for them.
        return name
    if not re.fullmatch(_PROFILE_NAME, name) or re.fullmatch(_WINDOWS_DEVICES, name):
        raise InputRefused(f"not a profile name: {name[:60]!r}", "profile")
    return name


def default_data_root() -> Path:
    """Return the user's data folder for this application, which may not exist yet."""
    return user_data_path(APP_NAME, appauthor=False)


class ProfilePaths(msgspec.Struct, frozen=True):
    """The files of one profile. ``root`` is the data folder that holds all profiles."""

    root: Path
    name: str

    @property
    def folder(self) -> Path:
        """The profile's own folder."""
        return self.root / self.name

    @property
    def store(self) -> Path:
        """The client's SQLite database."""
        return self.folder / "store.db"

    @property
    def profile(self) -> Path:
        """The file of the profile's binding (JSON)."""
        return self.folder / "profile.json"

    @property
    def store_id(self) -> Path:
        """The random id that tells this store's keyring entry from any other's."""
        return self.folder / "store-id"

    @property
    def owner(self) -> Path:
        """The lock that the owner of feed and outbox holds, and its note."""
        return self.folder / "owner.lock"

    @property
    def window(self) -> Path:
        """The lock that the profile's window holds, and its note."""
        return self.folder / "window.lock"

    @property
    def hand_overs(self) -> Path:
        """Record of announcements under way, should this process die."""
        return self.folder / "hand-overs.log"

    def socket(self, of: str = "") -> Path:
        """Return where the control socket of the owner, or ``of`` another, goes.

        Its folder is made, 0700.

        The name is a hash of the folder, since a socket's path has room for some 100 bytes. Others
        find it by the owner's note, since their environment may differ.

        Raises:
            StoreReadOnly: there is no private place for it.
        """
        # It is large, and nothing before the first paint needs a socket.
        import hashlib

        token = hashlib.sha256(os.fsencode(self.folder.resolve())).hexdigest()[:16]
        return runtime_dir() / f"{token}{of}.sock"


def profile_paths(data_dir: Path | None, name: str) -> ProfilePaths:
    """Return the paths of a profile; creates nothing.

    Args:
        data_dir: the folder that holds all profiles; None for the user's data folder.
        name: the profile.

    Raises:
        InputRefused: the name cannot name a folder.
    """
    root = default_data_root() if data_dir is None else data_dir.expanduser().absolute()
    return ProfilePaths(root, check_profile_name(name))


def make_private_dir(path: Path) -> Path:
    """Make a folder that only this user may enter, or tighten the one there is.

    Parents that are missing are made as private; those that are there stay as they are.

    Raises:
        StoreReadOnly: it cannot be made, is a link or a file, or belongs to someone else.
        StoreFull: there is no room for it.
    """
    try:
        # Not parents=True: that makes them with the mode of the umask.
        for missing in [path, *path.parents][::-1]:
            if not missing.exists():
                missing.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise StoreReadOnly(f"not a folder: {path}")
        if os.name == "posix":
            if found.st_uid != os.getuid():
                raise StoreReadOnly(f"belongs to someone else: {path}")
            if stat.S_IMODE(found.st_mode) != 0o700:
                path.chmod(0o700)
    except OSError as problem:
        raise write_error(path, problem) from problem
    return path


def restrict_contents(folder: Path) -> None:
    """Remove the permissions of others on the contents of a private folder, e.g. after a restore.

    Files are not opened: closing a database's file again would end this process's locks on it.

    Raises:
        StoreReadOnly: the folder cannot be read.
    """
    if os.name != "posix":
        return
    try:
        for found in os.scandir(folder):
            # Gone meanwhile, or somebody else's: nothing to narrow.
            with suppress(FileNotFoundError, PermissionError):
                _restrict(found)
    except OSError as problem:
        raise write_error(folder, problem) from problem


def _restrict(found: os.DirEntry[str]) -> None:
    mode = found.stat(follow_symlinks=False).st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO) and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        os.chmod(found.path, 0o700 if stat.S_ISDIR(mode) else 0o600)


def write_error(path: Path, problem: OSError) -> StoreError:
    """Return the error for a ``path`` that the system did not let us write."""
    kind = StoreFull if problem.errno in NO_ROOM else StoreReadOnly
    return kind(f"cannot be written: {path} ({problem.strerror})")


def open_private(path: Path, flags: int = os.O_RDWR | os.O_CREAT) -> int:
    """Open a file of mode 0600 and return its descriptor, not inherited by children.

    What is written is written as it is: without ``O_BINARY`` Windows would end lines by CR LF.

    Raises:
        OSError: as ``os.open``.
    """
    always = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | always, 0o600)
    if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
        os.fchmod(descriptor, 0o600)
    return descriptor


def runtime_dir() -> Path:
    """Return the folder for sockets, 0700: in the user's runtime folder, else a temporary one.

    Temporary folders are shared: what another user made there first is refused.

    Raises:
        StoreReadOnly: none will do.
    """
    if os.name != "posix":
        return make_private_dir(Path(tempfile.gettempdir()) / APP_NAME)
    user = os.getuid()
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{user}")
    folder = base / APP_NAME
    if _is_ours_alone(base) and _has_room(folder):
        return make_private_dir(folder)
    shared = Path(tempfile.gettempdir()) / f"{APP_NAME}-{user}"
    if not _has_room(shared):
        shared = SHORT_TEMPORARY / shared.name
    return make_private_dir(shared)


def _has_room(folder: Path) -> bool:
    return len(os.fsencode(folder)) <= _FOLDER_PATH_MAX


def _is_ours_alone(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    private = not stat.S_IMODE(found.st_mode) & 0o077
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and private


def read_profile(paths: ProfilePaths) -> Profile | None:
    """Return what the profile is bound to, None while it is new.

    Raises:
        BindingDamaged: there is such a file, and it cannot be read: nothing may be sent.
    """
    try:
        return msgspec.json.decode(paths.profile.read_bytes(), type=Profile)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as problem:
        raise BindingDamaged(paths.profile) from problem


def write_profile(paths: ProfilePaths, profile: Profile) -> None:
    """Bind the profile, in one step.

    Raises:
        StoreReadOnly, StoreFull: the folder cannot be written.
    """
    make_private_dir(paths.root)
    make_private_dir(paths.folder)
    try:
        _write_fresh(paths.profile, msgspec.json.encode(profile)).replace(paths.profile)
    except OSError as problem:
        raise write_error(paths.profile, problem) from problem


def _write_fresh(path: Path, content: bytes) -> Path:
    """Write a private file beside ``path``, to take its place in one step; return it."""
    fresh = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    try:
        with os.fdopen(open_private(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


_ID = re.compile(r"[0-9a-f]{32}")


def store_id(path: Path) -> str:
    """Return the id kept in ``path``; the first call makes it, also when two come at once.

    Raises:
        StoreReadOnly, StoreFull: it cannot be made.
        BindingDamaged: it cannot be read, or is not such an id.
    """
    known = read_store_id(path)
    if known is not None:
        return known
    make_private_dir(path.parent)
    try:
        fresh = _write_fresh(path, os.urandom(16).hex().encode())
        try:
            # A link, unlike a rename, fails where another process was first.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    except OSError as problem:
        raise write_error(path, problem) from problem
    made = read_store_id(path)
    if made is None:
        raise BindingDamaged(path)
    return made


def read_store_id(path: Path) -> str | None:
    """Return the id kept in ``path``, None where there is no such file yet.

    Raises:
        BindingDamaged: the file is there but is not such an id.
    """
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as problem:
        raise BindingDamaged(path) from problem
    if not _ID.fullmatch(text):
        raise BindingDamaged(path)
    return text


def keyring_account(identity: str, origin: str) -> str:
    """Return the account of the keyring entry: ``<store id>@<origin>`` (``contract/cli.md``)."""
    return f"{identity}@{origin}"
