"""Gives `Tensor` its methods: one per op record that asks for it, and those that are no ops.

Functions are made at first use: a method is a descriptor that replaces itself.
"""

from __future__ import annotations

import builtins
import weakref
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from arraygrad import (
    complex_views,
    creation,
    dtypes,
    fills,
    indexing,
    inplace_views,
    memory,
    memory_views,
    pickling,
    queries,
    transfer,
    views,
)
from arraygrad.autograd import passes
from arraygrad.backend import place_on
from arraygrad.dispatch import SCALARS, call, caller
from arraygrad.formatting import format_scalar, format_tensor
from arraygrad.graph import HookHandle, Hooks, Node, Output
from arraygrad.inplace import assign, make_inplace
from arraygrad.layouts import Layout, sparse_csr, strided
from arraygrad.numpy_face import array_function, array_ufunc
from arraygrad.op import OPS
from arraygrad.sampled import METHODS
from arraygrad.tensor import Tensor
from arraygrad.tensor_types import TensorType
from arraygrad.transfer import to

if TYPE_CHECKING:
    from arraygrad.sparse import SparseCsrTensor, SparseTensor

__all__ = ["install"]


class Lazy:
    """A class attribute that makes a function at first use and puts it in its own place."""

    def __init__(self, name: str, make: Callable[[], Callable[..., Any]]) -> None:
        self.name = name
        self.make = make

    def __get__(self, instance: Any, owner: type) -> Any:
        function = self.make()
        setattr(Tensor, self.name, function)
        return function.__get__(instance, owner)


# -- operators ---------------------------------------------------------------------------------------------------

_BINARY = {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "true_divide", "floordiv": "floor_divide", "mod": "remainder",
    "pow": "pow", "matmul": "matmul", "and": "bitwise_and", "or": "bitwise_or", "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift", "rshift": "bitwise_right_shift",
}  # fmt: skip
_COMPARE = {"eq": "eq", "ne": "ne", "lt": "lt", "le": "le", "gt": "gt", "ge": "ge"}
_UNARY = {"neg": "neg", "pos": "positive", "abs": "abs", "invert": "bitwise_not"}


def _operand(value: Any) -> bool:
    """Whether a value may stand beside a tensor in an operator (else the other object is asked)."""
    return (
        isinstance(value, (Tensor, np.ndarray, np.generic, int, float, complex))
        or value.__class__ in SCALARS
        or (hasattr(value, "__array_namespace__") or hasattr(value, "__jax_array__"))
    )


def _operator(name: str) -> Callable[..., Any]:
    """The function of an operator; a product of matrices promotes an array's dtype, as from the array's side."""
    function = caller(name)
    if name != "matmul":
        return function

    def matmul(x: Any, y: Any) -> Any:
        foreign = isinstance(x, np.ndarray) or isinstance(y, np.ndarray)
        return np.matmul(x, y) if foreign else function(x, y)

    return matmul


def _binary(name: str) -> Callable[..., Any]:
    function = _operator(name)

    def method(self: Any, other: Any) -> Any:
        if other.__class__ is Tensor or other.__class__ in SCALARS or _operand(other):
            return function(self, other)
        return NotImplemented

    return method


def _reflected(name: str) -> Callable[..., Any]:
    function = _operator(name)

    def method(self: Any, other: Any) -> Any:
        if other.__class__ in SCALARS or _operand(other):
            return function(other, self)
        return NotImplemented

    return method


def _augmented(name: str) -> Callable[..., Any]:
    function = make_inplace(OPS[name])

    def method(self: Any, other: Any) -> Any:
        if _operand(other):
            return function(self, other)
        return NotImplemented

    return method


# -- conversions -------------------------------------------------------------------------------------------------


def item(self: Tensor) -> Any:
    """The only element as a Python number.

    Raises
    ------
    RuntimeError
        If there is not exactly one.
    """
    if self.numel() != 1:
        raise RuntimeError(f"a Tensor with {self.numel()} elements cannot be converted to Scalar")
    return _host(self).reshape(()).item()


def tolist(self: Tensor) -> Any:
    """Nested lists of Python numbers; one number for a zero-dimensional tensor."""
    return _host(self).tolist()


