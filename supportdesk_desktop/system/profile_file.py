"""What a profile is bound to, kept in its folder."""

from __future__ import annotations

import os

import msgspec

from supportdesk_desktop.core.errors import BindingDamaged
from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.system.paths import (
    ProfilePaths,
    make_private_dir,
    open_private,
    write_error,
)


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
    fresh = paths.profile.with_name(f"profile.{os.getpid()}.json")
    try:
        with os.fdopen(open_private(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
            file.write(msgspec.json.encode(profile))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(paths.profile)
    except OSError as problem:
        raise write_error(paths.profile, problem) from problem
