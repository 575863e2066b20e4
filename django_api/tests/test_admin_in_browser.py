"""The admin as a person uses it: under gunicorn, in a real Chromium."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

PROJECT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "correct horse battery staple"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on the PATH"),
    pytest.mark.skipif(os.name == "nt", reason="gunicorn needs fork"),
]


class Site:
    """A running server with a database of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/bookmarks.db",
            "SECRET_KEY": "of this test alone",
            "PORT": str(port),
        }

    def manage(self, *arguments: str, **environment: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=self.environment | environment,
            check=True,
            capture_output=True,
        )

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        command = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "config.wsgi"]
        with subprocess.Popen(
            [sys.executable, *command],
            cwd=PROJECT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                self.wait(server)
                yield
            finally:
                server.terminate()

    def wait(self, server: subprocess.Popen) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and server.poll() is None:
            with contextlib.suppress(urllib.error.URLError):
                return self.call("GET", "/health")
            time.sleep(0.05)
        pytest.fail("the server did not start")

    def call(self, method: str, path: str, body=None, token=""):
        """Call the API; returns the body's value and the ETag."""
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"}
            | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response), response.headers["ETag"]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    site.manage("migrate")
    site.manage(
        "createsuperuser",
        "--noinput",
        "--username=admin",
        "--email=admin@example.org",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    with site.running():
        yield site


@pytest.fixture
def page(site) -> Iterator:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        page = browser.new_page(base_url=site.url)
        yield page
        browser.close()


def sign_in(page) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def test_an_edit_in_the_admin_is_seen_through_the_api(site, page):
    credentials = {"username": "Ada", "password": PASSWORD}
    site.call("POST", "/users", credentials)
    token = site.call("POST", "/tokens", credentials)[0]["token"]
    for name in ("one", "two"):
        made, etag = site.call(
            "POST",
            "/bookmarks",
            {
                "url": f"https://example.org/{name}",
                "title": f"Number {name}",
                "notes": "first line\nsecond line",
                "tags": ["web", name],
            },
            token,
        )
    failed = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)

    sign_in(page)
    page.get_by_role("link", name="Bookmarks", exact=True).last.click()
    page.locator("#searchbar").fill("number TWO")
    page.get_by_role("button", name="Search").click()
    sync_api.expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Number two").click()
    page.get_by_label("Title").fill("Edited by hand")
    page.get_by_role("button", name="Save", exact=True).click()
    sync_api.expect(page.get_by_text("was changed successfully")).to_be_visible()

    seen, new_etag = site.call("GET", f"/bookmarks/{made['id']}", token=token)
    assert seen["title"] == "Edited by hand"
    assert seen["updated_at"] > made["updated_at"]
    assert new_etag != etag
    assert seen | {"title": "", "updated_at": ""} == made | {
        "title": "",
        "updated_at": "",
    }
    # Style sheets and scripts came and ran; the icon only a browser asks for.
    assert set(failed) <= {f"{site.url}/favicon.ico"}
    header = page.locator("#header").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert header not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


def test_a_wrong_password_does_not_sign_in(site, page):
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Log in").click()
    sync_api.expect(page.locator(".errornote")).to_contain_text("correct username")