def _host(self: Tensor) -> np.ndarray[Any, Any]:
    """The values on the host, wherever the tensor lives: not to be written."""
    device = self._storage.device
    array: np.ndarray[Any, Any] = creation.run(device, device.backend.to_host, self._array)
    return array


def to_bool(self: Tensor) -> bool:
    """Truth of the only element.

    Raises
    ------
    RuntimeError
        If there is not exactly one.
    """
    n = self.numel()
    if n != 1:
        raise RuntimeError(
            f"Boolean value of Tensor with {'no values' if n == 0 else 'more than one value'} is ambiguous; use any() "
            "or all()"
        )
    return builtins.bool(item(self))


def index(self: Tensor) -> int:
    """The only element of an integer tensor, as an index."""
    if self.numel() != 1 or self.dtype.category > 1:
        raise TypeError("only integer tensors of a single element can be converted to an index")
    return int(item(self))


def representation(self: Tensor) -> str:
    """PyTorch's text of a tensor."""
    if self._storage.device.level:
        return repr(self._array)
    return _text(self, "tensor(")


def _text(self: Tensor, prefix: str) -> str:
    device = self.device
    node = self.grad_fn
    return format_tensor(
        _host(self),
        dtype=self.dtype,
        device=None if device.backend.shares_host else str(device),
        grad_fn=None if node is None else node.name(),
        requires_grad=self.requires_grad,
        prefix=prefix,
    )


def formatted(self: Tensor, spec: str) -> str:
    """A zero-dimensional tensor formats as its number."""
    return format_scalar(item(self), spec) if self.ndim == 0 else object.__format__(self, spec)


# -- autograd ----------------------------------------------------------------------------------------------------


def backward(
    self: Tensor,
    gradient: Tensor | None = None,
    retain_graph: builtins.bool | None = None,
    create_graph: builtins.bool = False,
    inputs: Any = None,
) -> None:
    """Sum the gradients of this tensor with respect to the graph's leaves into their ``grad``.

    Parameters
    ----------
    gradient : Tensor, optional
        The vector of the vector-Jacobian product, in the tensor's shape; one for a scalar.
    retain_graph : bool, optional
        Keep what the graph saved, so that it can be walked again.
    create_graph : bool
        Record the pass itself, for derivatives of higher order.
    inputs : Tensor or sequence of Tensor, optional
        Leaves to accumulate into; all by default.

    Raises
    ------
    RuntimeError
        If the tensor does not require gradients, has several elements and no `gradient` is given, a saved value has
        been written to, or the graph has been freed. No gradient has changed then.
    """
    passes.backward(self, gradient, retain_graph, create_graph, inputs)


def requires_grad_(self: Tensor, requires_grad: builtins.bool = True) -> Tensor:
    """Set ``requires_grad`` in place."""
    self.requires_grad = requires_grad
    return self


def detach_(self: Tensor) -> Tensor:
    """Take the tensor itself out of the graph."""
    if self._base is not None:
        raise RuntimeError("Can't detach views in-place. Use detach() instead.")
    self._node, self._tracked = None, False
    return self


def register_hook(self: Tensor, hook: Callable[[Tensor], Tensor | None]) -> HookHandle:
    """Call ``hook(grad)`` whenever the tensor's gradient is computed; it may return another gradient.

    Raises
    ------
    RuntimeError
        If the tensor does not require gradients.
    """
    if not self.requires_grad:
        raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
    node = self._node
    if node is None:
        if self._hooks is None:
            self._hooks = Hooks()
        return HookHandle(self._hooks.on_output, hook)
    return HookHandle(node.hooked().on_output, hook)


def register_post_accumulate_grad_hook(self: Tensor, hook: Callable[[Tensor], None]) -> HookHandle:
    """Call ``hook(tensor)`` after backward has added to a leaf's ``grad``."""
    if not self.requires_grad or self._node is not None:
        raise RuntimeError("post accumulate grad hooks can only be registered on leaf tensors that require gradients")
    if self._hooks is None:
        self._hooks = Hooks()
    return HookHandle(self._hooks.post, hook)


