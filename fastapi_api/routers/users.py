"""Signing up."""

from datetime import UTC, datetime

from fastapi import APIRouter, Response

from fastapi_api import models
from fastapi_api.auth import Authenticated, Caller, passwords
from fastapi_api.database import Database
from fastapi_api.description import ERROR, headers
from fastapi_api.errors import conflict
from fastapi_api.routing import Route
from fastapi_api.schemas import NO_QUERY, Credentials, User

router = APIRouter(prefix="/users", route_class=Route, dependencies=[NO_QUERY])


@router.post(
    "",
    response_model=User,
    status_code=201,
    responses={201: headers("Location"), 409: ERROR},
)
def make_user(body: Credentials, database: Database, response: Response) -> models.User:
    user = models.User(
        username=body.username,
        # Before the transaction: nobody waits for a hash with the write lock.
        password_hash=passwords.hash(body.password),
        created_at=datetime.now(UTC),
    )
    with conflict("This username is taken."), database.write.begin() as session:
        session.add(user)
    response.headers["Location"] = "/users/me"
    return user


@router.get("/me", response_model=User)
def read_caller(caller: Caller) -> Authenticated:
    return caller
