"""What a backend offers, where backends are found, and devices.

A backend is an adapter over one array library. It is found by an entry point in the group ``arraygrad.backends`` whose
name is a device type (``"cpu"``, ``"jax"``, ...), and in no other way. The adapter module is imported when a device or
an array asks for it, and the library itself when the first device is made.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from arraygrad.dtypes import DTYPES, DType
from arraygrad.storage import KeepingStorage, Storage

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "Backend",
    "Device",
    "absence",
    "available",
    "backend_names",
    "default_device",
    "device_of",
    "place_on",
    "set_current",
    "set_default_device",
]

#: A backend's own array object; what it is exactly, only the backend knows.
RawArray = Any


class Backend:
    """The contract. Subclass it, override what the library does differently, and register an instance.

    Everything that the array API standard defines is reached through `xp`; the members here are what it lacks. The
    bodies given are the generic meaning over the standard; a backend overrides them for speed or because its arrays are
    immutable.
    """

    #: Name of the backend, such as ``"numpy"``.
    name: ClassVar[str]
    #: Device type of its tensors, such as ``"cpu"``: the first part of a device string.
    device_type: ClassVar[str]
    #: Top-level modules that hold the library's array classes; an array is offered to `owns` only if one is loaded.
    libraries: ClassVar[tuple[str, ...]]
    #: Whether arrays can be written in place, seen through every view of the same memory.
    mutable: ClassVar[bool] = False
    #: Whether `to_host` gives the memory itself, writable, and `from_host` can take it over.
    shares_host: ClassVar[bool] = False
    #: Whether arrays live where the host cannot read them without a transfer.
    remote: ClassVar[bool] = False

    # -- presence ------------------------------------------------------------------------------------------------
    def available(self) -> str | None:
        """None if the backend can be used, else one line: why not, and what to type."""
        return None

    @property
    def xp(self) -> Any:
        """The array API namespace of the library."""
        raise TypeError(f"backend {self.name!r} does not define its array namespace `xp`")

    @property
    def array_type(self) -> type:
        """The class of concrete arrays: what operations return when nothing is being traced."""
        raise TypeError(f"backend {self.name!r} does not define `array_type`")

    def owns(self, array: object) -> bool:
        """Whether `array` is an array of this backend (tracers of a compiler included)."""
        return isinstance(array, self.array_type)

    def concrete(self, array: RawArray) -> bool:
        """Whether the values of `array` are known now: false for a tracer, while a compiler looks at the program."""
        return True

    # -- devices -------------------------------------------------------------------------------------------------
    def resolve_device(self, place: str) -> tuple[str, Any]:
        """Canonical place and native device for the part of a device string after the type (may be empty).

        Raises
        ------
        RuntimeError
            If there is no such place.
        """
        if place not in ("", "0"):
            raise RuntimeError(f"Invalid device string: '{self.device_type}:{place}': there is one {self.name} device")
        return "", None

    def places(self) -> list[str]:
        """Canonical places of all devices."""
        return [""]

    def place_of(self, array: RawArray) -> str:
        """Canonical place of the device that holds `array`."""
        return ""

    def scope(self, native: Any) -> Callable[[], AbstractContextManager[Any]] | None:
        """A context in which every call of the library has to run, or None if there is no need for one."""
        return None

    def synchronize(self, native: Any) -> None:
        """Wait until all work that was given to the device is done."""

    def properties(self, native: Any) -> Mapping[str, Any]:
        """What the library knows of a device: its ``"name"``, and ``"total_memory"`` in bytes, ``"major"`` and
        ``"minor"`` number of its capability, ``"multi_processor_count"``; what it does not know is left out."""
        return {"name": self.name}

    def memory(self, native: Any) -> Mapping[str, int]:
        """Bytes on a device: ``"allocated"`` to arrays and ``"reserved"`` by the library, both also at most, with
        ``"_peak"`` behind the word, ``"free"`` and ``"total"``; what the library does not count is left out."""
        return {}

    def reset_peaks(self, native: Any) -> None:
        """Begin to count the peaks of `memory` here and now."""

    def release_memory(self, native: Any) -> None:
        """Give memory that the library keeps for reuse back to the device."""

    def stream(self, native: Any, priority: int | None = None) -> Any:
        """A new queue of work with a priority, or, without one, the default queue of the device.

        It has ``synchronize()``, ``record(event)``, ``wait_event(event)``, ``use()`` and ``done``, and work goes to it
        in a ``with`` block.
        """
        from arraygrad.queues import Queue

        return Queue(self, native)

    def current_stream(self, native: Any) -> Any:
        """The queue that work goes to now."""
        return self.stream(native)

    def event(self, *, timing: bool, blocking: bool) -> Any:
        """A mark for queues, with ``record(stream)``, ``synchronize()`` and ``done``."""
        from arraygrad.queues import Mark

        return Mark()

    def elapsed(self, start: Any, end: Any) -> float:
        """Milliseconds between two events with `timing`."""
        return 1e3 * float(end.time - start.time)

    # -- transfer and sharing ------------------------------------------------------------------------------------
    def from_host(self, array: np.ndarray, native: Any, *, copy: bool) -> RawArray:
        """An array on `native` with the values and dtype of a NumPy array; its memory itself if `copy` is false and
        `shares_host` holds."""
        raise TypeError(f"backend {self.name!r} does not define `from_host`")

    def to_host(self, array: RawArray) -> np.ndarray:
        """A NumPy array with the values: the memory itself if `shares_host`, else a read-only snapshot."""
        raise TypeError(f"backend {self.name!r} does not define `to_host`")

    def transfer(self, array: RawArray, native: Any) -> RawArray:
        """The array on another device of this backend."""
        return array

    def asarray(self, value: Any, native: Any) -> RawArray:
        """Bring what a function of the library returned (a scalar, a subclass) into the form of `array_type`."""
        return value

    def copy(self, array: RawArray) -> RawArray:
        """A fresh, contiguous array with the same values."""
        return self.xp.asarray(array, copy=True)

    def contiguous(self, array: RawArray) -> RawArray:
        """The array itself if its elements lie in row-major order, else a copy that does."""
        return array

    def strides(self, array: RawArray) -> tuple[int, ...] | None:
        """Strides in elements if the layout can be anything but row-major, else None."""
        return None

    def owns_memory(self, array: RawArray) -> bool:
        """Whether the array's memory is its own, writable and row-major (not a view or a broadcast)."""
        return not self.mutable

    def writeable(self, array: RawArray) -> bool:
        """Whether `write` may change the values (false for memory that was handed in read-only)."""
        return True

    def shares_memory(self, a: RawArray, b: RawArray) -> bool:
        """Whether two arrays overlap in memory."""
        return a is b

    # -- writing -------------------------------------------------------------------------------------------------
    def read(self, array: RawArray, key: tuple[Any, ...]) -> RawArray:
        """``array[key]`` where each entry of `key` is a full slice or an array of integers, counted from the front and
        in range; result dimensions as NumPy orders them."""
        return array[key]

    def write(self, array: RawArray, key: Any, value: Any) -> RawArray:
        """``array[key] = value``: in place if `mutable` (returning `array`), else as a new array. `key` is as for
        `read`, or basic: integers, slices, None and an Ellipsis."""
        array[key] = value
        return array

    def add_at(self, array: RawArray, key: Any, value: Any) -> RawArray:
        """``array[key] += value`` with `key` as for `read` and repeated indices adding up; in place if `mutable`,
        else as a new array."""
        raise TypeError(f"backend {self.name!r} does not define `add_at`")

    # -- random numbers, compilation, kernels --------------------------------------------------------------------
    def random_bits(
        self, native: Any, key: tuple[int, int], counter: int, n: int, *, width: Literal[64, 32] = 64
    ) -> RawArray:
        """`n` 64-bit words of the Philox4x64-10 stream `key` after its first `counter` blocks of four words; the same
        on every backend. With `width` 32 each word is handed out as two uint32 halves, the low one first."""
        from arraygrad.philox import random_bits

        return random_bits(self.xp, key, counter, n, device=native, width=width)

    def compile(self, function: Callable[..., Any]) -> Callable[..., Any] | None:
        """A compiled form of a pure function of raw arrays, or None if the library has no compiler."""
        return None

    def fuse(self, name: str, body: Callable[..., Any]) -> Callable[..., Any]:
        """The generic body of the op `name` in the form in which it is called: as it is, or compiled as a whole. The
        annotations of its parameters say which are arrays."""
        return body

    @property
    def kernels(self) -> Mapping[str, Callable[..., Any]]:
        """Fast bodies by the name of the op. A kernel takes the op's raw operands and parameters; it may return
        ``NotImplemented`` (the generic body then runs) but may not mean something else."""
        return {}

    @property
    def into(self) -> Mapping[str, Callable[..., Any]]:
        """Functions ``into[op](out, *operands, **parameters)`` that write an op's result into its first operand, a
        floating point array, where arrays can be written. One may return ``NotImplemented`` before it has written
        anything."""
        return {}


