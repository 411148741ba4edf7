"""Tensors that hide a batch dimension, for `vmap`.

Inside `vmap` a tensor lives on a device of its own kind, whose "arrays" are tensors of the level below with one more
dimension in front. Its shape is that of one example. An op on it is computed by a rule (`arraygrad.batching.rules`) as
an op on the tensors below, or, where there is no rule, for one example after the other. Graph, views and writes need
nothing of their own: they work over this device as over any other. As ops on the tensors below are ordinary ones,
levels nest, and the graph of an outer derivative is recorded below while that of an inner one is recorded above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar, Token
from typing import Any

from arraygrad import creation, views
from arraygrad.autograd.modes import is_grad_enabled, set_grad_enabled
from arraygrad.backend import Backend, Device
from arraygrad.dtypes import DTYPES, DType
from arraygrad.namespace import CREATION
from arraygrad.op import OPS
from arraygrad.storage import Storage
from arraygrad.tensor import Tensor, wrap

__all__ = ["Batched", "Level", "innermost"]

_innermost: ContextVar[Level | None] = ContextVar("arraygrad_vmap_level", default=None)


def innermost() -> Level | None:
    """The level of the innermost `vmap` that is running, or None."""
    return _innermost.get()


class Batched:
    """What stands for an array on a batch device: a tensor of the level below.

    Attributes
    ----------
    tensor : Tensor
    batched : bool
        Whether its first dimension is the batch; else every example has the same values.
    """

    __slots__ = ("batched", "tensor")

    def __init__(self, tensor: Tensor, batched: bool) -> None:
        self.tensor = tensor
        self.batched = batched

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one example."""
        shape = tuple(self.tensor.shape)
        return shape[1:] if self.batched else shape

    @property
    def ndim(self) -> int:
        """Number of dimensions of one example."""
        return len(self.shape)

    @property
    def dtype(self) -> DType:
        """Type of the elements."""
        return self.tensor.dtype

    def __repr__(self) -> str:
        return f"BatchedTensor(bdim={0 if self.batched else None}, value=\n    {self.tensor!r}\n)"


class _Kernels(Mapping[str, Callable[..., Any]]):
    """A function of batched arrays for every op, made when it is asked for."""

    def __init__(self, level: Level) -> None:
        self._level = level

    def __getitem__(self, name: str) -> Callable[..., Any]:
        from arraygrad.batching.rules import batched_function

        return batched_function(OPS[name], self._level)

    def __iter__(self) -> Iterator[str]:
        return iter(OPS)

    def __len__(self) -> int:
        return len(OPS)

    def __contains__(self, name: object) -> bool:
        return name in OPS


class BatchBackend(Backend):
    """The contract over batched arrays: they are immutable, and no value of theirs is one number."""

    name = "batch"

    def __init__(self, level: Level, public: Device) -> None:
        self._public = public
        self._kernels = _Kernels(level)
        self.device_type = public.type  # type: ignore[misc]

    @property
    def array_type(self) -> type:
        return Batched

    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        return self._kernels

    def concrete(self, array: Any) -> bool:
        return False

    def from_host(self, array: Any, native: Any, *, copy: bool) -> Any:
        return Batched(creation.tensor(array, device=self._public), False)

    def to_host(self, array: Any) -> Any:
        raise RuntimeError(
            "vmap: It looks like you're calling .item() on a Tensor, or attempting to use a Tensor in some "
            "data-dependent control flow: a tensor inside vmap stands for many values. Use where() to choose by value"
        )

    def copy(self, array: Any) -> Any:
        return Batched(array.tensor.clone(), array.batched)


class _Constructors:
    """The constructors of the namespace on a batch device: the same values for every example."""

    def __init__(self, public: Device) -> None:
        self._public = public

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in CREATION:
            raise AttributeError(name)
        function = getattr(creation, name)
        return lambda *args, **kwargs: Batched(function(*args, device=self._public, **kwargs), False)


class BatchDevice(Device):
    """The device of tensors that hide the batch dimension of a level; `public` is where their values are."""

    @staticmethod
    def over(public: Device, level: Level) -> BatchDevice:
        """The device of one level over a place."""
        self = object.__new__(BatchDevice)
        self.type, self.place, self.index, self._text = public.type, public.place, public.index, str(public)
        self.backend, self.native, self.mutable, self.array_type = BatchBackend(level, public), None, False, Batched
        self.scope, self.into, self.impls, self.storage = None, {}, {}, Storage
        self.ns, self.public = _Constructors(public), public
        self._raw = {dtype: dtype for dtype in DTYPES.values() if dtype in public._raw}
        self._dtypes = dict(self._raw)
        self.floating = frozenset(dtype for dtype in self._raw if dtype.category >= 2)
        self.unordered = frozenset()  # the ops below refuse what they do not take
        self.level, self.lift = level.depth, level.lift
        self.__dict__["standard"] = self
        return self


