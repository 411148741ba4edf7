"""Writing into tensors.

Every write is the same three steps on every backend: compute the new value as a recorded functional operation, commit
it (into the shared memory where arrays can be written, as a new array in the storage where they cannot), and hang the
history on the base so that views make theirs anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arraygrad.autograd.modes import grad_enabled
from arraygrad.backend import Device
from arraygrad.creation import tensor
from arraygrad.dispatch import call, caller, cast
from arraygrad.dtypes import can_cast
from arraygrad.lens import overlaps
from arraygrad.namespace import resolve
from arraygrad.op import Op
from arraygrad.storage import LOCK, Storage
from arraygrad.tensor import Tensor, step_node
from arraygrad.views import expand

__all__ = ["assign", "check_leaf", "check_writable", "make_inplace"]


def check_leaf(x: Tensor) -> None:
    """Refuse to change a leaf that requires gradients, or a view of one, where a graph is recorded.

    Raises
    ------
    RuntimeError
        In both cases; the message says which.
    """
    base = x._base
    if grad_enabled():
        if x.requires_grad and x._node is None:
            raise RuntimeError(
                "a leaf Variable that requires grad is being used in an in-place operation. Write inside no_grad(), "
                "or make a new tensor instead."
            )
        if base is not None and base._tracked and base._node is None:
            raise RuntimeError(
                "a view of a leaf Variable that requires grad is being used in an in-place operation. Write inside "
                "no_grad(), or make a new tensor instead."
            )


def check_writable(x: Tensor) -> None:
    """Refuse writes that would spoil a leaf, several elements at once, or memory that was handed in read-only.

    Raises
    ------
    RuntimeError
        In all cases; the message says which.
    """
    check_leaf(x)
    if x._path is not None or x._layout is not None:
        strides, _ = x._strides_offset()
        # Also where only one of the repeated elements is left: there is no way to put it back into the base.
        if any(step.op.put is None for step in x._path or ()) or overlaps(tuple(x.shape), strides):
            raise RuntimeError(
                "unsupported operation: more than one element of the written-to tensor refers to a single memory "
                "location. Please clone() the tensor before performing the operation."
            )
    backend = x._storage.device.backend
    if not backend.writeable(x._storage.array):
        raise RuntimeError(
            "assignment destination is read-only: the tensor shares the memory of a read-only array; clone() it before "
            "writing"
        )


def commit(x: Tensor, value: Any) -> None:
    """Make a raw array of x's shape and dtype the value of x, seen by every tensor over the same storage."""
    storage = x._storage
    scope = storage.device.scope
    with LOCK:
        if scope is None:
            _commit(x, value, storage)
        else:
            with scope():
                _commit(x, value, storage)
        storage.version += 1


def is_overwritten(storage: Storage) -> bool:
    """Whether a write changes the storage's array; otherwise it replaces it."""
    return storage.device.mutable and not storage.kept


def _commit(x: Tensor, value: Any, storage: Storage) -> None:
    device = storage.device
    path = x._path
    if is_overwritten(storage):
        device.backend.write(storage.array if path is None else x._read(), (Ellipsis,), value)
        return
    if device.mutable:
        value = device.backend.copy(value)  # it may be another tensor's memory, or a broadcast
    if path is None:
        storage.array = value
    else:
        parts = [storage.array]
        for step in path[:-1]:
            parts.append(function_of(device, step.op)(parts[-1], *step.params))
        for step, part in zip(reversed(path), reversed(parts), strict=True):
            assert step.op.put is not None
            value = function_of(device, step.op.put)(part, value, *step.params)
        storage.array = value


def function_of(device: Device, op: Op) -> Callable[..., Any]:
    """The raw function of an op on a device."""
    return device.impls.get(op.name) or resolve(device, op)


def rebase(x: Tensor, result: Tensor) -> None:
    """Give x the history of `result`; a view passes it on to its base."""
    base = x._base
    if base is None:
        before = x._node
        x._node, x._tracked = (result._node, True) if result._tracked else (None, False)
        if x._retains and before is not None and before.hooks is not None and x._node is not None:
            x._node.hooked().retain, before.hooks.retain = before.hooks.retain, None  # of the value that x has now
        x._generation += 1
        return
    steps = (x._path or ())[len(base._path or ()) :]
    device = x._storage.device
    edges: list[Any] = [(base._node or base) if base._tracked else None]
    for step in steps[:-1]:
        edges.append(None if edges[-1] is None else step_node(step, step.op, (edges[-1],), device))
    edge: Any = (result._node or result) if result._tracked else None
    for step, before in zip(reversed(steps), reversed(edges), strict=True):
        assert step.op.put is not None
        edge = step_node(step, step.op.put, (before, edge), device)
    base._node, base._tracked = edge, True
    base._generation += 1


def snapshot(x: Tensor) -> Tensor:
    """A tensor with x's present value in memory of its own and x's place in the graph."""
    storage = x._storage
    device = storage.device
    copy = object.__new__(Tensor)
    copy._storage = device.storage(device.backend.copy(x._array) if device.mutable else x._array, device)
    copy._node, copy._tracked = x._node, x._tracked
    return copy


