"""The tensor: a handle to a storage, the path from it, and what autograd has to know.

Only state lives here. Operations are added from the op records (`arraygrad.methods`), so a method exists if and only if
the op does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from arraygrad.graph import Node, next_sequence
from arraygrad.lens import Step, contiguous_strides
from arraygrad.namespace import resolve
from arraygrad.ops._common import normalize_dim
from arraygrad.storage import AliasStorage, Storage
from arraygrad.tensor_methods import TensorMethods

if TYPE_CHECKING:
    from arraygrad.backend import Device
    from arraygrad.dtypes import DType

__all__ = ["ElementCount", "Size", "Tensor", "wrap"]


class Size(tuple[int, ...]):
    """The shape of a tensor: a tuple that prints as PyTorch's and counts elements."""

    def numel(self) -> int:
        """Number of elements."""
        total = 1
        for n in self:
            total *= n
        return total

    @overload
    def __getitem__(self, key: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, key: slice) -> Size: ...
    def __getitem__(self, key: Any) -> Any:
        item = tuple.__getitem__(self, key)
        return Size(item) if isinstance(key, slice) else item

    def __add__(self, other: Any) -> Size:
        return Size(tuple.__add__(self, tuple(other)))

    def __repr__(self) -> str:
        return f"arraygrad.Size({list(self)})"


class ElementCount(int):
    """What ``Tensor.size`` is: the number of elements, as the array API standard has it, and PyTorch's method."""

    shape: Size

    def __call__(self, dim: int | None = None) -> Any:
        """The shape, or the size of one dimension."""
        return self.shape if dim is None else self.shape[normalize_dim(dim, len(self.shape))]


class TensorState:
    """Storage, path and history of a tensor: everything that an operation needs of its operands.

    Attributes are class-level defaults where a fresh tensor has nothing to say, which keeps making one cheap.
    """

    _storage: Storage
    #: View ops that lead from the storage's array to this tensor; None if it is the whole array.
    _path: tuple[Step, ...] | None = None
    #: The value of a view, and the array of the storage that it was taken from.
    _raw: Any = None
    _root: Any = None
    #: Strides and offset given with foreign memory; None for the row-major layout of everything else.
    _layout: tuple[tuple[int, ...], int] | None = None
    #: The tensor that holds the history of a view, how often that history was rewritten, and at which count this view's
    #: own node was made.
    _base: TensorState | None = None
    _generation: int = 0
    _seen: int = 0
    _node: Node | None = None
    _tracked: bool = False
    _grad: Any = None
    _hooks: Any = None
    #: Whether a computed tensor keeps its gradient.
    _retains: bool = False
    _names: Any = None

    # -- values --------------------------------------------------------------------------------------------------
    def _read(self) -> Any:
        """The raw array of a view, after bringing value and history up to date."""
        storage = self._storage
        root = storage.array
        if self._root is not root:
            raw, device = root, storage.device
            for step in self._path or ():
                raw = (device.impls.get(step.op.name) or resolve(device, step.op))(raw, *step.params)
            self._raw, self._root = raw, root
        base = self._base
        if base is not None:
            if base._base is not None:  # it has become a view itself, in place
                base = self._base = base._base
            if self._seen != base._generation:
                self._replay(base)
        return self._raw

    def _replay(self, base: TensorState) -> None:
        """Make the history of a view anew after its base was written to."""
        self._seen = base._generation
        self._tracked = base._tracked
        edge: Any = base._node or base
        if not base._tracked:
            self._node = None
            return
        for step in (self._path or ())[len(base._path or ()) :]:
            edge = step_node(step, step.op, (edge,), self._storage.device)
        self._node = edge

    @property
    def _array(self) -> Any:
        """The raw array."""
        return self._storage.array if self._path is None else self._read()

    @property
    def _edge(self) -> Any:
        """Where the gradient of this tensor goes."""
        if self._path is not None:
            self._read()
        return (self._node or self) if self._tracked else None

    def _strides_offset(self) -> tuple[tuple[int, ...], int]:
        """Virtual strides and offset, in elements."""
        if self._path is None:
            return self._layout or (contiguous_strides(tuple(self._storage.array.shape)), 0)
        first = self._path[0].base_shape
        strides, offset = self._layout or (contiguous_strides(first), 0)
        for step in self._path:
            strides, offset = step.strides(strides, offset)
        return strides, offset


def step_node(step: Step, op: Any, edges: tuple[Any, ...], device: Device) -> Node:
    """The node of a view op (or of its put), made without computing a value: its rules need shapes only."""
    node = Node()
    node.op, node.edges, node.device, node.sequence = op, edges, device, next_sequence()
    node.saved = tuple(step.shape if name == "value_shape" else step.base_shape for name in op.saved_names)
    node.params = step.params
    if op.broadcasts:
        node.shapes = (step.base_shape,)
    return node


_new = object.__new__


