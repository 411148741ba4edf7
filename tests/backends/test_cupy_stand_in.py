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


class Cuda:
    """Two devices, one of them current."""

    def __init__(self):
        self.count, self.current, self.error = 2, 0, None
        self.runtime = SimpleNamespace(
            getDeviceCount=self.get_device_count, getDevice=lambda: self.current, CUDARuntimeError=CUDARuntimeError
        )
        cuda = self

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
    cupy.shares_memory, cupy.uint64, cupy.int32 = np.shares_memory, np.uint64, np.int32
    cupyx.scatter_add = scatter_add
    for module in (cupy, cupyx, compat):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delitem(sys.modules, "arraygrad_cupy.scatter", raising=False)
    yield cuda
    sys.modules.pop("arraygrad_cupy.scatter", None)


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
