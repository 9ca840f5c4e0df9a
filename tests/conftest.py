"""What every test has: claims are searched without a stop-watch, as a first call may compile."""

from hypothesis import HealthCheck, settings

settings.register_profile("nmn", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nmn")
