"""The application factory: settings in, an ASGI application out."""

import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import parent_process
from threading import Event, Thread, current_thread, main_thread
from types import FrameType
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Host, Router
from starlette.types import ASGIApp

from fastapi_api.database import open_database
from fastapi_api.description import ERRORS, describe
from fastapi_api.errors import HANDLERS
from fastapi_api.middleware import CORS, AccessLog, ExactRequest, not_allowed
from fastapi_api.migrations import last_step
from fastapi_api.routers import bookmarks, health, tags, tokens, users
from fastapi_api.settings import read_settings

# What cors_origins may send and see.
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
REQUEST_HEADERS = ["Authorization", "Content-Type", "If-Match", "If-None-Match"]
RESPONSE_HEADERS = ["ETag", "Location", "Link"]


def create_app() -> ASGIApp:
    """What `uvicorn --factory fastapi_api.main:create_app` serves."""
    # Warnings of all, and the access log, on stderr; uvicorn has handlers of its own.
    logging.basicConfig(format="%(asctime)s %(message)s")
    logging.getLogger("fastapi_api").setLevel(logging.INFO)
    settings = read_settings()

    @asynccontextmanager
    async def lifespan(_: Router) -> AsyncIterator[dict[str, Any]]:
        """What each process opens once; a request finds it in `request.state`."""
        current_default_thread_limiter().total_tokens = settings.threads
        sessions = open_database(settings.database_url, connections=settings.threads)
        state = {
            "settings": settings,
            "sessions": sessions,
            "step": last_step(),
            "stopping": watch_for_stop(),
        }
        stop_with_parent()
        yield state
        sessions.engine.dispose()

    # Around the whole of FastAPI, because its 500 is made outside of what
    # add_middleware() adds: Starlette's documentation, "CORSMiddleware Global
    # Enforcement". The first one sees a request first.
    middleware = [Middleware(AccessLog), Middleware(ExactRequest)]
    if settings.cors_origins:
        cors = Middleware(
            CORS,
            allow_origins=settings.cors_origins,
            allow_methods=METHODS,
            allow_headers=REQUEST_HEADERS,
            expose_headers=RESPONSE_HEADERS,
        )
        middleware.append(cors)
    api = create_api()
    return Router(
        # Not TrustedHostMiddleware: it refuses in text/plain.
        [Host(name, api) for name in settings.allowed_hosts],
        default=api if "*" in settings.allowed_hosts else not_allowed,
        middleware=middleware,
        lifespan=lifespan,
    )


def watch_for_stop() -> Event:
    """What is set at SIGTERM, for middleware.py.

    uvicorn tells the application only when all connections have ended. One that it
    accepts at that moment it never tells, and cuts off in the end.
    """
    stopping = Event()
    before = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        if callable(before):
            before(number, frame)

    if current_thread() is main_thread():  # only there Python has signals
        signal.signal(signal.SIGTERM, stop)
    return stopping


def stop_with_parent() -> None:
    """SIGTERM to this process when the one that started it has ended.

    A worker of uvicorn does not look whether the parent was killed: it would keep the
    port, and nobody could start anew. With one worker there is no parent to follow.
    """
    parent = parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)

    Thread(target=follow, name="follow-parent", daemon=True).start()


def create_api() -> FastAPI:
    api = FastAPI(
        title="Bookmarks",
        version="1.0.0",
        description="Bookmarks with tags, for users with tokens.",
        exception_handlers=HANDLERS,
        responses=ERRORS,
        redirect_slashes=False,
        openapi_url=None,  # routers/health.py has it: with checks, and described
    )
    for module in users, tokens, bookmarks, tags, health:
        api.include_router(module.router)
    api.include_router(bookmarks.item)
    describe(api)
    return api
