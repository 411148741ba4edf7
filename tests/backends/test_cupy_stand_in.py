"""The CuPy adapter over a stand-in for CuPy with two devices, made of NumPy: its own logic, where there is no GPU."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from arraygrad_cupy.backend import CupyBackend

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's CuPy adapter")

#: Types that cupyx.scatter_add takes.
ATOMIC = "iILQefdFD"


class CUDARuntimeError(RuntimeError):
    pass


class Pool:
    """Memory of one device: what arrays take, and what is kept."""

    def __init__(self, cuda, id):
        self.cuda, self.id, self.used, self.total = cuda, id, 0, 0

    def used_bytes(self):
        return self.used

    def total_bytes(self):
        return self.total

    def free_all_blocks(self):
        self.total = self.used

    def malloc(self, size):
        self.used += size
        self.total = max(self.total, self.used)
        for hook in self.cuda.hooks:
            hook.malloc_postprocess(device_id=self.id, size=size, mem_size=size, mem_ptr=1, pmem_id=1)

    def free(self, size):
        self.used -= size
        for hook in self.cuda.hooks:
            hook.free_postprocess(device_id=self.id, mem_size=size, mem_ptr=1, pmem_id=1)


class Stream:
    null = SimpleNamespace(priority=0, done=True)

    def __init__(self, non_blocking, priority):
        self.non_blocking, self.priority, self.done = non_blocking, priority, False


class Event:
    def __init__(self, block, disable_timing):
        self.block, self.disable_timing, self.time = block, disable_timing, 0.0


class Cuda:
    """Two devices, one of them current."""

    def __init__(self):
        self.count, self.current, self.error = 2, 0, None
        self.runtime = SimpleNamespace(
            getDeviceCount=self.get_device_count,
            getDevice=lambda: self.current,
            getDeviceProperties=lambda id: {
                "name": b"stand-in", "major": 9, "minor": id, "totalGlobalMem": 100, "multiProcessorCount": 4
            },
            CUDARuntimeError=CUDARuntimeError,
        )  # fmt: skip
        self.pools, self.hooks = (Pool(self, 0), Pool(self, 1)), []
        self.get_current_stream = lambda id: Stream.null
        self.get_elapsed_time = lambda start, end: end.time - start.time
        self.Stream, self.Event = Stream, Event
        cuda = self

        class MemoryHook:
            def __enter__(self):
                cuda.hooks.append(self)
                return self

        self.MemoryHook = MemoryHook

        class Device:
            def __init__(self, id):
                self.id = id

            def __enter__(self):
                self.previous, cuda.current = cuda.current, self.id
                return self

            def __exit__(self, *exc):
                cuda.current = self.previous

            def __eq__(self, other):
                return self.id == other.id

            def synchronize(self):
                pass

            @property
            def mem_info(self):
                return 100 - cuda.pools[self.id].total, 100

        class ndarray(np.ndarray):
            device = None

            def __array_finalize__(self, source):
                self.device = getattr(source, "device", None) or Device(cuda.current)

        self.Device, self.ndarray = Device, ndarray

    def get_device_count(self):
        if self.error:
            raise CUDARuntimeError(self.error)
        return self.count


@pytest.fixture
def cuda(monkeypatch):
    cuda = Cuda()

    def array(x, order=None):
        made = np.array(x, order=order, subok=False).view(cuda.ndarray)
        made.device = cuda.Device(cuda.current)
        return made

    def scatter_add(x, key, value):
        if x.dtype.char not in ATOMIC:
            raise TypeError(f"scatter_add does not take {x.dtype}")
        np.add.at(x, key, value)

    cupy, cupyx, compat = ModuleType("cupy"), ModuleType("cupyx"), ModuleType("array_api_compat")
    cupy.cuda, cupy.ndarray, cupy.array = cuda, cuda.ndarray, array
    cupy.asarray = lambda x: x if isinstance(x, cuda.ndarray) else array(x)
    cupy.asnumpy = lambda x: np.array(x, subok=False)
    cupy.get_default_memory_pool = lambda: cuda.pools[cuda.current]
    cupy.shares_memory, cupy.uint64, cupy.int32 = np.shares_memory, np.uint64, np.int32
    cupyx.scatter_add = scatter_add
    for module in (cupy, cupyx, compat):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    for name in ("memory", "scatter"):
        monkeypatch.delitem(sys.modules, f"arraygrad_cupy.{name}", raising=False)
    yield cuda
    for name in ("memory", "scatter"):
        sys.modules.pop(f"arraygrad_cupy.{name}", None)


@pytest.fixture
def backend(cuda):
    return CupyBackend()


def test_presence(backend, cuda):
    assert backend.available() is None
    cuda.count = 0
    assert backend.available() == "cupy finds no GPU: use device 'cpu'"
    cuda.error = "cudaErrorInsufficientDriver: too old"
    assert "install NVIDIA's driver" in backend.available()
    assert "cudaErrorInsufficientDriver: too old" in backend.available()


def test_devices(backend, cuda):
    assert backend.places() == ["0", "1"]
    assert backend.resolve_device("")[0] == "0"
    place, native = backend.resolve_device("1")
    assert (place, native.id) == ("1", 1)
    for place in ("2", "-1", "gpu"):
        with pytest.raises(RuntimeError, match="there are cuda:0, cuda:1"):
            backend.resolve_device(place)
    with backend.scope(native)():
        assert cuda.current == 1
    assert cuda.current == 0
    cuda.count = 1
    assert backend.scope(native) is None


def test_transfer(backend):
    first, second = (backend.resolve_device(place)[1] for place in "01")
    host = np.arange(6.0).reshape(2, 3).T
    x = backend.from_host(host, second, copy=True)
    assert backend.owns(x)
    assert backend.place_of(x) == "1"
    assert x.flags.c_contiguous
    y = backend.transfer(x, first)
    assert backend.place_of(y) == "0"
    assert not backend.shares_memory(x, y)
    back = backend.to_host(y)
    np.testing.assert_array_equal(back, host)
    assert not back.flags.writeable
    z = backend.asarray(np.float32(2), second)
    assert (backend.place_of(z), z.shape, z.dtype) == ("1", (), np.float32)
    backend.synchronize(second)


def test_memory(backend):
    x = backend.from_host(np.arange(6.0).reshape(2, 3), backend.resolve_device("")[1], copy=True)
    assert backend.contiguous(x) is x
    assert backend.strides(x) is None
    assert backend.strides(x.T) == (1, 3)
    assert backend.contiguous(x.T).flags.c_contiguous
    assert backend.shares_memory(x, x.T)
    assert not backend.owns_memory(x.T)
    assert backend.owns_memory(backend.copy(x.T))


@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint8", "int16", "int32", "int64", "uint64", "float16", "float32", "complex64"]
)
def test_repeated_indices_add_up_in_every_type(backend, dtype):
    native = backend.resolve_device("")[1]
    x = backend.from_host(np.zeros(3, dtype), native, copy=True)
    value = backend.from_host(np.array([1, 0, 1], dtype), native, copy=True)
    out = backend.add_at(x, (np.array([2, 0, 0]),), value)
    assert out is x
    assert x.dtype == dtype
    assert x.tolist() == [1, 0, 1]
    if dtype == "int64":
        backend.add_at(x, (np.array([1, 1]),), -2)
        assert x.tolist() == [1, -4, 1]


def test_properties(backend):
    assert backend.properties(backend.resolve_device("1")[1]) == {
        "name": "stand-in", "major": 9, "minor": 1, "total_memory": 100, "multi_processor_count": 4
    }  # fmt: skip


def test_memory_in_use(backend, cuda):
    first, second = (backend.resolve_device(place)[1] for place in "01")
    pool = cuda.pools[1]
    pool.malloc(30)
    pool.free(10)
    # No hook counts yet, so the peak is what is in use.
    counted = {"allocated": 20, "allocated_peak": 20, "reserved": 30, "reserved_peak": 30, "free": 70, "total": 100}
    assert backend.memory(second) == counted
    backend.reset_peaks(second)
    pool.malloc(40)
    pool.free(50)
    assert (backend.memory(second)["allocated"], backend.memory(second)["allocated_peak"]) == (10, 60)
    backend.release_memory(second)
    assert (backend.memory(second)["reserved"], backend.memory(second)["reserved_peak"]) == (10, 60)
    backend.reset_peaks(second)
    assert (backend.memory(second)["allocated_peak"], backend.memory(second)["reserved_peak"]) == (10, 10)
    assert len(cuda.hooks) == 1
    assert backend.memory(first)["allocated_peak"] == 0


def test_streams(backend, cuda):
    native = backend.resolve_device("1")[1]
    made = backend.stream(native, -1)
    assert (made.priority, made.non_blocking) == (-1, True)
    assert backend.stream(native) is backend.current_stream(native) is Stream.null
    start, end = backend.event(timing=True, blocking=False), backend.event(timing=False, blocking=True)
    assert (start.disable_timing, end.disable_timing, end.block) == (False, True, True)
    end.time = 2.5
    assert backend.elapsed(start, end) == 2.5
