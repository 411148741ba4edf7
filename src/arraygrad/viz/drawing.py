"""A picture of Graphviz's that says what to install where its program is missing. Needs the package graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import graphviz

__all__ = ["Drawing"]

_MISSING = (
    "drawing a graph needs Graphviz's program dot: apt install graphviz, brew install graphviz or conda install "
    "graphviz; without it, source has the graph as text"
)


@contextmanager
def _program() -> Iterator[None]:
    try:
        yield
    except graphviz.ExecutableNotFound as error:
        raise RuntimeError(_MISSING) from error


class Drawing(graphviz.Digraph):  # type: ignore[misc]
    """A directed graph that notebooks show."""

    def pipe(self, *args: Any, **kwargs: Any) -> Any:
        """The picture as bytes, see ``graphviz.Digraph.pipe``.

        Raises
        ------
        RuntimeError
            If the program ``dot`` is not there.
        """
        with _program():
            return super().pipe(*args, **kwargs)

    def render(self, *args: Any, **kwargs: Any) -> Any:
        """Write the picture into a file, see ``graphviz.Digraph.render``.

        Raises
        ------
        RuntimeError
            If the program ``dot`` is not there.
        """
        with _program():
            return super().render(*args, **kwargs)

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._repr_mimebundle_(*args, **kwargs)
        except RuntimeError as error:
            return {"text/plain": str(error)}
