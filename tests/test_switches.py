"""What PyTorch programs set or ask before they compute: switches, modes, memory formats, what is available."""

from __future__ import annotations

import copy
from importlib import import_module

import pytest


@pytest.fixture
def as_before(ag):
    """Puts the switches back."""
    yield
    ag.use_deterministic_algorithms(False)
    ag.set_float32_matmul_precision("highest")
    ag.set_warn_always(False)


def test_deterministic_algorithms(ag, as_before):
    def state():
        return (
            ag.are_deterministic_algorithms_enabled(),
            ag.is_deterministic_algorithms_warn_only_enabled(),
            ag.get_deterministic_debug_mode(),
        )

    assert state() == (False, False, 0)
    ag.use_deterministic_algorithms(True)
    assert state() == (True, False, 2)
    ag.use_deterministic_algorithms(True, warn_only=True)
    assert state() == (True, True, 1)
    for mode, expected in ((0, 0), ("error", 2), ("warn", 1), (2, 2), ("default", 0)):
        ag.set_deterministic_debug_mode(mode)
        assert ag.get_deterministic_debug_mode() == expected
    for wrong in (7, "loud"):
        with pytest.raises(RuntimeError, match=r"invalid value of debug_mode, expected .* but got"):
            ag.set_deterministic_debug_mode(wrong)
    with pytest.raises(TypeError, match="must be bool, not int"):
        ag.use_deterministic_algorithms(1)
    assert state() == (False, False, 0)


def test_precision_of_products(ag, as_before):
    assert ag.get_float32_matmul_precision() == "highest"
    ag.set_float32_matmul_precision("medium")
    assert ag.get_float32_matmul_precision() == "medium"


@pytest.mark.only_arraygrad(reason="PyTorch writes its warning past Python")
def test_an_unknown_precision_warns(ag, as_before):
    with pytest.warns(UserWarning, match="exact is not one of 'highest', 'high', or 'medium'"):
        ag.set_float32_matmul_precision("exact")
    assert ag.get_float32_matmul_precision() == "highest"


def test_numbers_of_threads(ag):
    before = ag.get_num_threads()
    try:
        ag.set_num_threads(3)
        assert ag.get_num_threads() == 3
        for wrong in (0, 1.5):
            with pytest.raises(RuntimeError, match="set_num_threads expects"):
                ag.set_num_threads(wrong)
        assert ag.get_num_threads() == 3
    finally:
        ag.set_num_threads(before)
    assert ag.get_num_interop_threads() >= 1
    with pytest.raises(RuntimeError, match="set_num_interop_threads expects a positive integer"):
        ag.set_num_interop_threads(0)


@pytest.mark.only_arraygrad(reason="sets what the tests of PyTorch need")
def test_switches_without_effect(ag, as_before):
    ag.set_num_interop_threads(ag.get_num_interop_threads())
    assert ag.set_flush_denormal(True) is False
    ag.set_warn_always(True)
    assert ag.is_warn_always_enabled()
    with pytest.raises(RuntimeError, match="expects a bool, but got int"):
        ag.set_warn_always(1)


def test_inference_mode_begins_with_its_block(ag, device):
    mode = ag.inference_mode()
    assert ag.is_grad_enabled()
    assert not ag.is_inference_mode_enabled()
    with mode:
        assert (ag.is_grad_enabled(), ag.is_inference_mode_enabled()) == (False, True)
        with ag.inference_mode(False):
            assert (ag.is_grad_enabled(), ag.is_inference_mode_enabled()) == (True, False)
        assert ag.is_inference_mode_enabled()
    assert (ag.is_grad_enabled(), ag.is_inference_mode_enabled()) == (True, False)


@pytest.mark.parametrize("parentheses", [False, True])
def test_inference_mode_decorates(ag, parentheses):
    decorator = ag.inference_mode() if parentheses else ag.inference_mode

    @decorator
    def enabled():
        return ag.is_grad_enabled()

    assert not enabled()
    assert not enabled()
    assert ag.is_grad_enabled()


