"""`cuda` and `accelerator`: what they answer without a device, and what they do over one that stands in."""

from __future__ import annotations

import pytest

from arraygrad import backend as backends

pytestmark = pytest.mark.only_arraygrad(reason="speaks of devices that stand in for GPUs")

NO_DEVICE = "a driver is missing: install it"


@pytest.fixture
def absent(monkeypatch):
    """No CUDA device, whatever the machine has."""
    monkeypatch.setattr(backends.find("cuda"), "available", lambda: NO_DEVICE, raising=False)


@pytest.fixture
def present(ag, monkeypatch):
    """A backend with two places as the one of CUDA devices: array-api-strict's, with figures of its own."""
    stand_in = type(backends.find("strict"))()
    stand_in.device_type, stand_in.remote = "cuda", True
    stand_in.places = lambda: ["0", "1"]
    stand_in.resolve_device = lambda place: (place or "0", stand_in.xp.Device("CPU_DEVICE"))
    stand_in.memory = lambda native: {"allocated": 3, "allocated_peak": 5, "reserved": 8, "free": 2, "total": 10}
    stand_in.calls = []
    for name in ("reset_peaks", "release_memory", "synchronize"):
        setattr(stand_in, name, lambda native, name=name: stand_in.calls.append(name))
    monkeypatch.setitem(backends._loaded, "cuda", stand_in)
    monkeypatch.setitem(backends._loaded, "cupy", stand_in)
    monkeypatch.setattr(backends, "_devices", {k: v for k, v in backends._devices.items() if v.type != "cuda"})
    return stand_in


def test_questions_without_a_device(ag, absent):
    cuda, accelerator = ag.cuda, ag.accelerator
    assert (cuda.is_available(), cuda.is_initialized(), cuda.device_count()) == (False, False, 0)
    assert not cuda.is_bf16_supported()
    for name in ("memory_allocated", "max_memory_allocated", "memory_reserved", "max_memory_reserved"):
        assert getattr(cuda, name)() == 0
    assert cuda.memory_stats() == {}
    assert cuda.get_rng_state_all() == []
    cuda.empty_cache()
    cuda.set_device(-1)
    with cuda.device(None), cuda.stream(None), cuda.device_of(ag.ones(1)):
        pass
    assert (accelerator.is_available(), accelerator.device_count()) == (False, 0)
    assert accelerator.current_accelerator() is None
    assert ag.get_device_module() is ag.cpu
    state = ag.get_rng_state()
    cuda.set_rng_state(ag.Generator().manual_seed(1).get_state())
    assert ag.get_rng_state().tolist() == state.tolist()


@pytest.mark.parametrize(
    "name",
    """init current_device get_device_name get_device_properties get_device_capability synchronize initial_seed
    get_rng_state mem_get_info memory_summary reset_peak_memory_stats current_stream default_stream Stream
    Event""".split(),
)
def test_what_needs_a_device_says_what_to_do(ag, absent, name):
    with pytest.raises(AssertionError, match=f"there is no cuda device: {NO_DEVICE}"):
        getattr(ag.cuda, name)()


def test_moves_without_a_device(ag, absent):
    for move in (lambda: ag.ones(1).cuda(), lambda: ag.nn.Linear(1, 1).cuda(0), lambda: ag.cuda.set_device(0)):
        with pytest.raises(AssertionError, match=NO_DEVICE):
            move()


@pytest.mark.parametrize(
    "name",
    """current_device_index synchronize current_stream memory_stats memory_allocated max_memory_allocated
    memory_reserved max_memory_reserved reset_peak_memory_stats get_memory_info empty_cache""".split(),
)
def test_there_is_no_accelerator(ag, absent, name):
    with pytest.raises(RuntimeError, match="Cannot access accelerator device when none is available"):
        getattr(ag.accelerator, name)()


def test_devices(ag, present):
    cuda = ag.cuda
    assert (cuda.is_available(), cuda.device_count(), cuda.current_device()) == (True, 2, 0)
    cuda.init()
    with cuda.device(1):
        assert cuda.current_device() == 1
        x = ag.ones(2).cuda()
        assert str(x.device) == "cuda:1"
        with cuda.device("cuda:0"):
            assert str(ag.ones(1, device="cuda").device) == "cuda:0"
        with pytest.raises(ZeroDivisionError), cuda.device(0):
            raise ZeroDivisionError
        assert cuda.current_device() == 1
    assert cuda.current_device() == 0
    with cuda.device_of(x):
        assert cuda.current_device() == 1
    with pytest.raises(ValueError, match="Expected a cuda device, but got: cpu"):
        cuda.set_device("cpu")
    assert cuda.get_device_name() == present.name
    assert cuda.get_device_capability() == (0, 0)
    assert cuda.get_device_properties(1).total_memory == 0
    assert not cuda.is_bf16_supported()
    cuda.synchronize()
    assert present.calls == ["synchronize"]


def test_figures(ag, present):
    cuda = ag.cuda
    assert (cuda.memory_allocated(), cuda.max_memory_allocated("cuda:1"), cuda.memory_reserved(0)) == (3, 5, 8)
    assert cuda.mem_get_info() == (2, 10)
    assert cuda.memory_stats()["allocated_bytes.all.peak"] == 5
    assert "allocated peak" in cuda.memory_summary()
    cuda.reset_peak_memory_stats()
    cuda.empty_cache()
    assert present.calls == ["reset_peaks", "release_memory", "release_memory"]
    with pytest.warns(FutureWarning, match="has been renamed to `arraygrad.cuda.memory_reserved`"):
        assert cuda.memory_cached() == 8


