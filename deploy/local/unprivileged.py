"""Lets root start PostgreSQL, which refuses to run as root, as the user `nobody`."""

import ctypes
import os
import pwd
from pathlib import Path

_PR_SET_SECUREBITS = 28
_SECBIT_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2

_libc = ctypes.CDLL(None, use_errno=True)


def is_root() -> bool:
    """Whether PostgreSQL must run as somebody else."""
    return os.geteuid() == 0


def give_away(path: Path) -> None:
    """Make `nobody` the owner of a path that only the unprivileged server may use."""
    nobody = pwd.getpwnam("nobody")
    os.chown(path, nobody.pw_uid, nobody.pw_gid)


def become_nobody() -> None:
    """Drop root for good, in a child before it executes.

    The one thing kept is entering folders: the checkout or a test's temporary folder often lies below one
    that only root may enter, and changing the mode of somebody's folders is not ours to do. Containers that
    withhold CAP_DAC_READ_SEARCH usually grant CAP_DAC_OVERRIDE; with neither, the folders must be open.
    The secure bit keeps what is left over the change of user, and lets access(2) respect it, which the
    server asks about its own binary.
    """
    nobody = pwd.getpwnam("nobody")
    _libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    for capability in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE):
        bit = 1 << capability
        effective_permitted_inheritable = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
        if (
            _libc.capset(header, effective_permitted_inheritable) == 0
            and _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0) == 0
        ):
            return
