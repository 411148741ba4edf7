"""Changes of a tensor's own shape: it becomes one of its views, or gets other memory, and stays the same object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from arraygrad import memory_views, views
from arraygrad.autograd.modes import grad_enabled, set_grad_enabled
from arraygrad.creation import empty
from arraygrad.inplace import check_leaf
from arraygrad.lens import contiguous_strides
from arraygrad.tensor import Tensor

__all__ = ["METHODS"]


def _become(x: Tensor, view: Tensor) -> Tensor:
    """Make a tensor one of its own views."""
    check_leaf(x)
    if view is x:
        return x
    if x._base is None and (x._node is not None or not x._tracked):
        # The history stays with what x was until now, to which its other views go on to belong.
        origin: Any = object.__new__(Tensor)
        for name in ("_storage", "_path", "_raw", "_root", "_layout", "_generation", "_node", "_tracked"):
            if name in x.__dict__:
                setattr(origin, name, x.__dict__[name])
        x._base = origin
        x._seen = origin._generation
    x._path, x._raw, x._root = view._path, view._raw, view._root
    if x._node is not None:
        x._node = view._node
    x._storage.version += 1
    return x


def _method(name: str, function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def method(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        # Values stay, so that a history which there is goes on, inside no_grad too.
        with set_grad_enabled(grad_enabled() or not self.is_leaf):
            view = function(self, *args, **kwargs)
        return _become(self, view)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"In-place form of `{name[:-1]}`: the tensor itself becomes the view."
    return method


def resize_(self: Tensor, *sizes: int | Sequence[int], memory_format: Any = None) -> Tensor:
    """Give the tensor another shape, over the same memory if that holds enough elements, else over new memory.

    Elements are taken in row-major order from the tensor's first one on. Where the memory is too short the tensor gets
    new one, with its elements followed by zeros; other views keep the old.

    Raises
    ------
    RuntimeError
        If the tensor requires gradients.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.arange(4).resize_(2)
    tensor([0, 1])
    """
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad: use reshape or clone")
    size = views._sizes(sizes)
    if any(n < 0 for n in size):
        raise RuntimeError(f"resize_: sizes must be non-negative, got {list(size)}")
    total, base = prod(size), self if self._base is None else self._base
    if total <= self.numel() and views.is_contiguous(self):
        return _become(self, self.reshape(-1)[:total].view(size))
    offset = self._strides_offset()[1]
    if base._path is None and base._layout is None and offset + total <= prod(base._array.shape):
        return _become(self, memory_views.as_strided(self, size, contiguous_strides(size), offset))
    longer = empty(total, dtype=self.dtype, device=self.device).zero_()
    longer[: min(total, self.numel())] = self.detach().reshape(-1)[:total]
    self.data = longer.reshape(size)
    return self


def resize_as_(self: Tensor, the_template: Tensor, *, memory_format: Any = None) -> Tensor:
    """`resize_` to the shape of another tensor."""
    return resize_(self, tuple(the_template.shape))


def set_(self: Tensor, source: Tensor | None = None) -> Tensor:
    """Make the tensor share the memory of another, in its shape; without one, it has no elements.

    Raises
    ------
    RuntimeError
        If the tensor requires gradients, or the dtypes differ.
    """
    if source is None:
        source = empty(0, dtype=self.dtype, device=self.device)
    if self.requires_grad:
        raise RuntimeError("set_ is not allowed on a tensor that requires grad")
    if source.dtype is not self.dtype:
        raise RuntimeError(f"Could not set tensor of type {source.dtype!r} to a tensor of type {self.dtype!r}")
    self.data = source
    return self


#: Methods of tensors.
METHODS: dict[str, Callable[..., Tensor]] = {
    **{
        f"{name}_": _method(f"{name}_", function)
        for name, function in (
            ("as_strided", memory_views.as_strided),
            ("squeeze", views.squeeze),
            ("swapaxes", views.transpose),
            ("swapdims", views.transpose),
            ("t", views.t),
            ("transpose", views.transpose),
            ("unsqueeze", views.unsqueeze),
        )
    },
    "resize_": resize_,
    "resize_as_": resize_as_,
    "set_": set_,
}
