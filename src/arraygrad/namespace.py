"""The two namespaces that bodies and rules are written against.

Both answer to the array API standard's names and to the names of all registered ops: `RawNamespace` with the arrays of
one device, `TensorNamespace` with tensors (so what it does is recorded). A rule cannot tell which one it was given.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from arraygrad.op import OPS, Op

if TYPE_CHECKING:
    from arraygrad.backend import Device

__all__ = ["STANDARD", "RawNamespace", "implementation", "resolve"]

#: The standard's creation functions that take a device.
CREATION = frozenset("arange empty eye full linspace ones zeros".split())

#: The names of the array API standard that bodies and rules may use.
STANDARD = CREATION | frozenset(
    """abs acos acosh add all any argmax argmin argsort asarray asin asinh astype atan atan2 atanh bitwise_and
    bitwise_invert bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor bool broadcast_arrays
    broadcast_to can_cast ceil clip complex128 complex64 concat conj copysign cos cosh count_nonzero
    cumulative_prod cumulative_sum diff divide e empty_like equal exp expand_dims expm1 fft finfo flip float32
    float64 floor floor_divide full_like greater greater_equal hypot iinfo imag inf int16 int32 int64 int8
    isdtype isfinite isin isinf isnan less less_equal linalg log log10 log1p log2 logaddexp logical_and
    logical_not logical_or logical_xor matmul matrix_transpose max maximum mean meshgrid min minimum moveaxis
    multiply nan negative newaxis nextafter nonzero not_equal ones_like permute_dims pi positive pow prod real
    reciprocal remainder repeat reshape result_type roll round searchsorted sign signbit sin sinh sort sqrt
    square squeeze stack std subtract sum take take_along_axis tan tanh tensordot tile tril triu trunc uint16
    uint32 uint64 uint8 unique_all unique_counts unique_inverse unique_values unstack var vecdot where
    zeros_like""".split()
)

#: Members of the backend contract that bodies and rules may call.
MEMBERS = frozenset(("add_at", "concrete", "copy", "read", "write"))


def scoped(scope: Callable[[], AbstractContextManager[Any]], function: Callable[..., Any]) -> Callable[..., Any]:
    """`function`, run inside `scope`."""

    def call(*args: Any, **kwargs: Any) -> Any:
        with scope():
            return function(*args, **kwargs)

    return call


def implementation(device: Device, op: Op) -> Callable[..., Any]:
    """The function of raw arrays that computes an op on a device: the backend's kernel, or the generic body."""
    if device.is_standard and op.standard_body is not None:
        return partial(op.standard_body, device.ns)
    generic = device.backend.fuse(op.name, partial(op.body, device.ns))
    kernel = device.backend.kernels.get(op.name)
    if kernel is None:
        return generic

    def call(*args: Any, **kwargs: Any) -> Any:
        result = kernel(*args, **kwargs)
        return generic(*args, **kwargs) if result is NotImplemented else result

    return call


def resolve(device: Device, op: Op) -> Callable[..., Any]:
    """Find and keep the raw function of an op on a device, called with operands and parameters."""
    function = implementation(device, op)
    if device.scope is not None:
        function = scoped(device.scope, function)
    device.impls[op.name] = function
    return function


class RawNamespace:
    """The namespace of a device's own arrays."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def __getattr__(self, name: str) -> Any:
        device = self._device
        backend = device.backend
        if name in MEMBERS:
            value = getattr(backend, name)
        elif name in CREATION:
            function = getattr(backend.xp, name)
            value = function if device.native is None else partial(function, device=device.native)
        elif name in STANDARD:
            value = getattr(backend.xp, name)
        elif name in OPS:
            value = implementation(device, OPS[name])
        else:
            value = getattr(backend.xp, name)
        self.__dict__[name] = value
        return value
