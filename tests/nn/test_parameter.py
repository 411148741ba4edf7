"""Parameters and buffers as tensors."""

from __future__ import annotations

import copy
import pickle

import pytest


def test_shows_what_it_is(ag, device):
    text = repr(ag.nn.Parameter(ag.tensor([1.0, 2.0])))
    first, rest = text.split("\n", 1)
    assert first == "Parameter containing:"
    assert rest.startswith("tensor([1., 2.]")
    assert "requires_grad=True" in rest


def test_is_a_tracked_leaf_over_the_memory_of_its_data(ag, device):
    data = ag.zeros(3)
    parameter = ag.nn.Parameter(data)
    assert isinstance(parameter, ag.Tensor)
    assert parameter.requires_grad
    assert parameter.is_leaf
    assert not data.requires_grad
    data[0] = 5.0
    assert parameter.tolist() == [5.0, 0.0, 0.0]


def test_over_a_view_writes_through(ag, device):
    data = ag.zeros(2, 3)
    parameter = ag.nn.Parameter(data[1])
    with ag.no_grad():
        parameter.add_(1)
    assert data.tolist() == [[0.0] * 3, [1.0] * 3]


def test_of_a_computed_tensor_is_a_leaf(ag, device):
    x = ag.ones(2, requires_grad=True)
    parameter = ag.nn.Parameter(x * 2)
    (parameter * 3).sum().backward()
    assert parameter.grad.tolist() == [3.0, 3.0]
    assert x.grad is None


def test_operations_give_plain_tensors(ag, device):
    parameter = ag.nn.Parameter(ag.ones(2))
    for result in (parameter + 1, parameter.detach(), parameter[:1], parameter.data, parameter.clone()):
        assert type(result) is ag.Tensor


def test_requires_grad_can_be_refused_and_no_grad_does_not_matter(ag, device):
    assert not ag.nn.Parameter(ag.ones(1), requires_grad=False).requires_grad
    with ag.no_grad():
        assert ag.nn.Parameter(ag.ones(1)).requires_grad


def test_default_is_empty(ag, device):
    assert tuple(ag.nn.Parameter().shape) == (0,)


def test_integers_cannot_require_gradients(ag, device):
    with pytest.raises(RuntimeError, match="floating point"):
        ag.nn.Parameter(ag.tensor([1, 2]))
    assert ag.nn.Parameter(ag.tensor([1, 2]), requires_grad=False).tolist() == [1, 2]


@pytest.mark.only_arraygrad("PyTorch raises AttributeError from within")
def test_data_has_to_be_a_tensor(ag, device):
    with pytest.raises(TypeError, match="data must be a Tensor, not list"):
        ag.nn.Parameter([1.0])


def test_deepcopy_has_memory_of_its_own(ag, device):
    parameter = ag.nn.Parameter(ag.ones(2), requires_grad=False)
    twins = copy.deepcopy([parameter, parameter])
    assert twins[0] is twins[1]
    assert type(twins[0]) is type(parameter)
    assert not twins[0].requires_grad
    twins[0].add_(1)
    assert parameter.tolist() == [1.0, 1.0]


def test_pickle_keeps_class_values_and_flag(ag, device):
    for flag in (True, False):
        loaded = pickle.loads(pickle.dumps(ag.nn.Parameter(ag.tensor([1.0, 2.0]), requires_grad=flag)))
        assert type(loaded).__name__ == "Parameter"
        assert loaded.tolist() == [1.0, 2.0]
        assert loaded.requires_grad is flag


def test_buffer_registers_itself(ag, device):
    module = ag.nn.Module()
    module.kept = ag.nn.Buffer(ag.ones(1))
    module.lost = ag.nn.Buffer(ag.ones(1), persistent=False)
    assert [name for name, _ in module.named_buffers()] == ["kept", "lost"]
    assert list(module.state_dict()) == ["kept"]
    assert not module.kept.requires_grad


def test_module_and_optimizer_clear_gradients_alike(ag, device):
    parameter = ag.nn.Parameter(ag.ones(2))
    module = ag.nn.ParameterList([parameter])
    for owner in (module, ag.optim.SGD([parameter], lr=0.1)):
        (parameter * 2).sum().backward()
        kept = parameter.grad
        owner.zero_grad(set_to_none=False)
        assert parameter.grad is kept
        assert kept.tolist() == [0.0, 0.0]
        owner.zero_grad()
        assert parameter.grad is None


@pytest.mark.filterwarnings("ignore:Using backward")
def test_clearing_cuts_a_recorded_gradient_off(ag, device):
    parameter = ag.nn.Parameter(ag.ones(2))
    (parameter**3).sum().backward(create_graph=True)
    assert parameter.grad.requires_grad
    ag.nn.ParameterList([parameter]).zero_grad(set_to_none=False)
    assert not parameter.grad.requires_grad
    assert parameter.grad.tolist() == [0.0, 0.0]
    parameter.grad = None