def _level_with(x: Tensor, value: Tensor) -> Tensor:
    """A value that is written into x, with x's batch dimensions.

    Raises
    ------
    RuntimeError
        If the value differs from example to example and x does not.
    """
    device, level = x._storage.device, value._storage.device.level
    if level > device.level:
        raise RuntimeError(
            "vmap: inplace arithmetic(self, *extra_args) is not possible because there exists a Tensor `other` in "
            "extra_args that has more elements than `self`: make `self` with zeros_like or clone of a tensor that has "
            "a batch dimension, or write out of place"
        )
    return device.lift(value) if device.level > level else value


def finish(x: Tensor, result: Tensor, what: str) -> Tensor:
    """Check that `result` fits into x, commit it and rebase x."""
    if result.shape != x.shape:
        raise RuntimeError(
            f"output with shape {list(x.shape)} doesn't match the broadcast shape {list(result.shape)} in {what}"
        )
    result = _level_with(x, result)
    dtype = x.dtype
    if result.dtype is not dtype:
        if not can_cast(result.dtype, dtype):
            raise RuntimeError(
                f"result type {result.dtype!r} can't be cast to the desired output type {dtype!r} in {what}; convert "
                "the tensor first"
            )
        result = cast(result, dtype)
    raw = result._array
    tracked = result._tracked or x._tracked or (x._base is not None and x._base._tracked)
    with LOCK:
        commit(x, raw)
        if tracked and grad_enabled():
            rebase(x, result)
    return x


def make_inplace(op: Op) -> Callable[..., Tensor]:
    """The in-place method of an element-wise op: ``add_`` for ``add``."""
    function = caller(op.name)
    first = next(iter(op.operands), "input")
    # A rule that needs the old value of what is overwritten gets a copy of it.
    keeps_first = op.composite or first in op.saved_names
    keeps_out = "out" in op.saved_names
    name = op.name + "_"

    def method(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        into = self._storage.device.into.get(op.name)
        if into is not None and write_straight(into, self, args, kwargs):
            return self
        check_writable(self)
        recording = grad_enabled()
        operand = snapshot(self) if recording and keeps_first and _any_tracked(self, args) else self
        result: Tensor = function(operand, *args, **kwargs)
        if result is self:
            return self
        finish(self, result, name)
        node = result._node
        if keeps_out and node is not None and node.op is op and node.saved is not None:
            # The result's value now is x's: keep that, so that a later write to x is noticed.
            kept = (self._array, self._storage, self._storage.version)
            node.saved = tuple(
                kept if n == "out" and s.__class__ is tuple else s
                for n, s in zip(op.saved_names, node.saved, strict=True)
            )
        return self

    method.__name__ = method.__qualname__ = name
    method.__doc__ = f"In-place form of `{op.name}`: writes the result into the tensor and returns it."
    return method


def write_straight(into: Callable[..., Any], x: Tensor, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Write an op's result into x's memory without a temporary, if nothing has to be recorded or converted."""
    storage = x._storage
    device = storage.device
    raw = storage.array if x._path is None else x._read()
    recording = grad_enabled()
    base = x._base
    if storage.kept or (x._path is not None and any(step.op.repeats for step in x._path)):
        return False
    if raw.dtype not in device.floating or (recording and (x._tracked or (base is not None and base._tracked))):
        return False
    operands = []
    for a in args:
        if a.__class__ is float or a.__class__ is int:
            operands.append(a)
        elif isinstance(a, Tensor) and a._storage.device is device:
            other = a._array
            if other.dtype is not raw.dtype or (recording and a._tracked):
                return False
            operands.append(other)
        else:
            return False
    try:
        if into(raw, *operands, **kwargs) is NotImplemented:
            return False
    except (ValueError, TypeError):
        return False  # the general path says what is wrong
    storage.version += 1
    return True


def _any_tracked(self: Tensor, args: tuple[Any, ...]) -> bool:
    return self.requires_grad or any(isinstance(a, Tensor) and a.requires_grad for a in args)


def assign(x: Tensor, value: Any, what: str) -> Tensor:
    """Write a tensor or number into x, broadcast to its shape and converted to its device and dtype.

    Raises
    ------
    RuntimeError
        If the shapes do not fit.
    """
    check_writable(x)
    device = x._storage.device
    if not isinstance(value, Tensor):
        value = tensor(value, dtype=x.dtype, device=device)
    elif value._storage.device is not device:
        value = value.to(device)
    value = _level_with(x, cast(value, x.dtype))
    shape, given = x.shape, value.shape
    while len(given) > len(shape) and given[0] == 1:
        value = value.squeeze(0)
        given = value.shape
    if len(given) > len(shape) or any(n not in (1, m) for n, m in zip(reversed(given), reversed(shape), strict=False)):
        raise RuntimeError(
            f"shape mismatch in {what}: value tensor of shape {list(given)} cannot be broadcast to the tensor of shape "
            f"{list(shape)} that is written to"
        )
    if grad_enabled() and (x.requires_grad or value.requires_grad):
        return finish(x, call("overwrite", x, value), what)
    raw = value._array
    if given != shape and not is_overwritten(x._storage):
        raw = expand(value, shape)._array
    commit(x, raw)
    return x