def retain_grad(self: Tensor) -> None:
    """Keep the gradient of a computed tensor in its ``grad`` too."""
    if not self.requires_grad:
        raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
    node = self._node
    if node is None or self._retains:
        return
    self._retains = True
    reference = weakref.ref(self)

    def keep(gradient: Tensor) -> None:
        tensor = reference()
        if tensor is not None:
            kept = gradient if gradient.requires_grad else gradient.clone()
            tensor._grad = kept if tensor._grad is None else tensor._grad + kept

    node.hooked().retain = keep


def _grad_fn(self: Tensor) -> Node | None:
    """The node that made the tensor; None for a leaf."""
    if self._path is not None:
        self._read()
    node = self._node
    return node.edges[0] if isinstance(node, Output) else node


# -- shape and type ----------------------------------------------------------------------------------------------


_TYPE_NAMES = {
    "float32": "FloatTensor", "float64": "DoubleTensor", "float16": "HalfTensor", "bfloat16": "BFloat16Tensor",
    "uint8": "ByteTensor", "int8": "CharTensor", "int16": "ShortTensor", "int32": "IntTensor", "int64": "LongTensor",
    "bool": "BoolTensor", "complex64": "ComplexFloatTensor", "complex128": "ComplexDoubleTensor",
    "uint16": "UInt16Tensor", "uint32": "UInt32Tensor", "uint64": "UInt64Tensor",
}  # fmt: skip


def type_(
    self: Tensor, dtype: dtypes.DType | TensorType | str | None = None, non_blocking: builtins.bool = False
) -> Any:
    """The name of the tensor's kind, such as ``"arraygrad.FloatTensor"``; with an argument, `to` that type.

    A name with a device's type in it, such as ``"torch.cuda.FloatTensor"``, moves the tensor there; other names and
    types leave it where it is.
    """
    if dtype is None:
        device = self.device
        place = "" if device.backend.shares_host else f"{device.type}."
        return f"arraygrad.{place}{_TYPE_NAMES[self.dtype.name]}"
    if isinstance(dtype, str):
        *prefix, last = dtype.split(".")
        names = {text: name for name, text in _TYPE_NAMES.items()}
        if last not in names or len(prefix) > 2:
            raise ValueError(f"invalid type: {dtype!r}")
        return to(self, *prefix[1:], dtypes.DTYPES[names[last]])
    if dtype is Tensor:
        return to(self, dtypes.get_default_dtype())
    if isinstance(dtype, TensorType):
        return to(self, dtype.dtype)
    if not isinstance(dtype, dtypes.DType):
        raise TypeError("dtype must be a type, str, or dtype object")
    return to(self, dtype)


def new(self: Tensor, *data: Any, device: Any = None) -> Tensor:
    """As the constructor `Tensor`, in this tensor's dtype and on its device: of sizes, of a sequence, of nothing."""
    return creation.new(data, self.dtype, device or self.device)


def new_empty_strided(
    self: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    dtype: Any = None,
    device: Any = None,
    requires_grad: builtins.bool = False,
) -> Tensor:
    """As `arraygrad.empty_strided`, in this tensor's dtype and on its device."""
    return memory.empty_strided(
        size, stride, dtype=dtype or self.dtype, device=device or self.device, requires_grad=requires_grad
    )


def new_tensor(
    self: Tensor, data: Any, *, dtype: Any = None, device: Any = None, requires_grad: builtins.bool = False
) -> Tensor:
    """A tensor with a copy of data, in this tensor's dtype and device."""
    kind = dtypes.DTYPES[dtype] if isinstance(dtype, str) else dtype or self.dtype
    return creation.tensor(data, dtype=kind, device=device or self.device, requires_grad=requires_grad)


def _new_filled(name: str) -> Callable[..., Tensor]:
    function = getattr(creation, name)

    def method(
        self: Tensor, size: Any, *args: Any, dtype: Any = None, device: Any = None, requires_grad: builtins.bool = False
    ) -> Tensor:
        made: Tensor = function(
            size, *args, dtype=dtype or self.dtype, device=device or self._storage.device, requires_grad=requires_grad
        )
        return made

    method.__doc__ = f"As `arraygrad.{name}`, in this tensor's dtype and device."
    return method


