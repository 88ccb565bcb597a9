"""Run at the start of the bundle: programs that it starts are no part of it.

PyInstaller puts the bundle's own libraries before the system's; a browser opened from the window
would load them and fail.
"""

import os

_system = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _system is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = _system
