"""Methods that write into a tensor what a Python function or a few numbers say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.creation import arange, tensor
from arraygrad.dispatch import call
from arraygrad.inplace import assign, check_writable
from arraygrad.tensor import Tensor
from arraygrad.views import expand

__all__ = ["METHODS"]


def _write_each(x: Tensor, function: Callable[..., Any], others: tuple[Tensor, ...], name: str) -> Tensor:
    if any(t.requires_grad for t in (x, *others)):
        raise RuntimeError(
            f"Can't call {name}() on Variable that requires grad. Use var.detach().{name}() instead: the function's "
            "derivative is not known"
        )
    check_writable(x)
    columns = [t.reshape(-1).tolist() for t in (x, *(expand(other, tuple(x.shape)) for other in others))]
    values = [function(*row) for row in zip(*columns, strict=True)]
    made = tensor(values, device=x.device) if values else x
    return assign(x, made.reshape(tuple(x.shape)), name)


def apply_(self: Tensor, callable: Callable[[Any], Any]) -> Tensor:
    """Replace each element by what a function of Python numbers gives; slow, and outside the graph.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.arange(3).apply_(lambda v: v * 10)
    tensor([ 0, 10, 20])
    """
    return _write_each(self, callable, (), "apply_")


def map_(self: Tensor, tensor: Tensor, callable: Callable[[Any, Any], Any]) -> Tensor:
    """Replace each element by a function of it and of the element of another tensor, which is broadcast.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.arange(3).map_(ag.tensor(5), max)
    tensor([5, 5, 5])
    """
    return _write_each(self, callable, (tensor,), "map_")


def map2_(self: Tensor, x: Tensor, y: Tensor, callable: Callable[[Any, Any, Any], Any]) -> Tensor:
    """Replace each element by a function of it and of the elements of two other tensors, which are broadcast."""
    return _write_each(self, callable, (x, y), "map2_")


def fill_diagonal_(self: Tensor, fill_value: float, wrap: bool = False) -> Tensor:
    """Write a number along the main diagonal; with `wrap`, a tall matrix has another one after each square and a row.

    Raises
    ------
    RuntimeError
        If there are fewer than two dimensions, or more of different sizes.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.zeros(2, 2).fill_diagonal_(1)
    tensor([[1., 0.],
            [0., 1.]])
    """
    shape = tuple(self.shape)
    if len(shape) < 2:
        raise RuntimeError(f"dimensions must larger than 1, got {len(shape)}")
    if len(shape) > 2 and len(set(shape)) > 1:
        raise RuntimeError(f"all dimensions of input must be of equal length, got {list(shape)}")
    index = arange(min(shape), device=self.device)
    key = [index] * len(shape)
    if wrap and len(shape) == 2 and shape[0] > shape[1]:
        rows = [r for r in range(shape[0]) if r % (shape[1] + 1) < shape[1]]
        key = [tensor(rows, device=self.device), tensor([r % (shape[1] + 1) for r in rows], device=self.device)]
    self[tuple(key)] = fill_value
    return self


def polygamma_(self: Tensor, n: int) -> Tensor:
    """In-place form of `polygamma`."""
    check_writable(self)
    return assign(self, call("polygamma", n, call("clone", self)), "polygamma_")


def conj_physical_(self: Tensor) -> Tensor:
    """In-place form of `conj_physical`."""
    check_writable(self)
    return assign(self, call("conj", call("clone", self)), "conj_physical_")


#: Methods of tensors.
METHODS: dict[str, Callable[..., Tensor]] = {
    f.__name__: f for f in (apply_, conj_physical_, fill_diagonal_, map_, map2_, polygamma_)
}
