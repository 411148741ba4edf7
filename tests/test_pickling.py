"""Copies of tensors and what holds them: `copy`, `deepcopy` and pickles."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

import pytest


def pickled(value):
    return pickle.loads(pickle.dumps(value))


TWINS = [copy.deepcopy, pickled]


@pytest.mark.parametrize("twin", [*TWINS, copy.copy])
def test_values_dtype_device_and_flag_are_kept(ag, device, twin):
    for dtype in ("float32", "int8", "bool", "complex64"):
        x = ag.tensor([[0, 1], [1, 0]], dtype=getattr(ag, dtype))
        made = twin(x)
        assert (made.tolist(), made.dtype, made.device) == (x.tolist(), x.dtype, x.device)
        assert type(made) is type(x)
    for flag in (True, False):
        assert twin(ag.ones(2).requires_grad_(flag)).requires_grad is flag
    assert twin(ag.zeros(0, 3)).shape == (0, 3)
    assert twin(ag.tensor(2.5)).item() == 2.5


@pytest.mark.parametrize("twin", TWINS)
def test_a_copy_has_memory_of_its_own(ag, device, twin):
    x = ag.zeros(2)
    twin(x).add_(1)
    assert x.tolist() == [0.0, 0.0]


def test_a_shallow_copy_shares_memory_and_leaves_the_graph(ag, device):
    x = ag.ones(2, requires_grad=True)
    y = x * 2
    made = copy.copy(y)
    assert made.is_leaf
    assert made.requires_grad
    with ag.no_grad():
        made.zero_()
    assert y.tolist() == [0.0, 0.0]
    assert copy.copy(x[1:]).tolist() == [1.0]


@pytest.mark.only_arraygrad("PyTorch shares memory again after a deep copy only")
@pytest.mark.parametrize("twin", TWINS)
def test_what_shares_memory_shares_it_again(ag, device, twin):
    x = ag.zeros(2, 3)
    whole, row, columns, data = twin([x, x[1], x.t(), x.data])
    assert columns.stride() == (1, 3)
    whole[1, 2] = 7
    assert row.tolist() == [0.0, 0.0, 7.0]
    assert columns[2].tolist() == [0.0, 7.0]
    row[0] = 5
    assert whole[1].tolist() == data[1].tolist() == [5.0, 0.0, 7.0]
    assert x.tolist() == [[0.0] * 3] * 2


@pytest.mark.parametrize("twin", TWINS)
def test_memory_of_another_layout(ag, device, twin):
    x = ag.from_numpy(ag.arange(6.0).reshape(2, 3).numpy().T)
    made = twin(x[1:])
    made.add_(1)
    assert made.tolist() == [[2.0, 5.0], [3.0, 6.0]]
    assert twin(x).tolist() == x.tolist() == [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]


def test_gradient_and_attributes(ag, device):
    x = ag.ones(2, requires_grad=True)
    x.label = ["weights"]
    (x * 3).sum().backward()
    deep = copy.deepcopy(x)
    assert deep.grad.tolist() == [3.0, 3.0]
    assert deep.label == ["weights"]
    assert deep.label is not x.label
    assert copy.copy(x).label is x.label
    assert pickled(x).label == ["weights"]
    assert copy.copy(x).grad is pickled(x).grad is None
    assert x.grad is not deep.grad


def test_a_computed_tensor_is_not_deep_copied(ag, device):
    x = ag.ones(2, requires_grad=True)
    for computed in (x * 2, x[0]):
        with pytest.raises(RuntimeError, match="Only Tensors created explicitly by the user"):
            copy.deepcopy(computed)
    loaded = pickled(x * 2)
    assert (loaded.tolist(), loaded.is_leaf, loaded.requires_grad) == ([2.0, 2.0], True, True)


def test_parameters_keep_class_and_attributes(ag, device):
    parameter = ag.nn.Parameter(ag.ones(2))
    parameter.tag = 1
    for made in (copy.copy(parameter), pickled(parameter)):
        assert type(made) is type(parameter)
        assert (made.tolist(), made.requires_grad, made.tag) == ([1.0, 1.0], True, 1)
    with ag.no_grad():
        copy.copy(parameter).zero_()
    assert parameter.tolist() == [0.0, 0.0]


@pytest.mark.only_arraygrad("PyTorch's nn.Buffer is a plain tensor once it is pickled")
def test_buffers_keep_class_and_attributes(ag, device):
    buffer = pickled(ag.nn.Buffer(ag.ones(2), persistent=False))
    assert type(buffer) is ag.nn.Buffer
    assert not buffer.persistent


@pytest.mark.parametrize("twin", [*TWINS, copy.copy])
def test_descriptions_are_the_same_objects(ag, device, twin):
    assert twin(ag.float32) is ag.float32
    assert twin(ag.device(device)) == ag.device(device)
    size = twin(ag.zeros(2, 3).shape)
    assert type(size) is ag.Size
    assert size == (2, 3)


@pytest.mark.only_arraygrad("PyTorch warns that the step of a copied optimizer was overridden")
@pytest.mark.parametrize("twin", TWINS)
def test_a_schedule_and_its_optimizer(ag, device, twin):
    parameter = ag.nn.Parameter(ag.ones(1))
    schedule = ag.optim.lr_scheduler.StepLR(ag.optim.SGD([parameter], lr=1.0, momentum=0.5), 1, gamma=0.1)
    made = twin(schedule)
    (weight,) = made.optimizer.param_groups[0]["params"]
    weight.grad = ag.ones(1)
    made.optimizer.step()
    made.step()
    assert weight.tolist() == [0.0]
    assert made.get_last_lr() == pytest.approx([0.1])
    assert (parameter.tolist(), schedule.get_last_lr()) == ([1.0], [1.0])


@pytest.mark.only_arraygrad("PyTorch has no tensors under the standard's rules")
@pytest.mark.parametrize("twin", TWINS)
def test_the_standards_rules_are_kept(ag, device, twin):
    made = twin(ag.array_api.ones(2, dtype=ag.float32))
    assert (made + ag.array_api.asarray(1.0, dtype=ag.float64)).dtype is ag.float64


@pytest.mark.only_arraygrad("speaks of this project's devices")
def test_a_pickle_is_read_by_a_new_process(ag):
    tensors = [ag.arange(3)[1:], ag.nn.Parameter(ag.zeros(2))]
    program = "import pickle, sys; print(pickle.load(sys.stdin.buffer))"
    run = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(tensors), capture_output=True, timeout=120)
    assert run.stdout.decode().strip() == repr(tensors), run.stderr.decode()


@pytest.mark.parametrize("twin", TWINS)
def test_the_smallest_floating_point_type(ag, device, twin):
    dtype = {"jax": ag.bfloat16, "strict": ag.float32}.get(device, ag.float16)
    x = ag.tensor([1.5, -2.0], dtype=dtype)
    made = twin(x)
    assert made.dtype is x.dtype
    assert made.tolist() == [1.5, -2.0]
