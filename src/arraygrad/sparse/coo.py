"""Tensors that hold some of their elements, each with its coordinates; all others are zero."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import arraygrad.functions as ag
from arraygrad.backend import Device
from arraygrad.dtypes import DType
from arraygrad.layouts import sparse_coo
from arraygrad.sparse.calls import TakenByOps
from arraygrad.sparse.places import coordinates, number, summed
from arraygrad.tensor import Size, Tensor

if TYPE_CHECKING:
    from arraygrad.sparse.csr import SparseCsrTensor

__all__ = ["SparseTensor"]

_NUMBERS = (bool, int, float, complex)


class SparseTensor(TakenByOps):
    """A tensor with coordinates, made by `arraygrad.sparse_coo_tensor` or `Tensor.to_sparse`.

    It holds two tensors: `indices`, a column of coordinates per element, and `values`. Values of an element that is
    named several times add up. What is computed is recorded by way of the values, so they are what has a gradient.

    Parameters
    ----------
    indices : Tensor
        int64, of shape (sparse dimensions, elements).
    values : Tensor
        Of shape (elements, \\*dense dimensions), on the same device.
    size : sequence of int
        Sizes of all dimensions, the dense ones last.
    coalesced : bool
        Whether no element is named twice and they are in row-major order.

    Examples
    --------
    >>> import arraygrad as ag
    >>> a = ag.sparse_coo_tensor([[0, 1, 1], [2, 0, 2]], [3.0, 4.0, 5.0], (2, 3))
    >>> a
    tensor(indices=tensor([[0, 1, 1],
                           [2, 0, 2]]),
           values=tensor([3., 4., 5.]),
           size=(2, 3), nnz=3, layout=arraygrad.sparse_coo)
    >>> a @ ag.ones(3, 1)
    tensor([[3.],
            [9.]])
    """

    is_sparse = True
    is_sparse_csr = False
    layout = sparse_coo

    def __init__(self, indices: Tensor, values: Tensor, size: Sequence[int], coalesced: bool = False) -> None:
        self._places = indices
        self._elements = values
        self.shape = Size(size)
        self._coalesced = coalesced

    # -- what it is ----------------------------------------------------------------------------------------------
    @property
    def dtype(self) -> DType:
        """Type of the elements."""
        return self._elements.dtype

    @property
    def device(self) -> Device:
        """Where the tensor lives."""
        return self._elements.device

    @property
    def ndim(self) -> int:
        """Number of dimensions."""
        return len(self.shape)

    def dim(self) -> int:
        """Number of dimensions."""
        return len(self.shape)

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the size of one dimension."""
        return self.shape if dim is None else self.shape[dim]

    def numel(self) -> int:
        """Number of elements, those that are not held included."""
        return self.shape.numel()

    def sparse_dim(self) -> int:
        """Number of dimensions that coordinates are held of."""
        return int(self._places.shape[0])

    def dense_dim(self) -> int:
        """Number of dimensions of a value."""
        return self._elements.ndim - 1

    def _nnz(self) -> int:
        return int(self._places.shape[1])

    def is_coalesced(self) -> bool:
        """Whether it is known that no element is named twice."""
        return self._coalesced

    def _indices(self) -> Tensor:
        return self._places

    def _values(self) -> Tensor:
        return self._elements

    def indices(self) -> Tensor:
        """The coordinates, a column per element.

        Raises
        ------
        RuntimeError
            If elements may be named twice.
        """
        return self._of_coalesced("indices")._places

    def values(self) -> Tensor:
        """The values.

        Raises
        ------
        RuntimeError
            If elements may be named twice.
        """
        return self._of_coalesced("values")._elements

    def _of_coalesced(self, what: str) -> SparseTensor:
        if not self._coalesced:
            raise RuntimeError(f"Cannot get {what} on an uncoalesced tensor, please call .coalesce() first")
        return self

    def __repr__(self) -> str:
        end = f"size={tuple(self.shape)}, nnz={self._nnz()}"
        end = end if self.device.backend.shares_host else f"device='{self.device}', {end}"
        if self.dtype not in (ag.get_default_dtype(), ag.int64, ag.bool):
            end += f", dtype={self.dtype!r}"
        end += f", layout={self.layout!r}"
        if self._elements.grad_fn is not None:
            end += f", grad_fn=<{self._elements.grad_fn.name()}>"
        elif self.requires_grad:
            end += ", requires_grad=True"
        parts = f"indices={_inner(self._places, 'indices=')},\nvalues={_inner(self._elements, 'values=')},\n{end}"
        return "tensor(" + parts.replace("\n", "\n       ") + ")"

    def __getattr__(self, name: str) -> Any:
        hint = f": it is there for dense tensors, use .to_dense().{name}" if hasattr(Tensor, name) else ""
        raise AttributeError(f"a sparse tensor has no attribute '{name}'{hint}")

    __hash__ = object.__hash__

    # -- autograd ------------------------------------------------------------------------------------------------
    @property
    def requires_grad(self) -> bool:
        """Whether operations on the values are recorded for backward."""
        return self._elements.requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        self._elements.requires_grad = value

    def requires_grad_(self, requires_grad: bool = True) -> SparseTensor:
        """Set ``requires_grad`` in place."""
        self.requires_grad = requires_grad
        return self

    @property
    def is_leaf(self) -> bool:
        """Whether the values were not computed by a recorded operation."""
        return self._elements.is_leaf

    @property
    def grad(self) -> SparseTensor | None:
        """The gradient of the elements that are held, each named once; None before a backward pass."""
        g = self._elements.grad
        if g is None or self._coalesced:
            return None if g is None else self._with(g)
        # The gradient of an element is that of each of its values: they are summed, so it counts once.
        size = self.shape[: self.sparse_dim()]
        numbers, which, counts = ag.unique(number(self._places, size), return_inverse=True, return_counts=True)
        each = counts.reshape((-1, *[1] * self.dense_dim()))
        values = summed(which, g, (numbers.shape[0],)) / each
        return SparseTensor(coordinates(numbers, size), values, self.shape, coalesced=True)

    @grad.setter
    def grad(self, value: SparseTensor | None) -> None:
        self._elements.grad = None if value is None else value._elements

    def detach(self) -> SparseTensor:
        """The same memory, outside the graph."""
        return self._with(self._elements.detach())

    # -- conversions ---------------------------------------------------------------------------------------------
    def _with(self, values: Tensor) -> SparseTensor:
        """Other values at the same places."""
        return SparseTensor(self._places, values, self.shape, self._coalesced)

    def clone(self) -> SparseTensor:
        """A copy; gradients flow through."""
        return SparseTensor(self._places.clone(), self._elements.clone(), self.shape, self._coalesced)

    def to(self, *args: Any, **kwargs: Any) -> SparseTensor:
        """The tensor on another device or in another dtype; itself if it already is. As `Tensor.to`."""
        values = self._elements.to(*args, **kwargs)
        if values is self._elements:
            return self
        return SparseTensor(self._places.to(values.device), values, self.shape, self._coalesced)

    def cpu(self) -> SparseTensor:
        """The tensor on ``"cpu"``."""
        return self.to("cpu")

    def cuda(self, device: Any = None) -> SparseTensor:
        """The tensor on a CUDA device."""
        values = self._elements.cuda(device)
        return SparseTensor(self._places.to(values.device), values, self.shape, self._coalesced)

    def float(self) -> SparseTensor:
        """The tensor as float32."""
        return self.to(ag.float32)

    def double(self) -> SparseTensor:
        """The tensor as float64."""
        return self.to(ag.float64)

    def to_dense(self, dtype: DType | None = None) -> Tensor:
        """The tensor with all its elements.

        Examples
        --------
        >>> import arraygrad as ag
        >>> ag.sparse_coo_tensor([[0, 0], [1, 1]], [3.0, 4.0], (1, 2)).to_dense()
        tensor([[0., 7.]])
        """
        n = self.sparse_dim()
        made = summed(number(self._places, self.shape[:n]), self._elements, self.shape[:n])
        return made if dtype is None else made.to(dtype)

    def to_sparse(self, sparse_dim: int | None = None) -> SparseTensor:
        """The tensor itself."""
        return self

    def to_sparse_csr(self) -> SparseCsrTensor:
        """The matrix row by row; see `arraygrad.sparse_csr_tensor`."""
        from arraygrad.sparse.csr import from_coo

        return from_coo(self)

    def numpy(self) -> None:
        """There is no array with these elements.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("can't convert Sparse layout tensor to numpy. Use Tensor.to_dense() first.")

    def coalesce(self) -> SparseTensor:
        """The tensor with each element named once, in row-major order; itself if it is known to be so.

        Examples
        --------
        >>> import arraygrad as ag
        >>> ag.sparse_coo_tensor([[1, 0, 1]], [1.0, 2.0, 3.0], (2,)).coalesce().values()
        tensor([2., 4.])
        """
        if self._coalesced:
            return self
        size = self.shape[: self.sparse_dim()]
        numbers, which = ag.unique(number(self._places, size), return_inverse=True)
        values = summed(which, self._elements, (numbers.shape[0],))
        return SparseTensor(coordinates(numbers, size), values, self.shape, coalesced=True)

    # -- structure -----------------------------------------------------------------------------------------------
    def transpose(self, dim0: int, dim1: int) -> SparseTensor:
        """Two of the sparse dimensions swapped.

        Raises
        ------
        RuntimeError
            If one of them is dense.
        """
        n = self.sparse_dim()
        order = list(range(n))
        first, second = (d + self.ndim if d < 0 else d for d in (dim0, dim1))
        if not (0 <= first < n and 0 <= second < n):
            raise RuntimeError(f"transpose: only sparse dimensions, the first {n}, are swapped, got {dim0} and {dim1}")
        order[first], order[second] = second, first
        size = [*(self.shape[d] for d in order), *self.shape[n:]]
        still = self._coalesced and first == second
        return SparseTensor(ag.stack([self._places[d] for d in order]), self._elements, size, still)

    def t(self) -> SparseTensor:
        """A matrix with rows and columns swapped.

        Raises
        ------
        RuntimeError
            If there are not two dimensions.
        """
        if self.ndim != 2:
            raise RuntimeError(f"t() expects a tensor with 2 sparse and 0 dense dimensions, but self is {self.ndim}D")
        return self.transpose(0, 1)

    @property
    def T(self) -> SparseTensor:
        """A matrix with rows and columns swapped."""
        return self.t()

    # -- arithmetic ----------------------------------------------------------------------------------------------
    def sum(self, dim: Any = None, dtype: DType | None = None) -> Any:
        """The sum of all elements, or along dimensions; see `arraygrad.sparse.sum`."""
        from arraygrad.sparse.reductions import sum

        return sum(self, dim, dtype)

    def matmul(self, other: Any) -> Any:
        """The product with a matrix or vector; see `arraygrad.sparse.mm`."""
        from arraygrad.sparse.products import mm

        return mm(self, other)

    mm = matmul
    mv = matmul

    def __matmul__(self, other: Any) -> Any:
        return self.matmul(other) if isinstance(other, (Tensor, SparseTensor)) else NotImplemented

    def __rmatmul__(self, other: Any) -> Any:
        if not isinstance(other, Tensor):
            return NotImplemented
        return self.t().matmul(other) if other.ndim == 1 else self.t().matmul(other.mT).mT

    def __add__(self, other: Any) -> SparseTensor:
        if isinstance(other, Tensor):
            raise RuntimeError("add(sparse, dense) is not supported. Use add(dense, sparse) instead.")
        if not isinstance(other, SparseTensor):
            return NotImplemented
        if other.shape != self.shape or other.sparse_dim() != self.sparse_dim():
            raise RuntimeError(
                f"add: expected sizes and numbers of sparse dimensions to be equal, got {tuple(self.shape)} with "
                f"{self.sparse_dim()} and {tuple(other.shape)} with {other.sparse_dim()}"
            )
        indices, values = (self._places, other._places), (self._elements, other._elements)
        both = SparseTensor(ag.cat(indices, 1), ag.cat(values), self.shape)
        return both.coalesce() if self._coalesced and other._coalesced else both

    def __radd__(self, other: Any) -> Tensor:
        """A dense tensor and this one: dense."""
        return other + self.to_dense() if isinstance(other, Tensor) else NotImplemented

    def __neg__(self) -> SparseTensor:
        return self._with(-self._elements)

    def __sub__(self, other: Any) -> SparseTensor:
        return self + -other if isinstance(other, SparseTensor) else NotImplemented

    def __mul__(self, other: Any) -> SparseTensor:
        """By a number, or element by element by a dense tensor of the same shape."""
        if isinstance(other, _NUMBERS) or (isinstance(other, Tensor) and not other.ndim):
            return self._with(self._elements * other)
        if not isinstance(other, Tensor):
            return NotImplemented
        return self._with(self._elements * other.sparse_mask(self)._values())

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> SparseTensor:
        """By a number."""
        if isinstance(other, _NUMBERS) or (isinstance(other, Tensor) and not other.ndim):
            return self._with(self._elements / other)
        return NotImplemented

    def add(self, other: Any, *, alpha: Any = 1) -> Any:
        """The sum with another sparse tensor, multiplied by `alpha`."""
        return self + (other if alpha == 1 else other * alpha)

    def sub(self, other: Any, *, alpha: Any = 1) -> Any:
        """The difference to another sparse tensor, multiplied by `alpha`."""
        return self - (other if alpha == 1 else other * alpha)

    def mul(self, other: Any) -> Any:
        """The product with a number, or element by element with a dense tensor of the same shape."""
        return self * other

    def div(self, other: Any) -> Any:
        """The quotient by a number."""
        return self / other

    def neg(self) -> SparseTensor:
        """The negative of each element."""
        return -self

    def abs(self) -> SparseTensor:
        """The absolute value of each element."""
        return self._mapped("abs")

    def sqrt(self) -> SparseTensor:
        """The square root of each element."""
        return self._mapped("sqrt")

    def relu(self) -> SparseTensor:
        """Negative elements made zero."""
        return self._mapped("relu")

    def _mapped(self, name: str) -> SparseTensor:
        """A function that leaves zeros alone, of each element; values of one that is named twice are summed first."""
        summed_up = self.coalesce()
        return summed_up._with(getattr(summed_up._elements, name)())


def _inner(tensor: Tensor, before: str) -> str:
    """The text of a tensor inside another's, without what the other says too."""
    text = re.sub(r", (?:device|dtype)='?[\w.:]*'?", "", repr(tensor.detach()))
    return text.replace("\n", "\n" + " " * len(before))