def absence(library: str, install: str) -> str | None:
    """None if a library can be imported, else one line: what is wrong, and what to type.

    Parameters
    ----------
    library : str
        Name of the module, such as ``"jax"``.
    install : str
        What to give to ``pip install``.
    """
    if library in sys.modules and sys.modules[library] is not None:
        return None
    try:
        importlib.import_module(library)
    except ModuleNotFoundError as error:
        if error.name == library:
            return f"{library} is not installed: pip install {install}"
        return f"{library} is installed but lacks {error.name}: pip install --upgrade {install}"
    except Exception as error:  # whatever a broken installation raises, the answer is one line
        lines = [line.strip() for line in str(error).splitlines() if line.strip(" =-")]
        what = f"{type(error).__name__}: {lines[-1]}" if lines else type(error).__name__
        return f"{library} is installed but cannot be imported ({what}): pip install --force-reinstall {install}"
    return None


# -- the registry ------------------------------------------------------------------------------------------------

_loaded: dict[str, Backend] = {}
_owners: dict[type, Backend] = {}


def _entry_points() -> dict[str, Any]:
    global _found
    if _found is None:
        from importlib.metadata import entry_points

        _found = {e.name: e for e in entry_points(group="arraygrad.backends")}
    return _found


_found: dict[str, Any] | None = None