def contiguous(self: Tensor, memory_format: Any = None) -> Tensor:
    """The tensor itself if its elements lie in row-major order, else a copy that does."""
    return self if views.is_contiguous(self) else call("clone", self)


def copy_(self: Tensor, src: Any, non_blocking: builtins.bool = False) -> Tensor:
    """Write the values of `src`, broadcast, converted and moved as needed, into the tensor."""
    return assign(self, src, "copy_")


def fill_(self: Tensor, value: Any) -> Tensor:
    """Write one value into every element."""
    if isinstance(value, Tensor) and value.ndim:
        raise RuntimeError(f"fill_ only supports 0-dimension value tensor but got tensor with {value.ndim} dimensions.")
    return assign(self, value, "fill_")


def zero_(self: Tensor) -> Tensor:
    """Write zeros."""
    return assign(self, 0, "zero_")


def index_put_(self: Tensor, indices: Sequence[Tensor], values: Tensor, accumulate: builtins.bool = False) -> Tensor:
    """Write (or, with `accumulate`, add) values at index tensors; repeated indices add up when accumulating."""
    _, tensors, dims = indexing.split_key(self, tuple(indices))
    return indexing.put_at(self, tensors, dims, values, accumulate=accumulate)


def index_put(self: Tensor, indices: Sequence[Tensor], values: Tensor, accumulate: builtins.bool = False) -> Tensor:
    """Out-of-place form of ``index_put_``."""
    return index_put_(call("clone", self), indices, values, accumulate)


def where(self: Tensor, condition: Tensor, other: Any) -> Tensor:
    """The tensor's elements where a condition holds, else those of `other`."""
    return call("where", condition, self, other)  # type: ignore[no-any-return]


def polygamma(self: Tensor, n: int) -> Tensor:
    """The n-th derivative of the digamma function."""
    return call("polygamma", n, self)  # type: ignore[no-any-return]


def cpu(self: Tensor) -> Tensor:
    """The tensor on ``"cpu"``."""
    return to(self, "cpu")


def cuda(self: Tensor, device: Any = None) -> Tensor:
    """The tensor on a CUDA device.

    Raises
    ------
    AssertionError
        If there is none.
    """
    return to(self, place_on("cuda", device))


def to_sparse(self: Tensor, sparse_dim: int | None = None, *, layout: Layout | None = None) -> Any:
    """The elements that are not zero; see `arraygrad.sparse`."""
    from arraygrad.sparse import construction

    return construction.to_sparse(self, sparse_dim, layout=layout)


def to_sparse_csr(self: Tensor) -> SparseCsrTensor:
    """The elements of a matrix that are not zero, row by row; see `arraygrad.sparse`."""
    from arraygrad.sparse import construction

    return construction.to_sparse(self, layout=sparse_csr)  # type: ignore[no-any-return]


def sparse_mask(self: Tensor, mask: SparseTensor) -> SparseTensor:
    """The elements that a sparse tensor of the same shape holds."""
    from arraygrad.sparse import construction

    return construction.sparse_mask(self, mask)


def to_dense(self: Tensor, dtype: dtypes.DType | None = None) -> Tensor:
    """The tensor itself, in another dtype if asked for: it holds all its elements."""
    return self if dtype is None else to(self, dtype)


#: DLPack's number for the host's memory.
_HOST = 1


def dlpack(
    self: Tensor,
    *,
    stream: Any = None,
    max_version: Any = None,
    dl_device: Any = None,
    copy: builtins.bool | None = None,
) -> Any:
    """DLPack capsule of the tensor's memory; of a copy on the host if a consumer there asks for what it cannot read.

    Raises
    ------
    BufferError
        If the tensor requires gradients, or a copy is needed and not allowed.
    """
    if self.requires_grad:
        raise BufferError("Can't export tensors that require gradient, use tensor.detach()")
    if max_version is not None and tuple(max_version) < (1, 0):
        max_version = None  # capsules had no version before 1.0
    if self.device.backend.remote and dl_device is not None and int(dl_device[0]) == _HOST:
        if copy is False:
            raise BufferError("a tensor on another device becomes readable by the host as a copy only: use copy=None")
        return np.array(_host(self)).__dlpack__(max_version=max_version)
    return self._array.__dlpack__(stream=stream, max_version=max_version, dl_device=dl_device, copy=copy)