def test_memory_formats_are_taken(ag, device):
    x = ag.arange(24.0).reshape(1, 2, 3, 4)
    for wish in (ag.contiguous_format, ag.preserve_format, ag.channels_last):
        assert isinstance(wish, ag.memory_format)
        for y in (
            x.clone(memory_format=wish),
            ag.clone(x, memory_format=wish),
            x.to(memory_format=wish),
            x.double().float(memory_format=wish),
        ):
            assert y.tolist() == x.tolist()
        for like in (ag.zeros_like, ag.ones_like, ag.empty_like, ag.rand_like):
            assert like(x, memory_format=wish).shape == x.shape
    assert x.contiguous(memory_format=ag.contiguous_format) is x
    assert x.is_contiguous(memory_format=ag.contiguous_format)
    layer = ag.nn.Conv2d(2, 3, 1)
    before = layer(x)
    assert ag.allclose(layer.to(memory_format=ag.channels_last)(x), before)


@pytest.mark.only_arraygrad(reason="says arraygrad's name")
def test_memory_formats_are_objects(ag):
    assert repr(ag.channels_last_3d) == "arraygrad.channels_last_3d"
    assert copy.deepcopy(ag.channels_last) is ag.channels_last


@pytest.mark.only_arraygrad(reason="PyTorch may have it")
def test_there_is_no_training_by_several_processes(ag):
    assert not ag.distributed.is_available()
    assert not ag.distributed.is_initialized()
    parallel = import_module("arraygrad.nn.parallel")
    with pytest.raises(RuntimeError, match="does not train by several processes"):
        ag.distributed.init_process_group("gloo")
    for needs_a_group in (
        ag.distributed.get_rank,
        ag.distributed.get_world_size,
        ag.distributed.barrier,
        ag.distributed.destroy_process_group,
        lambda: ag.distributed.all_reduce(ag.ones(1)),
        lambda: ag.distributed.broadcast(ag.ones(1), 0),
        lambda: parallel.DistributedDataParallel(ag.nn.Linear(1, 1)),
    ):
        with pytest.raises(ValueError, match="Default process group has not been initialized"):
            needs_a_group()
    assert not ag.onnx.is_in_onnx_export()


def test_labels_for_a_profiler_change_nothing(ag):
    from_module = ag.profiler.record_function

    @from_module("twice")
    def twice(x):
        return x * 2

    with from_module("block", "arguments"):
        assert twice(ag.ones(1)).tolist() == [2.0]
    with pytest.raises(KeyError), from_module("failing"):
        raise KeyError


def test_nothing_is_a_storage(ag):
    assert not ag.is_storage(ag.ones(1))
    assert not ag.is_storage(3)


def test_a_setting_can_be_required(ag, device):
    required = import_module(f"{ag.__name__}.optim.optimizer").required

    class Plain(ag.optim.Optimizer):
        def __init__(self, params, lr=required):
            super().__init__(params, {"lr": lr})

    p = ag.ones(1, requires_grad=True)
    with pytest.raises(ValueError, match="didn't specify a value of required optimization parameter lr"):
        Plain([p])
    assert Plain([p], lr=0.5).param_groups[0]["lr"] == 0.5
    assert Plain([{"params": [p], "lr": 2.0}]).param_groups[0]["lr"] == 2.0
    assert repr(required) == "<required parameter>"


def test_schedules_have_their_old_base(ag):
    schedulers = ag.optim.lr_scheduler
    assert issubclass(schedulers._LRScheduler, schedulers.LRScheduler)
    p = ag.ones(1, requires_grad=True)

    class Halving(schedulers._LRScheduler):
        def get_lr(self):
            return [base * 0.5**self.last_epoch for base in self.base_lrs]

    optimizer = ag.optim.SGD([p], lr=1.0)
    schedule = Halving(optimizer)
    optimizer.step()
    schedule.step()
    assert schedule.get_last_lr() == [0.5]