def backend_names() -> list[str]:
    """Names under which backends are registered; each can begin a device string."""
    return sorted(_entry_points())


def find(name: str) -> Backend:
    """The adapter registered under a name. Its library may still be absent: see `available`."""
    backend = _loaded.get(name)
    if backend is None:
        entry = _entry_points().get(name)
        if entry is None:
            raise RuntimeError(
                f"Expected one of {', '.join(backend_names())} device type at start of device string: {name}"
            )
        backend = _loaded[name] = entry.load()
    return backend


def available(name: str) -> str | None:
    """None if the backend can be used here, else one line that says why not and what to type.

    Parameters
    ----------
    name : str
        A registered name, such as ``"jax"``.

    Examples
    --------
    >>> from arraygrad.backend import available
    >>> print(available("cpu"))
    None
    """
    try:
        return find(name).available()
    except Exception as error:  # a stranger's adapter may fail in any way; the answer is that one line
        return f"backend {name!r} cannot be loaded: {type(error).__name__}: {error}"


def owner(array: object) -> Backend | None:
    """The backend that an array belongs to, or None."""
    cls = type(array)
    backend = _owners.get(cls)
    if backend is None:
        for name in _entry_points():
            try:
                candidate = find(name)
            except Exception:  # a stranger's adapter that fails to load owns nothing; `available` says why
                continue
            loaded = any(library in sys.modules for library in candidate.libraries)
            if loaded and available(name) is None and candidate.owns(array):
                backend = _owners[cls] = candidate
                break
    return backend


# -- devices -----------------------------------------------------------------------------------------------------

_devices: dict[str, Device] = {}


