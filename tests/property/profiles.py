"""How long the state machines run: ``SUPPORTDESK_PROPERTIES`` is ``short``, ``hunt`` or ``soak``.

``short`` is part of every run of the tests, ``hunt`` looks for planted mutants and does not
explain what it finds, ``soak`` is for hours nobody waits for.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

VARIABLE = "SUPPORTDESK_PROPERTIES"

_QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

PROFILES = {
    "short": settings(
        max_examples=60, stateful_step_count=16, deadline=None, suppress_health_check=_QUIET
    ),
    "hunt": settings(
        max_examples=300,
        stateful_step_count=16,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=_QUIET,
    ),
    "soak": settings(
        max_examples=5000, stateful_step_count=40, deadline=None, suppress_health_check=_QUIET
    ),
}

TIME_LIMIT_S = {"short": 120, "hunt": 300, "soak": 0}
"""For the time limit of pytest; 0 is none."""


def profile_name() -> str:
    """Return the profile asked for, ``short`` by default."""
    return os.environ.get(VARIABLE, "short")
