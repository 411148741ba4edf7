"""Each member of the backend contract, on each backend, with the backends' own arrays."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import nullcontext

import numpy as np
import pytest

from arraygrad import backend as backends
from arraygrad.backend import Device
from arraygrad.dtypes import DTYPES
from arraygrad.op import OPS

pytestmark = pytest.mark.only_arraygrad(reason="speaks of this project's backend contract")

DEVICES = ("cpu", "readonly", "strict", "strict:1", "jax")

#: NumPy's types by the names of ours; bfloat16 is not among them.
NUMPY_TYPES = [name for name in DTYPES if name != "bfloat16"]


class Raw:
    """A device, with each call of its backend made where the device wants it."""

    def __init__(self, text: str) -> None:
        self.device = Device(text)
        self.backend = self.device.backend

    def __getattr__(self, name):
        return self.scoped(getattr(self.backend, name))

    def scoped(self, function):
        def call(*args, **kwargs):
            with self.device.scope() if self.device.scope else nullcontext():
                return function(*args, **kwargs)

        return call

    def put(self, values, dtype=None):
        return self.from_host(np.asarray(values, dtype=dtype), self.device.native, copy=True)

    def get(self, array):
        return np.array(self.to_host(array))


def make(text: str) -> Raw:
    reason = backends.available(text.partition(":")[0])
    if reason is not None:
        pytest.skip(reason)
    return Raw(text)


@pytest.fixture(params=DEVICES)
def raw(request):
    return make(request.param)


def run_python(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter with this one's search path; what it printed."""
    path = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# -- presence ----------------------------------------------------------------------------------------------------


def test_adapters_do_not_import_their_libraries():
    out = run_python(
        "import sys, arraygrad_numpy, arraygrad_jax, arraygrad_cupy, arraygrad_strict\n"
        "from arraygrad import backend\n"
        "import numpy as np\n"
        "assert backend.owner(np.zeros(1)).name == 'numpy'\n"
        "assert backend.owner(object()) is None\n"
        "print([m for m in ('jax', 'cupy', 'array_api_strict', 'array_api_compat', 'numba') if m in sys.modules])"
    )
    assert out == "[]"


BLOCKER = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] == {library!r}:
            raise {error}
sys.meta_path.insert(0, Finder())
from arraygrad import backend
print(backend.available({device!r}))
try:
    backend.Device({device!r})
except RuntimeError as error:
    print(error)
