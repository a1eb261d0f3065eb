"""Routes that take a body, and headers, and give an answer, without what other routes need.

FastAPI looks at each request for parameters, dependencies with an end, forms, streams and kinds of
answers. Where an endpoint has none of these, its headers and its body are read and its answer is
written here, by the same shapes and with the same words when something is wrong.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

from fastapi.exceptions import RequestValidationError
from fastapi.params import Header
from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from api.admission import JSON
from api.deps import AskDep
from api.schemas.fields import Answer, Body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from api.deps import Ask


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlainEndpoint:
    """An endpoint that takes a body, who asks, and headers perhaps, and gives an answer.

    Attributes
    ----------
    endpoint
        What answers.
    body_name, ask_name
        Its parameters.
    headers
        Its other parameters, each with the header's name and what reads it.
    body, answer
        Shapes.
    """

    endpoint: Callable[..., Awaitable[Answer]]
    body_name: str
    ask_name: str
    headers: Mapping[str, tuple[str, TypeAdapter[Any]]]
    body: type[Body]
    answer: type[Answer]

    def read(self, headers: Mapping[str, str], document: object) -> dict[str, Any]:
        """Read headers and a body into the endpoint's parameters.

        Raises
        ------
        RequestValidationError
            When something is wrong with them.
        """
        read: dict[str, Any] = {}
        faults: list[dict[str, Any]] = []
        for name, (header, shape) in self.headers.items():
            if (text := headers.get(header)) is not None:
                try:
                    read[name] = shape.validate_python(text)
                except ValidationError as error:
                    faults += _faults(error, "header", header)
        if document is None:
            faults.append({"type": "missing", "loc": ("body",)})
        else:
            try:
                read[self.body_name] = self.body.model_validate(document, from_attributes=True)
            except ValidationError as error:
                faults += _faults(error, "body")
        if faults:
            raise RequestValidationError(faults)
        return read

    async def respond(
        self, headers: Mapping[str, str], document: object, ask: Ask, status: int
    ) -> Response:
        """Answer a request.

        Raises
        ------
        RequestValidationError
            When something is wrong with it.
        """
        answer = await self.endpoint(**self.read(headers, document), **{self.ask_name: ask})
        written = self.answer.__pydantic_serializer__.to_json(answer, by_alias=True)
        return Response(written, status, media_type=JSON)


def _faults(error: ValidationError, *where: str) -> list[dict[str, Any]]:
    """Give what is wrong, with where it stands."""
    found = error.errors(include_url=False, include_input=False)
    return [{**one, "loc": (*where, *one["loc"])} for one in found]


def plain_endpoint(endpoint: Callable[..., Any]) -> PlainEndpoint | None:
    """Look whether an endpoint is plain.

    Parameters
    ----------
    endpoint
        Its annotations say what it takes and gives.

    Returns
    -------
    PlainEndpoint or None
        ``None`` when it takes anything else, its body may be missing or a header may not.
    """
    shapes = get_type_hints(endpoint, include_extras=True)
    answer = shapes.pop("return", None)
    needed = {
        name
        for name, one in inspect.signature(endpoint).parameters.items()
        if one.default is inspect.Parameter.empty
    }
    asks = [name for name, shape in shapes.items() if shape is AskDep]
    bodies = [
        name
        for name, shape in shapes.items()
        if inspect.isclass(shape) and issubclass(shape, Body) and name in needed
    ]
    headers = {
        name: (str(part.alias), TypeAdapter(shape))
        for name, shape in shapes.items()
        for part in getattr(shape, "__metadata__", ())
        if isinstance(part, Header) and part.alias and name not in needed
    }
    is_whole = len(asks) == len(bodies) == 1 and len(shapes) == len(headers) + 2
    if not (is_whole and inspect.isclass(answer) and issubclass(answer, Answer)):
        return None
    return PlainEndpoint(
        endpoint=endpoint,
        body_name=bodies[0],
        ask_name=asks[0],
        headers=headers,
        body=shapes[bodies[0]],
        answer=answer,
    )
