"""Changes of shape."""

from __future__ import annotations

from collections.abc import Sequence

from arraygrad.nn.module import Module
from arraygrad.tensor import Tensor

__all__ = ["Flatten", "Unflatten"]


class Flatten(Module):
    """One dimension in place of several, by default of all but the first.

    Parameters
    ----------
    start_dim, end_dim : int
        First and last of the dimensions that become one.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.Flatten()(ag.zeros(32, 1, 5, 5)).shape)
    (32, 25)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input: Tensor) -> Tensor:
        """The flattened input."""
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """Several dimensions in place of one.

    Parameters
    ----------
    dim : int
        The dimension.
    unflattened_size : tuple of int
        The sizes that take its place.

    Raises
    ------
    TypeError
        If the sizes are not a tuple or list of ints.

    Examples
    --------
    >>> import arraygrad as ag
    >>> from arraygrad import nn
    >>> tuple(nn.Unflatten(1, (2, 5))(ag.zeros(3, 10)).shape)
    (3, 2, 5)
    """

    def __init__(self, dim: int, unflattened_size: Sequence[int]) -> None:
        super().__init__()
        if not isinstance(unflattened_size, tuple | list):
            raise TypeError(
                f"unflattened_size must be a tuple of ints, but found type {type(unflattened_size).__name__}"
            )
        for i, size in enumerate(unflattened_size):
            if not isinstance(size, int):
                raise TypeError(
                    "unflattened_size must be tuple of ints, but found element of type "
                    f"{type(size).__name__} at pos {i}"
                )
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input: Tensor) -> Tensor:
        """The unflattened input."""
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"
