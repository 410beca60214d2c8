"""Faults as programs read them: problem+json, RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None, **more: object) -> JSONResponse:
    """What went wrong, for people in `detail` and for programs by the status and `more`."""
    content = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def later(status: int, detail: str, seconds: int) -> JSONResponse:
    """It may go well after so many seconds."""
    return problem(status, detail, {"Retry-After": str(seconds)})


def of_exception(request: Request, error: Exception) -> Response:
    """Of a path that is not there, or a method that it does not know."""
    if not isinstance(error, HTTPException):
        raise error
    return problem(error.status_code, f"{request.method} {request.url.path}: {error.detail}", error.headers)
