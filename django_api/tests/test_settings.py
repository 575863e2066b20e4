"""What the environment may say: the same for every backend."""

import importlib.util
import os
from unittest import mock

from django.test import SimpleTestCase, override_settings

from .test_requests import call

LARGEST = {
    "WORKERS": 1_000,
    "THREADS": 10_000,
    "TOKEN_TTL_SECONDS": 10**10,
    "SIGN_IN_FAILURES": 10**6,
    "SIGN_IN_WINDOW_SECONDS": 86_400,
    "TRUSTED_PROXIES": 100,
}


def read(name, value):
    """Return the setting of this name, read anew from an environment that has it."""
    spec = importlib.util.find_spec("config.settings")
    settings = importlib.util.module_from_spec(spec)
    with mock.patch.dict(os.environ, {name: value, "SECRET_KEY": "of this test"}):
        spec.loader.exec_module(settings)
    return getattr(settings, name)


class SettingsTest(SimpleTestCase):
    def test_a_number_goes_up_to_its_largest(self):
        for name, largest in LARGEST.items():
            with self.subTest(name=name):
                assert read(name, str(largest)) == largest
                with self.assertRaisesMessage(SystemExit, f"to {largest}, not"):
                    read(name, str(largest + 1))

    def test_a_number_is_of_ascii_digits_alone(self):
        for value in ("8_000", "+8000", "8000.0", "1e3", "٨٠٨٠", "0x50"):
            with self.assertRaisesMessage(SystemExit, "PORT must be a number"):
                read("PORT", value)

    def test_an_origin_is_written_as_a_browser_writes_it(self):
        for value in ("https://App.example", "https://app.example/", "https://é", "*"):
            with self.assertRaisesMessage(SystemExit, "CORS_ORIGINS must hold origins"):
                read("CORS_ORIGINS", value)
        right = "https://my_app.example,http://[::1]:3000"
        assert read("CORS_ORIGINS", right) == right.split(",")

    def test_a_host_may_have_an_underscore(self):
        allowed = read("ALLOWED_HOSTS", "My_Service, .my_site.example")
        hosts = {"my_service:8000": 404, "a.my_site.example": 404, "her_service": 400}
        with override_settings(ALLOWED_HOSTS=allowed):
            for host, status in hosts.items():
                assert call("GET", "/nowhere", HTTP_HOST=host)[0] == status
            assert call("GET", "/nowhere", HTTP_HOST="<_>.my_site.example")[0] == 400
        with override_settings(ALLOWED_HOSTS=["*"]):
            assert call("GET", "/nowhere", HTTP_HOST="my_service")[0] == 404