class Tensor(TensorState, TensorMethods):
    """An n-dimensional array that records what is done with it.

    It behaves as PyTorch's tensor does, whatever library holds the array: see the functions of `arraygrad` for how to
    make one, ``requires_grad`` and ``backward`` for gradients, ``to`` for moving between devices and libraries.

    Parameters
    ----------
    *data : nested sequence, array or tensor; or ints
        Copied into a tensor of the default floating point type; ``arraygrad.tensor`` is the constructor that keeps
        types. Ints, or one `Size`, are the shape of a tensor whose values are not set.

    Examples
    --------
    >>> import arraygrad as ag
    >>> x = ag.tensor([1.0, 2.0], requires_grad=True)
    >>> (x * x).sum().backward()
    >>> x.grad
    tensor([2., 4.])
    """

    def __init__(self, *data: Any, device: Any = None) -> None:
        from arraygrad.creation import new, tensor
        from arraygrad.dtypes import get_default_dtype

        dtype = get_default_dtype()
        if len(data) == 1 and isinstance(data[0], Tensor):
            made = tensor(data[0], dtype=dtype, device=device)
        else:
            made = new(data, dtype, device)
        self._storage = made._storage

    # -- what it is ----------------------------------------------------------------------------------------------
    @property
    def shape(self) -> Size:
        """Sizes of the dimensions."""
        return Size((self._storage.array if self._path is None else self._read()).shape)

    @property
    def size(self) -> ElementCount:
        """Number of elements; called, as in PyTorch, the shape or the size of one dimension.

        Examples
        --------
        >>> import arraygrad as ag
        >>> x = ag.zeros(2, 3)
        >>> x.size, x.size(), x.size(1)
        (6, arraygrad.Size([2, 3]), 3)
        """
        shape = self.shape
        count = ElementCount(shape.numel())
        count.shape = shape
        return count

    @property
    def ndim(self) -> int:
        """Number of dimensions."""
        return len((self._storage.array if self._path is None else self._read()).shape)

    @property
    def dtype(self) -> DType:
        """Type of the elements."""
        storage = self._storage
        return storage.device.dtype(storage.array.dtype if self._path is None else self._read().dtype)

    @property
    def device(self) -> Device:
        """Where the tensor lives."""
        return self._storage.device.public

    @property
    def requires_grad(self) -> bool:
        """Whether operations on this tensor are recorded for backward."""
        if self._path is not None:
            self._read()
        return self._tracked

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if self._path is not None:
            self._read()
        if not value and self._node is not None:
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in "
                "a subgraph that doesn't require differentiation use var_no_grad = var.detach()."
            )
        if value and not self.dtype.is_differentiable:
            raise RuntimeError(
                f"only Tensors of floating point and complex dtype can require gradients, got {self.dtype!r}; convert "
                "with .float() first"
            )
        self._tracked = bool(value)

    @property
    def is_leaf(self) -> bool:
        """Whether the tensor was not computed by a recorded operation."""
        if self._path is not None:
            self._read()
        return self._node is None

    @property
    def grad(self) -> Tensor | None:
        """Gradient that backward has accumulated; None before that."""
        return self._grad  # type: ignore[no-any-return]

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is not None:
            if not isinstance(value, Tensor):
                raise TypeError(
                    f"assigned grad expected to be a Tensor or None but got grad of type {type(value).__name__}"
                )
            if value is self:
                raise RuntimeError("can't assign Variable as its own grad")
            for what, ours, theirs in (
                ("with device", self.device, value.device),
                ("with dtype", self.dtype, value.dtype),
                ("of size", list(self.shape), list(value.shape)),
            ):
                if ours != theirs:
                    raise RuntimeError(
                        f"attempting to assign a gradient {what} '{theirs}' to a tensor {what} '{ours}'; they have to "
                        "be the same"
                    )
        self._grad = value

    @grad.deleter
    def grad(self) -> None:
        self._grad = None

    @property
    def data(self) -> Tensor:
        """The same memory, outside the graph and under a version counter of its own: writes go unnoticed by backward.

        Prefer ``detach()``, which shares the counter.
        """
        return self._alias(AliasStorage(self._storage))

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(value).__name__}")
        if self._tracked and not value.dtype.is_differentiable:
            raise RuntimeError(
                f"data set to a tensor that requires gradients must be floating point, got {value.dtype!r}"
            )
        value._array  # noqa: B018  (brings a view's cached value up to date before it is taken over)
        self._storage, self._path, self._layout = value._storage, value._path, value._layout
        self._raw, self._root = value._raw, value._root
        self._base = None

    def _alias(self, storage: Storage) -> Tensor:
        alias = _new(Tensor)
        alias._storage = storage
        if self._path is not None:
            alias._path, alias._raw, alias._root = self._path, self._raw, self._root
        if self._layout is not None:
            alias._layout = self._layout
        return alias

    def detach(self) -> Tensor:
        """The same memory and version counter, outside the graph."""
        return self._alias(self._storage)

    @property
    def _version(self) -> int:
        """How often the memory was written."""
        return self._storage.version

    def __len__(self) -> int:
        shape = self.shape
        if not shape:
            raise TypeError("len() of a 0-d tensor")
        return shape[0]

    def __hash__(self) -> int:
        return id(self)


def wrap(array: Any, device: Device) -> Tensor:
    """A tensor over a raw array of `device`."""
    tensor = _new(Tensor)
    tensor._storage = device.storage(array, device)
    return tensor