class Device:
    """Where a tensor lives: a backend and a place in it.

    ``device("cpu")`` is NumPy, ``device("cuda:0")`` CuPy, ``device("jax")``, ``device("jax:gpu:0")``, ... One object
    per device. As a context manager it makes itself the default of the constructors in its block.

    Parameters
    ----------
    spec : str or Device
        A device string ``"type"`` or ``"type:place"``.
    index : int, optional
        Index to append to the string.

    Attributes
    ----------
    type : str
        First part of the string.
    index : int or None
        Last part, if it is a number.

    Raises
    ------
    RuntimeError
        If no backend has the name, the backend cannot be used here, or it has no such place. The message says what
            to do.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.device("cpu")
    device(type='cpu')
    """

    type: str
    index: int | None
    place: str
    backend: Backend
    native: Any
    mutable: bool
    array_type: Any
    floating: frozenset[Any]
    #: The raw types that ops which need an order refuse; none under the standard's rules: there the library decides.
    unordered: frozenset[Any]
    ns: Any
    scope: Callable[[], AbstractContextManager[Any]] | None
    impls: dict[str, Callable[..., Any]]
    into: Mapping[str, Callable[..., Any]]
    #: What makes the storages of results.
    storage: Callable[[Any, Device], Any]
    #: The device as users know it: itself, but for the twin that `standard` gives.
    public: Device
    #: Whether operations follow the array API standard where PyTorch departs from it.
    is_standard: bool = False
    #: How many batch dimensions the tensors on this device hide (inside `vmap`).
    level: int = 0
    #: Of a device with a level: makes a tensor of it out of one of a lower level.
    lift: Callable[[Any], Any]
    _text: str

    def __new__(cls, spec: str | Device, index: int | None = None) -> Device:
        if isinstance(spec, Device):
            return spec
        if not isinstance(spec, str):
            raise TypeError(f"device(): argument must be a string or a device, got {spec.__class__.__name__}")
        text = spec if index is None else f"{spec}:{index}"
        known = _devices.get(text)
        return known if known is not None else cls._resolve(text)

    @classmethod
    def _resolve(cls, text: str) -> Device:
        name, _, place = text.partition(":")
        backend = find(name)
        reason = backend.available()
        if reason is not None:
            raise RuntimeError(f"device {text!r} cannot be used: {reason}")
        place, native = backend.resolve_device(place)
        canonical = f"{backend.device_type}:{place}" if place else backend.device_type
        self = _devices.get(canonical)
        if self is None:
            self = object.__new__(cls)
            self.type, self.place, self.backend, self.native = backend.device_type, place, backend, native
            tail = place.rpartition(":")[2]
            self.index = int(tail) if tail.isdigit() else None
            self.mutable, self.array_type = backend.mutable, backend.array_type
            self.scope = backend.scope(native)
            self.into = backend.into if backend.mutable and self.scope is None else {}
            self.impls, self._text = {}, canonical
            self._raw, self._dtypes = {}, {}
            for dtype in DTYPES.values():
                raw = getattr(backend.xp, dtype.name, None)
                if raw is not None:
                    raw = backend.xp.zeros((), dtype=raw).dtype if self.scope is None else self._scoped_dtype(raw)
                    self._raw[dtype], self._dtypes[raw] = raw, dtype
            self.floating = frozenset(raw for raw, dtype in self._dtypes.items() if dtype.category >= 2)
            self.unordered = frozenset(raw for raw, dtype in self._dtypes.items() if dtype.is_complex)
            from arraygrad.namespace import RawNamespace

            self.ns, self.storage, self.public = RawNamespace(self), Storage, self
            _devices[canonical] = self
        _devices[text] = self
        return self

    _raw: dict[DType, Any]
    _dtypes: dict[Any, DType]

    @cached_property
    def standard(self) -> Device:
        """The same place under the rules of the array API standard: the device of storages made through that face.

        Zero-dimensional operands count in promotion, ops have the body that was declared for the standard, and a write
        leaves alone what the graph saved.
        """
        from arraygrad.namespace import RawNamespace

        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.__dict__["standard"] = twin
        twin.is_standard, twin.storage, twin.impls = True, KeepingStorage, {}
        twin.unordered = frozenset()
        twin.ns = RawNamespace(twin)
        return twin

    def _scoped_dtype(self, raw: Any) -> Any:
        assert self.scope is not None
        with self.scope():
            return self.backend.xp.zeros((), dtype=raw).dtype

    def dtype(self, raw: Any) -> DType:
        """Our data type for the backend's own.

        Raises
        ------
        TypeError
            If the backend's type has no counterpart.
        """
        try:
            return self._dtypes[raw]
        except KeyError:
            raise TypeError(f"can't use elements of type {raw}: supported types are {', '.join(DTYPES)}") from None

    def raw_dtype(self, dtype: DType) -> Any:
        """The backend's own data type for ours.

        Raises
        ------
        TypeError
            If the backend does not have the type.
        """
        try:
            return self._raw[dtype]
        except KeyError:
            if not isinstance(dtype, DType):
                raise TypeError(f"dtype must be an arraygrad data type, got {dtype!r}") from None
            raise TypeError(f"{dtype!r} is not supported on device '{self}': {self.backend.name} lacks it") from None

    def __enter__(self) -> Device:
        _default.set((self, _default.get()))
        return self

    def __exit__(self, *exc: object) -> None:
        entered = _default.get()
        _default.set(entered and entered[1])

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        if not self.place:
            return f"device(type='{self.type}')"
        if self.place == str(self.index):
            return f"device(type='{self.type}', index={self.index})"
        return f"device(type='{self.type}', place='{self.place}')"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return (getattr, (self.public, "standard")) if self.is_standard else (Device, (self._text,))


