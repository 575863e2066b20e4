"""The application factory: settings in, an ASGI application out."""

import logging.config
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.types import ASGIApp

from fastapi_api.database import open_database
from fastapi_api.describe import ERRORS, describe
from fastapi_api.errors import HANDLERS
from fastapi_api.middleware import CORS, AccessLog, ExactRequest, HostCheck
from fastapi_api.migrations import last_step
from fastapi_api.routers import bookmarks, health, tags, tokens, users
from fastapi_api.settings import Settings, read_settings

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"fastapi_api": {"level": "INFO", "handlers": ["stderr"]}},
}


def create_app(settings: Settings | None = None) -> ASGIApp:
    """What `uvicorn --factory fastapi_api.main:create_app` serves."""
    logging.config.dictConfig(LOGGING)
    settings = settings or read_settings()
    # Around the whole of FastAPI, because its 500 is made outside of what
    # add_middleware() adds: Starlette's documentation, "CORSMiddleware Global
    # Enforcement". The last line here sees a request first.
    app: ASGIApp = create_api(settings)
    if "*" not in settings.allowed_hosts:
        app = HostCheck(app, settings.allowed_hosts)
    if settings.cors_origins:
        app = CORS(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "If-Match",
                "If-None-Match",
            ],
            expose_headers=["ETag", "Location", "Link"],
        )
    return AccessLog(ExactRequest(app))


def create_api(settings: Settings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        """What each process opens once; a request finds it in `request.state`."""
        current_default_thread_limiter().total_tokens = settings.threads
        sessions = open_database(settings.database_url, connections=settings.threads)
        yield {"settings": settings, "sessions": sessions, "step": last_step()}
        sessions.engine.dispose()

    api = FastAPI(
        title="Bookmarks",
        version="1.0.0",
        description="Bookmarks with tags, for users with tokens.",
        lifespan=lifespan,
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