"""

LIBRARIES = [("jax", "jax"), ("cuda", "cupy"), ("strict", "array_api_strict")]


@pytest.mark.parametrize(("kind", "library"), LIBRARIES)
def test_a_library_that_is_not_installed(kind, library):
    error = f"ModuleNotFoundError('No module named ' + repr({library!r}), name={library!r})"
    reason, raised = run_python(BLOCKER.format(library=library, error=error, device=kind)).splitlines()
    assert reason.startswith(f"{library} is not installed: pip install ")
    assert raised == f"device {kind!r} cannot be used: {reason}"


@pytest.mark.parametrize(("kind", "library"), LIBRARIES)
def test_a_library_that_cannot_be_imported(kind, library):
    error = "ImportError('====\\nFailed to import\\n\\n  libsomething.so.1: cannot open\\n====')"
    reason, raised = run_python(BLOCKER.format(library=library, error=error, device=kind)).splitlines()
    assert "ImportError: libsomething.so.1: cannot open" in reason
    assert "pip install --force-reinstall" in reason
    assert raised == f"device {kind!r} cannot be used: {reason}"


def test_a_library_that_lacks_a_dependency_of_its_own():
    error = "ModuleNotFoundError(\"No module named 'jaxlib'\", name='jaxlib')"
    reason, _ = run_python(BLOCKER.format(library="jax", error=error, device="jax")).splitlines()
    assert reason.startswith("jax is installed but lacks jaxlib: pip install --upgrade ")


def test_an_adapter_that_cannot_be_loaded_is_told_in_one_line(monkeypatch):
    class Entry:
        def load(self):
            raise OSError("no such disk")

    monkeypatch.setattr(backends, "_found", {**backends._entry_points(), "broken": Entry()})
    assert backends.available("broken") == "backend 'broken' cannot be loaded: OSError: no such disk"
    assert backends.owner(object()) is None


def test_cupy_without_a_driver_says_so():
    pytest.importorskip("cupy", reason="CuPy is not installed")
    import cupy

    reason = backends.available("cuda")
    try:
        count = cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError:
        assert reason is not None
        assert "driver" in reason
        assert "\n" not in reason
        with pytest.raises(RuntimeError, match="device 'cuda:0' cannot be used: cupy finds no usable GPU"):
            Device("cuda:0")
    else:
        assert (reason is None) == (count > 0)


def test_a_device_that_does_not_exist(raw):
    kind = raw.backend.device_type
    for text in (f"{kind}:77", f"{kind}:nowhere"):
        with pytest.raises(RuntimeError, match="Invalid device string"):
            Device(text)


# -- devices -----------------------------------------------------------------------------------------------------


def test_places(raw):
    places = raw.places()
    assert raw.device.place in places
    for place in places:
        assert raw.resolve_device(place)[0] == place
    x = raw.put([1.0, 2.0])
    assert raw.place_of(x) == raw.device.place
    assert backends.device_of(x) is raw.device
    assert raw.owns(x)
    assert backends.owner(x) is raw.backend
    assert type(x) is raw.backend.array_type
    raw.synchronize(raw.device.native)


def test_only_memory_counts_as_an_array_of_the_cpu(tmp_path):
    assert backends.owner(np.ma.masked_array([1.0], mask=[True])) is None
    assert backends.owner([1.0]) is None
    assert backends.owner(np.memmap(tmp_path / "x", dtype=np.float32, mode="w+", shape=3)).name == "numpy"


def test_created_arrays_are_on_the_device(raw):
    xp = raw.device.ns
    for x in (raw.scoped(xp.zeros)((2, 3)), raw.scoped(xp.full)((2,), 3.5), raw.scoped(xp.arange)(4)):
        x = raw.asarray(x, raw.device.native)
        assert raw.place_of(x) == raw.device.place
        assert raw.concrete(x)


# -- transfer ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NUMPY_TYPES)
def test_dtypes_are_kept(raw, name):
    dtype = getattr(np, name.replace("bool", "bool_"))
    if not hasattr(raw.backend.xp, name):
        with pytest.raises(TypeError, match=f"{name} is not supported on device"):
            raw.device.raw_dtype(DTYPES[name])
        return
    x = raw.put([0, 1, 1], dtype)
    assert raw.device.dtype(x.dtype) is DTYPES[name]
    assert raw.get(x).dtype == dtype
    assert raw.get(x).tolist() == [0, 1, 1]


@pytest.mark.parametrize("target", DEVICES)
def test_transfer_between_all_pairs(raw, target):
    target = make(target)
    values = np.arange(6.0).reshape(2, 3).T
    there = target.from_host(raw.to_host(raw.put(values)), target.device.native, copy=True)
    assert target.place_of(there) == target.device.place
    np.testing.assert_array_equal(target.get(there), values)
    assert target.get(there).dtype == np.float64


def test_transfer_within_a_backend(raw):
    x = raw.put([1.0, 2.0])
    for place in raw.places():
        native = raw.resolve_device(place)[1]
        y = raw.transfer(x, native)
        assert raw.place_of(y) == place
        assert raw.get(y).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("offset", range(0, 64, 8))
def test_later_changes_of_the_host_array_do_not_show(raw, offset):
    # Libraries that take host memory over do so when it is aligned, so try several alignments.
    host = np.zeros(1024 + 64, dtype=np.uint8)[offset : offset + 1024].view(np.float64)
    x = raw.from_host(host, raw.device.native, copy=True)
    host[:] = 1.0
    assert not raw.get(x).any()


def test_host_arrays_without_row_major_layout(raw):
    base = np.arange(24.0).reshape(4, 6)
    for host in (
        base.T,
        base[::-1],
        base[:, ::2],
        np.broadcast_to(np.float64(3), (2, 2)),
        np.zeros((0, 3)),
        np.array(5.0),
    ):
        for copy in (True, False):
            x = raw.from_host(host, raw.device.native, copy=copy)
            np.testing.assert_array_equal(raw.get(x), host)
            np.testing.assert_array_equal(raw.get(raw.contiguous(x)), host)


def test_to_host_is_the_memory_itself_or_a_read_only_snapshot(raw):
    source = np.zeros(3)
    x = raw.from_host(source, raw.device.native, copy=False)
    host = raw.to_host(x)
    assert type(host) is np.ndarray
    if raw.backend.shares_host:
        host[0] = 1.0
        assert source[0] == raw.get(x)[0] == 1.0
    else:
        assert not host.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            host[0] = 1.0
        raw.write(x, (0,), 1.0)
        assert host[0] == 0.0


def test_asarray_takes_scalars(raw):
    x = raw.asarray(np.float32(3.5), raw.device.native)
    assert type(x) is raw.backend.array_type
    assert x.shape == ()
    assert raw.device.dtype(x.dtype) is DTYPES["float32"]
    assert raw.get(x) == 3.5


# -- memory ------------------------------------------------------------------------------------------------------


def test_copy_layout_and_ownership(raw):
    x = raw.put(np.arange(6.0).reshape(2, 3))
    xp = raw.device.ns
    y = raw.copy(x)
    assert not raw.shares_memory(x, y)
    assert raw.shares_memory(x, x)
    assert raw.strides(x) is None
    assert raw.owns_memory(y)
    assert raw.writeable(y)
    t = raw.scoped(xp.permute_dims)(x, (1, 0))
    assert raw.strides(t) in (None, (1, 3))
    assert raw.strides(raw.contiguous(t)) is None
    assert raw.contiguous(x) is x
    assert raw.get(raw.contiguous(t)).tolist() == [[0, 3], [1, 4], [2, 5]]
    if raw.backend.mutable:
        assert raw.shares_memory(x, t)
        assert not raw.owns_memory(t)


def test_memory_handed_in_read_only_is_not_written():
    raw = make("cpu")
    host = np.zeros(2)
    host.flags.writeable = False
    assert not raw.writeable(raw.from_host(host, None, copy=False))
    assert raw.writeable(raw.from_host(host, None, copy=True))


# -- reading and writing -----------------------------------------------------------------------------------------

SHAPE = (4, 5, 6)
ALL = slice(None)
INDEX_KEYS = {
    "rows": (np.array([3, 0, 3]),),
    "many rows": (np.arange(200) % 4,),
    "table of rows": (np.array([[3, 0], [1, 1]]),),
    "columns": (ALL, np.array([4, 4, 0])),
    "last": (ALL, ALL, np.array([[5], [0]])),
    "pairs": (np.array([0, 3, 3]), np.array([1, 4, 4])),
    "broadcast pairs": (np.array([[0], [3]]), np.array([1, 4, 4])),
    "apart": (np.array([0, 3, 3]), ALL, np.array([1, 5, 5])),
    "one": (np.array(2),),
    "none": (np.zeros(0, dtype=np.int64),),
    "narrow": (np.array([3, 0, 3], dtype=np.int32),),
}
BASIC_KEYS = {
    "position": (1, ...),
    "negative": (-1, 2, ...),
    "slice": (slice(1, 3), ...),
    "moving slice": (slice(2, 4), slice(1, 2), ...),
    "step": (slice(None, None, 2), ...),
    "backwards": (..., slice(None, None, -1)),
    "empty": (slice(2, 2), ...),
    "everything": (...,),
    "last": (..., -1),
    "element": (1, 2, 3),
}


def raw_key(raw, key):
    return tuple(raw.put(k) if isinstance(k, np.ndarray) else k for k in key)


@pytest.mark.parametrize("key", INDEX_KEYS.values(), ids=INDEX_KEYS)
def test_read(raw, key):
    values = np.arange(120.0).reshape(SHAPE)
    out = raw.read(raw.put(values), raw_key(raw, key))
    np.testing.assert_array_equal(raw.get(out), values[key])


@pytest.mark.parametrize("dtype", ["float32", "int64"])
@pytest.mark.parametrize("key", [*INDEX_KEYS.values(), *BASIC_KEYS.values()], ids=[*INDEX_KEYS, *BASIC_KEYS])
def test_write(raw, key, dtype):
    values = np.arange(120, dtype=dtype).reshape(SHAPE)
    part = values[key]
    for new in (np.full(part.shape, 7, dtype), np.array(7, dtype), 7):
        expected = values.copy()
        expected[key] = new
        x = raw.put(values)
        out = raw.write(x, raw_key(raw, key), raw.put(new) if isinstance(new, np.ndarray) else new)
        np.testing.assert_array_equal(raw.get(out), expected)
        assert raw.get(out).dtype == dtype
        assert (out is x) == raw.backend.mutable
        if not raw.backend.mutable:
            np.testing.assert_array_equal(raw.get(x), values)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "int8", "complex64"])
@pytest.mark.parametrize("key", INDEX_KEYS.values(), ids=INDEX_KEYS)
def test_repeated_indices_add_up(raw, key, dtype):
    values = np.ones(SHAPE, dtype)
    new = (np.arange(values[key].size).reshape(values[key].shape) % 2).astype(dtype)
    expected = values.copy()
    np.add.at(expected, key, new)
    x = raw.put(values)
    out = raw.add_at(x, raw_key(raw, key), raw.put(new))
    np.testing.assert_array_equal(raw.get(out), expected)
    assert raw.get(out).dtype == dtype
    assert (out is x) == raw.backend.mutable


def test_writing_through_a_view_reaches_the_base():
    for text in DEVICES:
        raw = make(text)
        if raw.backend.mutable:
            x = raw.put(np.zeros((2, 3)))
            raw.write(x[1, ...], (slice(0, 2),), 5.0)
            assert raw.get(x).tolist() == [[0, 0, 0], [5, 5, 0]]


def test_immutable_arrays_refuse_to_be_written():
    raw = make("readonly")
    x = raw.put([1.0, 2.0])
    xp = raw.device.ns
    results = [
        x + 1,
        xp.concat([x, x]),
        x[:1],
        xp.sort(x),
        xp.astype(x, xp.float32),
        xp.unique_all(x).values,
        raw.copy(x),
    ]
    for result in [x, *results]:
        with pytest.raises(ValueError, match="read-only"):
            result[...] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        np.add(x, 1, out=x)
    before = x
    x += 1
    assert before.tolist() == [1.0, 2.0]
    assert x.tolist() == [2.0, 3.0]


# -- random numbers, compilation ---------------------------------------------------------------------------------


@pytest.mark.parametrize("counter", [0, 5, 2**64 - 2, 2**200])
def test_random_bits_are_the_same_everywhere(raw, counter):
    expected = np.random.Philox(key=7 + (9 << 64), counter=counter).random_raw(11)
    words = raw.random_bits(raw.device.native, (7, 9), counter, 11)
    np.testing.assert_array_equal(raw.get(words), expected)
    halves = raw.random_bits(raw.device.native, (7, 9), counter, 11, width=32)
    np.testing.assert_array_equal(raw.get(halves), expected.astype("<u8").view("<u4"))


def test_compile(raw):
    seen = []

    def double(x):
        seen.append(raw.backend.concrete(x))
        return x * 2

    compiled = raw.compile(double)
    x = raw.put([1.5, 2.5])
    if compiled is None:
        assert raw.concrete(x)
        return
    assert raw.get(compiled(x)).tolist() == raw.get(compiled(x)).tolist() == [3.0, 5.0]
    assert raw.get(compiled(x)).dtype == np.float64
    assert seen == [False]


def test_kernels_are_named_after_ops(ag, raw):
    assert set(raw.backend.kernels) <= set(OPS)


def test_fused_bodies_are_named_after_ops(ag):
    make("jax")
    from arraygrad_jax.fusion import FUSED

    assert set(OPS) >= FUSED


# -- JAX ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def jax_raw():
    return make("jax")


@pytest.mark.parametrize("setting", ["0", "1"])
def test_the_users_jax_setting_stays(jax_raw, setting):
    out = run_python(
        "import jax, jax.numpy as jnp, numpy as np\n"
        "from arraygrad.backend import Device\n"
        "d = Device('jax')\n"
        "b = d.backend\n"
        "x = b.from_host(np.arange(3.0), d.native, copy=True)\n"
        "with d.scope():\n"
        "    y = b.write(x + d.ns.zeros((3,), dtype=d.ns.float64), (0,), 5.0)\n"
        "print(y.dtype, d.ns.int64, jnp.ones(2).dtype, jax.config.jax_enable_x64)",
        JAX_ENABLE_X64=setting,
    )
    expected = "float64 True" if setting == "1" else "float32 False"
    assert out == f"float64 <class 'jax.numpy.int64'> {expected}"


def test_64_bit_types_in_one_thread_do_not_reach_another(jax_raw):
    import jax.numpy as jnp

    seen = []

    def look():
        seen.append(str(jnp.ones(2).dtype))

    with jax_raw.device.scope():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert str(jnp.ones(2).dtype) == "float64"
    assert seen == [str(jnp.ones(2).dtype)] == ["float32"]


def test_several_jax_devices():
    make("jax")
    out = run_python(
        "import numpy as np\n"
        "from arraygrad.backend import Device, device_of\n"
        "first, second = Device('jax'), Device('jax:cpu:1')\n"
        "b = first.backend\n"
        "print(b.places(), first, second, Device('jax:1') is second, Device('jax:cpu') is first)\n"
        "with second.scope():\n"
        "    made = [second.ns.zeros((2,)), second.ns.arange(2), second.ns.full((2,), 1.0),\n"
        "            second.ns.zeros_like(b.from_host(np.ones(2), second.native, copy=True)),\n"
        "            b.random_bits(second.native, (1, 2), 0, 3)]\n"
        "made.append(b.asarray(np.float32(1), second.native))\n"
        "made.append(b.transfer(b.from_host(np.ones(2), first.native, copy=True), second.native))\n"
        "print({str(device_of(x)) for x in made})",
        XLA_FLAGS="--xla_force_host_platform_device_count=2",
        JAX_PLATFORMS="cpu",
    )
    assert out.splitlines() == ["['cpu:0', 'cpu:1'] jax:cpu:0 jax:cpu:1 True True", "{'jax:cpu:1'}"]


def test_a_snapshot_outlives_a_donated_array(jax_raw):
    import jax

    x = jax_raw.put(np.ones(1000))
    host = jax_raw.to_host(x)
    jax_raw.scoped(jax.jit(lambda x: x * 2, donate_argnums=0))(x).block_until_ready()
    assert (host == 1).all()


def test_jax_without_a_platform_says_so():
    make("jax")
    out = run_python("from arraygrad import backend; print(backend.available('jax'))", JAX_PLATFORMS="cuda")
    assert out.startswith("jax finds no device (")
    assert "JAX_PLATFORMS" in out


def test_reading_out_of_range_in_a_compiled_program_is_not_silent(jax_raw):
    read = jax_raw.compile(lambda x, i: jax_raw.backend.read(x, (i,)))
    assert np.isnan(jax_raw.get(read(jax_raw.put([1.0, 2.0]), jax_raw.put([5]))))
