"""Settings of every test."""

from hypothesis import HealthCheck, settings

# A loaded machine is no defect: no test asserts how long an example takes.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