#: The default device and, inside a ``with`` block, what was there before it: in the context, not on the device, so that
#: threads which enter the same device do not meet.
_default: ContextVar[tuple[Device, Any] | None] = ContextVar("arraygrad_default_device", default=None)


def default_device() -> Device:
    """The device that constructors use when none is asked for.

    It is the innermost ``with device(...)`` block's, else the one of `set_default_device`, else that of the environment
    variable ``ARRAYGRAD_DEVICE``, else ``"cpu"``.
    """
    chosen = _default.get()
    return chosen[0] if chosen is not None else _process_default()


_process: list[Device] = []


def _process_default() -> Device:
    if not _process:
        import os

        _process.append(Device(os.environ.get("ARRAYGRAD_DEVICE") or "cpu"))
    return _process[0]


def set_default_device(device: str | Device | None) -> None:
    """Set the default device of this context (thread or asynchronous task); None goes back to the process's default.

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.set_default_device("cpu")
    >>> ag.zeros(1).device
    device(type='cpu')
    """
    _default.set(None if device is None else (Device(device), None))


def set_current(device: Device) -> None:
    """Have the bare type of a device, such as ``"cuda"``, mean this place from now on, in the whole process."""
    for name in (*backend_names(), device.type):
        if find(name) is device.backend:
            _devices[name] = device


def place_on(device_type: str, spec: str | int | Device | None = None) -> Device:
    """The device of a type that a number, a string or a device stands for; the current one for None.

    Raises
    ------
    AssertionError
        If devices of this type cannot be used here. The message says what to do.
    ValueError
        If `spec` is of another type.
    """
    reason = available(device_type)
    if reason is not None:
        raise AssertionError(f"there is no {device_type} device: {reason}")
    device = Device(device_type if spec is None else f"{device_type}:{spec}" if isinstance(spec, int) else spec)
    if device.type != device_type:
        raise ValueError(f"Expected a {device_type} device, but got: {device}")
    return device


def device_of(array: RawArray) -> Device:
    """The device of a backend's array.

    Raises
    ------
    TypeError
        If no backend knows the array.
    """
    backend = owner(array)
    if backend is None:
        raise TypeError(f"no backend knows arrays of type {type(array).__module__}.{type(array).__name__}")
    place = backend.place_of(array)
    return Device(f"{backend.device_type}:{place}" if place else backend.device_type)