def dlpack_device(self: Tensor) -> Any:
    """DLPack's numbers for the tensor's device."""
    return self._array.__dlpack_device__()


def array_namespace(self: Tensor, /, *, api_version: str | None = None) -> Any:
    """The namespace of the array API standard: `arraygrad.array_api`.

    Raises
    ------
    ValueError
        If another version of the standard is asked for than the namespace follows.
    """
    from arraygrad import array_api

    if api_version not in (None, *array_api.VERSIONS):
        raise ValueError(f"versions {', '.join(array_api.VERSIONS)} of the array API are there, got {api_version!r}")
    return array_api


def to_device(self: Tensor, device: Any, /, *, stream: Any = None) -> Tensor:
    """The tensor on another device; itself if it is there."""
    return to(self, device)


def iterate(self: Tensor) -> Any:
    """The parts along the first dimension."""
    if not self.ndim:
        raise TypeError("iteration over a 0-d tensor")
    return iter(views.unbind(self))


def contains(self: Tensor, value: Any) -> builtins.bool:
    """Whether an element equals `value`."""
    return to_bool((self == value).any())


def share_memory_(self: Tensor) -> Tensor:
    """Move the memory to where other processes can see it: they and this one then see each other's writes.

    Returns
    -------
    Tensor
        The tensor itself. NumPy arrays over the memory it had before share nothing with it from now on.

    Raises
    ------
    RuntimeError
        If the backend has no memory that could be shared: only ``"cpu"`` has.
    """
    from arraygrad.shared_memory import share

    share([self])
    return self


def is_shared(self: Tensor) -> bool:
    """Whether other processes can see the memory: after `share_memory_`, and in a process that was sent the tensor."""
    from arraygrad.shared_memory import is_shared

    return is_shared(self)


def data_ptr(self: Tensor) -> int:
    """Address of the first element, for tensors whose memory the host can see."""
    return int(transfer.numpy(self.detach()).__array_interface__["data"][0])


def storage_offset(self: Tensor) -> int:
    """Offset of the first element in the storage, in elements (virtual: the same on every backend)."""
    return self._strides_offset()[1]


def _varargs(name: str) -> Callable[..., Any]:
    """A method that takes its sizes one by one or as a sequence."""
    function = caller(name)

    def method(self: Tensor, *sizes: Any, **kwargs: Any) -> Any:
        if kwargs:
            return function(self, *sizes, **kwargs)
        return function(self, tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes)

    method.__doc__ = OPS[name].doc
    return method


_CASTS = {
    "float": "float32", "double": "float64", "half": "float16", "bfloat16": "bfloat16", "long": "int64", "int": "int32",
    "short": "int16", "char": "int8", "byte": "uint8", "bool": "bool", "cfloat": "complex64", "cdouble": "complex128",
}  # fmt: skip

_PLAIN: dict[str, Callable[..., Any]] = {
    "__array__": transfer.array,
    "__array_function__": array_function,
    "__array_namespace__": array_namespace,
    "__array_ufunc__": array_ufunc,
    "__bool__": to_bool,
    "__complex__": lambda self: complex(item(self)),
    "__contains__": contains,
    "__copy__": pickling.copy,
    "__deepcopy__": pickling.deepcopy,
    "__dlpack__": dlpack,
    "__dlpack_device__": dlpack_device,
    "__float__": lambda self: float(item(self)),
    "__format__": formatted,
    "__getitem__": indexing.getitem,
    "__index__": index,
    "__int__": lambda self: int(item(self)),
    "__iter__": iterate,
    "__reduce_ex__": lambda self, protocol: pickling.reduce(self),
    "__repr__": representation,
    "__reversed__": lambda self: call("flip", self, (0,)) if self.ndim else self,
    "__setitem__": indexing.setitem,
    **{
        f.__name__: f
        for f in (
            item, tolist, backward, requires_grad_, detach_, register_hook, register_post_accumulate_grad_hook,
            retain_grad, new, new_empty_strided, new_tensor, contiguous, copy_, fill_, zero_, index_put, index_put_,
            cpu, cuda, sparse_mask, to_dense, to_sparse, to_sparse_csr,
            data_ptr, storage_offset, to, to_device, transfer.numpy,
            retain_grad, new_tensor, contiguous, copy_, fill_, zero_, index_put, index_put_, cpu, cuda,
            data_ptr, is_shared, share_memory_, storage_offset, to, to_device, transfer.numpy,
        )
    },
    "type": type_,
    "type_as": lambda self, other: to(self, other.dtype),
    "shares_memory": transfer.share_memory,
    "where": where,
    "polygamma": polygamma,
    **{f"new_{name}": _new_filled(name) for name in ("zeros", "ones", "empty", "full")},
}  # fmt: skip

