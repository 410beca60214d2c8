"""What answers where."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from monitor.web.articles import Desk
from monitor.web.problems import of_exception


def application(desk: Desk) -> Starlette:
    """The routes, and problem+json for everything else."""
    return Starlette(
        routes=[Route("/articles", desk.post, methods=["POST"])],
        exception_handlers={HTTPException: of_exception},
    )
