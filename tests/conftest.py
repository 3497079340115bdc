"""What holds for every test: a property has no deadline, however busy the machine is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("telex", settings(deadline=None, suppress_health_check=[HealthCheck.too_slow]))
settings.load_profile("telex")