_PROPERTIES: dict[str, Callable[[Any], Any]] = {
    "grad_fn": _grad_fn,
    "T": lambda self: views.permute(self, tuple(reversed(range(self.ndim)))),
    "mT": views.matrix_transpose,
    "mH": lambda self: call("adjoint", self),
    "real": complex_views.real,
    "imag": complex_views.imag,
    "H": complex_views.conjugate_transpose,
    "itemsize": lambda self: self.dtype.itemsize,
    "nbytes": lambda self: self.dtype.itemsize * self.numel(),
    "is_cuda": lambda self: self.device.type == "cuda",
    "is_cpu": lambda self: self.device.type == "cpu",
    **{
        f"is_{name}": lambda self: False
        for name in ("meta", "mkldnn", "mps", "nested", "quantized", "sparse", "sparse_csr", "xla", "xpu")
    },
    "layout": lambda self: strided,
    "output_nr": lambda self: self._node.index if isinstance(self._node, Output) else 0,
    "retains_grad": lambda self: self._retains and self._node is not None,
}


def _cast(name: str) -> Callable[..., Tensor]:
    dtype = dtypes.DTYPES[name]

    def method(self: Tensor, memory_format: Any = None) -> Tensor:
        return to(self, dtype)

    method.__doc__ = f"The tensor as {name}; itself if it is."
    return method


def install() -> None:
    """Put all methods on `Tensor`."""
    for name, function in (*_PLAIN.items(), *METHODS.items()):
        setattr(Tensor, name, function)
    for name, getter in _PROPERTIES.items():
        setattr(Tensor, name, property(getter))
    for name, dtype in _CASTS.items():
        setattr(Tensor, name, _cast(dtype))
    for module in (views, memory_views):
        for name in module.__all__:
            setattr(Tensor, name, getattr(module, name))
    for module in (fills, inplace_views, queries):
        for name, function in module.METHODS.items():
            setattr(Tensor, name, function)
    for op in OPS.values():
        if "Tensor" in op.faces:
            for name in (op.name, *op.aliases):
                make = _varargs if op.name in _VARARGS else caller
                setattr(Tensor, name, Lazy(name, partial(make, op.name)))
        if op.inplace:
            for name in (op.name, *op.aliases):
                setattr(Tensor, name + "_", Lazy(name + "_", partial(make_inplace, op)))
    for dunder, name in _BINARY.items():
        setattr(Tensor, f"__{dunder}__", Lazy(f"__{dunder}__", partial(_binary, name)))
        if name in OPS and OPS[name].inplace:
            setattr(Tensor, f"__i{dunder}__", Lazy(f"__i{dunder}__", partial(_augmented, name)))
    for dunder, name in (*_BINARY.items(), ("div", "true_divide")):  # PyTorch still has __rdiv__
        setattr(Tensor, f"__r{dunder}__", Lazy(f"__r{dunder}__", partial(_reflected, name)))
    for dunder, name in _COMPARE.items():
        setattr(Tensor, f"__{dunder}__", Lazy(f"__{dunder}__", partial(_binary, name)))
    for dunder, name in _UNARY.items():
        setattr(Tensor, f"__{dunder}__", Lazy(f"__{dunder}__", partial(caller, name)))


#: Ops whose method takes sizes one by one.
_VARARGS = frozenset(("flip", "repeat", "tile"))
