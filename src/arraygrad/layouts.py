"""Layouts: whether a tensor holds all elements or only some, with their places."""

from __future__ import annotations

__all__ = ["Layout", "sparse_coo", "sparse_csr", "strided"]


class Layout:
    """How a tensor holds its elements."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"arraygrad.{self.name}"

    def __reduce__(self) -> str:
        return self.name


#: All elements, one after the other.
strided = Layout("strided")
#: Some elements, each with its coordinates.
sparse_coo = Layout("sparse_coo")
#: Some elements of a matrix, row by row, each with its column.
sparse_csr = Layout("sparse_csr")