def test_random_numbers(ag, present):
    ag.cuda.manual_seed_all(3)
    assert ag.cuda.initial_seed() == ag.initial_seed() == 3
    states = ag.cuda.get_rng_state_all()
    first = ag.rand(2).tolist()
    assert len(states) == 2
    ag.cuda.set_rng_state_all(states)
    assert ag.rand(2).tolist() == first
    ag.cuda.seed()
    assert ag.initial_seed() != 3


def test_accelerators(ag, present):
    accelerator = ag.accelerator
    assert accelerator.is_available()
    assert accelerator.current_accelerator().type == "cuda"
    assert (accelerator.device_count(), accelerator.current_device_index()) == (2, 0)
    with accelerator.device_index(1):
        assert accelerator.current_device_index() == ag.cuda.current_device() == 1
    with accelerator.device_index(None):
        assert accelerator.current_device_index() == 0
    assert (accelerator.memory_allocated(), accelerator.max_memory_allocated(1)) == (3, 5)
    assert accelerator.get_memory_info() == (2, 10)
    with pytest.raises(ValueError, match="cpu doesn't match the current accelerator cuda"):
        accelerator.synchronize("cpu")
    accelerator.synchronize()
    accelerator.empty_cache()
    accelerator.reset_peak_memory_stats()
    assert present.calls == ["synchronize", "release_memory", "reset_peaks"]
    assert ag.get_device_module() is ag.cuda


def test_streams(ag, present):
    cuda = ag.cuda
    stream = cuda.Stream()
    start, end = cuda.Event(enable_timing=True), cuda.Event(enable_timing=True)
    assert start.query()
    with pytest.raises(ValueError, match="must be recorded"):
        start.elapsed_time(end)
    with cuda.stream(stream):
        start.record()
        x = ag.ones(2, device="cuda") * 2
        end.record(stream)
    stream.wait_stream(cuda.current_stream())
    start.wait(stream)
    end.synchronize()
    assert start.elapsed_time(end) >= 0.0
    assert x.tolist() == [2.0, 2.0]
    assert stream.query()
    assert stream == cuda.current_stream() == cuda.default_stream()
    assert stream != cuda.Stream("cuda:1")
    with pytest.raises(ValueError, match="does not match recording stream's device"):
        start.record(cuda.Stream(1))
    with pytest.raises(ValueError, match="enable_timing=True"):
        start.elapsed_time(cuda.Event())
    with pytest.raises(ValueError, match="not shared between processes"):
        cuda.Event(interprocess=True)
    cuda.set_stream(stream)


def test_the_old_names_of_mixed_precision(ag, present):
    with pytest.warns(FutureWarning, match=r"`arraygrad.cuda.amp.autocast\(args...\)` is deprecated"):
        context = ag.cuda.amp.autocast(dtype=ag.float32)
    with context:
        assert ag.is_autocast_enabled()
    with pytest.warns(FutureWarning, match="GradScaler"):
        assert ag.cuda.amp.GradScaler(init_scale=4.0).get_scale() == 4.0
    with pytest.warns(FutureWarning, match="custom_fwd"):
        assert ag.cuda.amp.custom_fwd(cast_inputs=ag.float32)(lambda ctx, x: x.dtype)(ag, ag.ones(1)) is ag.float32
    with pytest.warns(FutureWarning, match="custom_bwd"):
        assert callable(ag.cuda.amp.custom_bwd(lambda ctx, g: g))
    with pytest.warns(FutureWarning, match=r"autocast\('cpu', args...\)"):
        assert ag.cpu.amp.autocast(dtype=ag.float16).fast_dtype is ag.float16
    with pytest.warns(FutureWarning, match="GradScaler"):
        assert ag.cpu.amp.GradScaler(growth_interval=3).get_growth_interval() == 3


def test_ranges(ag):
    nvtx = ag.cuda.nvtx
    assert (nvtx.range_push("a"), nvtx.range_push("b"), nvtx.range_pop(), nvtx.range_pop()) == (0, 1, 1, 0)
    with nvtx.range("step {}", 1):
        nvtx.mark("here")
        assert nvtx.range_push("inner") == 1
        nvtx.range_pop()
    nvtx.range_end(nvtx.range_start("a"))


def test_the_host(ag):
    cpu = ag.cpu
    assert cpu.is_available()
    assert cpu.is_initialized()
    assert (cpu.device_count(), cpu.current_device()) == (1, "cpu")
    cpu.set_device(0)
    cpu.synchronize()
    event = cpu.Event(enable_timing=True)
    with cpu.stream(cpu.Stream()):
        event.record()
    assert cpu.current_stream() == cpu.Stream()
    assert event.query()


def test_modules_of_devices(ag):
    assert ag.get_device_module("cpu") is ag.cpu
    assert ag.get_device_module("cuda:0") is ag.cuda
    for module, error in ((ag.mps, RuntimeError), (ag.xpu, AssertionError)):
        assert (module.is_available(), module.device_count()) == (False, 0)
        module.manual_seed(0)
        with pytest.raises(error):
            module.synchronize()
    with pytest.raises(RuntimeError, match="Device 'strict' does not have a corresponding module"):
        ag.get_device_module("strict")
    with pytest.raises(RuntimeError, match="Expected one of"):
        ag.get_device_module("nowhere")