class Level:
    """One `vmap` that is running: as a context manager, for the time of the call.

    Parameters
    ----------
    size : int
        Number of examples.
    randomness : {"error", "different", "same"}
        What random numbers are drawn inside.
    """

    def __init__(self, size: int, randomness: str) -> None:
        self.size = size
        self.randomness = randomness
        self.outer = _innermost.get()
        self.depth: int = 1 if self.outer is None else self.outer.depth + 1
        #: Whether ops on the tensors below are recorded, where that is not for the present grad mode to say.
        self.recorded_below: bool | None = None
        self._devices: dict[Device, BatchDevice] = {}
        self._tokens: list[Token[Level | None]] = []

    def __enter__(self) -> Level:
        self._tokens.append(_innermost.set(self))
        return self

    def __exit__(self, *exc: object) -> None:
        _innermost.reset(self._tokens.pop())

    def below(self) -> _Below:
        """Context of the level below, for ops on its tensors."""
        return _Below(self)

    def _wrap(self, tensor: Tensor, batched: bool) -> Tensor:
        public = tensor.device
        device = self._devices.get(public)
        if device is None:
            device = self._devices[public] = BatchDevice.over(public, self)
        return wrap(Batched(tensor, batched), device)

    def batched(self, tensor: Tensor, dim: int = 0) -> Tensor:
        """A tensor of this level, whose examples are the parts of `tensor` along a dimension."""
        with self.below():
            return self._wrap(views.movedim(tensor, dim, 0) if dim else tensor, True)

    def lift(self, tensor: Tensor) -> Tensor:
        """A tensor of this level that has the values of `tensor` in every example; itself if it is one.

        Raises
        ------
        RuntimeError
            If it belongs to another `vmap` that is not around this one.
        """
        depth = tensor._storage.device.level
        if depth == self.depth and tensor._storage.device is self._devices.get(tensor.device):
            return tensor
        if depth >= self.depth:
            raise RuntimeError("a tensor that was made inside vmap has been kept and used after the call has ended")
        return self._wrap(tensor, False)

    def drawn(self, shape: tuple[int, ...], draw: Callable[[tuple[int, ...]], Tensor]) -> Tensor:
        """Random numbers of a shape, as the level's randomness has it; `draw` makes them on the level below.

        Raises
        ------
        RuntimeError
            If the level forbids random numbers.
        """
        if self.randomness == "error":
            raise RuntimeError(
                "vmap: called random operation while in randomness error mode. Please either use the 'same' or "
                "'different' randomness flags on vmap or perform the randomness operation out of vmap"
            )
        with self.below():
            if self.randomness == "same":
                return draw(shape)
            return self._wrap(draw((self.size, *shape)), True)

    def unbatched(self, tensor: Tensor, dim: int | None = 0) -> Tensor:
        """The tensor below with all examples along `dim`; with None, which only what is not batched can have, without.

        Raises
        ------
        ValueError
            If `dim` is None and the examples differ.
        """
        inner = self.lift(tensor)._array
        with self.below():
            if dim is None:
                if inner.batched:
                    raise ValueError("can not return a BatchedTensor when out_dim is None")
                return inner.tensor  # type: ignore[no-any-return]
            full = expanded(inner, self.size)
            return views.movedim(full, 0, dim) if dim else full


class _Below:
    """The level below: its `vmap` is the innermost, and its grad mode is in effect."""

    def __init__(self, level: Level) -> None:
        self._level = level

    def __enter__(self) -> None:
        level = self._level
        self._token = _innermost.set(level.outer)
        self._mode = None
        if level.recorded_below is not None and level.recorded_below != is_grad_enabled():
            self._mode = set_grad_enabled(level.recorded_below)

    def __exit__(self, *exc: object) -> None:
        _innermost.reset(self._token)
        if self._mode is not None:
            self._mode.__exit__(*exc)


def expanded(array: Batched, size: int) -> Tensor:
    """The tensor below with a batch dimension in front, made if there is none."""
    return array.tensor if array.batched else views.expand(array.tensor, (size, *array.tensor.shape))
