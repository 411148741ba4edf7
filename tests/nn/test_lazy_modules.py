"""Modules whose parameters take their shapes from the first input."""

from __future__ import annotations

import copy
import pickle

import pytest


@pytest.fixture
def model(ag):
    return ag.nn.Sequential(ag.nn.LazyLinear(3), ag.nn.LazyBatchNorm1d(), ag.nn.LazyLinear(1, bias=False))


def test_the_first_call_gives_shapes(ag, device, model):
    weight = model[0].weight
    assert repr(weight) == "<UninitializedParameter>"
    assert [type(m).__name__ for m in model] == ["LazyLinear", "LazyBatchNorm1d", "LazyLinear"]
    assert all(m.has_uninitialized_params() for m in model)
    model(ag.ones(4, 2))
    assert [type(m).__name__ for m in model] == ["Linear", "BatchNorm1d", "Linear"]
    assert model[0].weight is weight
    assert type(weight) is ag.nn.Parameter
    assert [tuple(p.shape) for p in model.parameters()] == [(3, 2), (3,), (3,), (3,), (1, 3)]
    assert model[1].running_mean.shape == (3,)
    assert (model[0].in_features, model[1].num_features, model[2].in_features) == (2, 3, 3)
    assert not model[0]._forward_pre_hooks
    assert not model[0]._load_state_dict_pre_hooks


def test_values_are_not_there_before(ag, device, model):
    weight, mean = model[0].weight, model[1].running_mean
    for tensor in (weight, mean):
        with pytest.raises(RuntimeError, match="Can't access the shape of an uninitialized parameter or buffer"):
            tensor.shape  # noqa: B018
        for use in (lambda t: t + 1, lambda t: t.sum(), lambda t: ag.ones(2) * t, lambda t: t[0]):
            with pytest.raises(ValueError, match="Attempted to use an uninitialized parameter"):
                use(tensor)
    assert weight.requires_grad
    assert weight.is_leaf
    assert weight.grad is None


def test_moved_and_cast_before_the_first_call(ag, device, model):
    model.double()
    assert model[0].weight.dtype == model[1].running_var.dtype == ag.float64
    assert model[1].num_batches_tracked.dtype == ag.int64
    model(ag.ones(4, 2, dtype=ag.float64))
    assert {p.dtype for p in model.parameters()} == {ag.float64}
    assert all(p.requires_grad for p in model.parameters())


@pytest.mark.only_arraygrad("moves between backends")
def test_moved_to_another_device_before_the_first_call(ag, device, model, other_device):
    model.to(other_device)
    assert model[0].weight.device == ag.device(other_device)
    model(ag.ones(4, 2, device=other_device))
    assert {p.device for p in model.parameters()} == {ag.device(other_device)}


@pytest.mark.only_arraygrad("PyTorch copies uninitialized parameters, but no buffers")
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_copies_are_independent(ag, model, copied):
    other = copied(model)
    model(ag.ones(4, 2))
    assert other[0].has_uninitialized_params()
    other(ag.ones(4, 5))
    assert (model[0].in_features, other[0].in_features) == (2, 5)
    assert type(other[1]) is ag.nn.BatchNorm1d


def test_an_optimizer_made_before_the_first_call(ag):
    layer = ag.nn.LazyLinear(1, bias=False)
    optimizer = ag.optim.SGD(layer.parameters(), lr=1.0)
    layer(ag.ones(1, 2)).sum().backward()
    before = layer.weight.tolist()[0]
    optimizer.step()
    assert layer.weight.tolist()[0] == pytest.approx([x - 1 for x in before])


def test_states(ag, model):
    state = model.state_dict()
    assert repr(state["0.weight"]) == "<UninitializedParameter>"
    assert repr(state["1.running_mean"]) == "<UninitializedBuffer>"
    model.load_state_dict(state)
    assert model[0].has_uninitialized_params()
    full = ag.nn.Sequential(ag.nn.Linear(2, 3), ag.nn.BatchNorm1d(3), ag.nn.Linear(3, 1, bias=False))
    with pytest.raises(RuntimeError, match="uninitialized"):
        full.load_state_dict(state)
    model.load_state_dict(full.state_dict())
    assert not any(m.has_uninitialized_params() for m in model)
    x = ag.tensor([[1.0, 2.0], [3.0, 5.0]])
    assert model(x).tolist() == full(x).tolist()
    assert [type(m).__name__ for m in model] == ["Linear", "BatchNorm1d", "Linear"]


@pytest.mark.only_arraygrad("PyTorch checks linear layers only")
def test_loaded_values_have_to_fit_the_input(ag):
    for lazy, plain, wrong in (
        (ag.nn.LazyLinear(3), ag.nn.Linear(2, 3), (1, 4)),
        (ag.nn.LazyConv1d(3, 1), ag.nn.Conv1d(2, 3, 1), (1, 4, 1)),
    ):
        lazy.load_state_dict(plain.state_dict())
        with pytest.raises(AssertionError, match="inferred from input: 4 is not equal to"):
            lazy(ag.ones(wrong))
        right = ag.ones(1, 2, *wrong[2:])
        assert lazy(right).tolist() == plain(right).tolist()
        assert repr(lazy) == repr(plain)


def test_inputs_that_say_nothing(ag):
    with pytest.raises(RuntimeError, match=r"Expected 3D \(unbatched\) or 4D \(batched\) input to LazyConv2d"):
        ag.nn.LazyConv2d(3, 2)(ag.ones(3))
    layer = ag.nn.LazyConv1d(4, 1, groups=2)
    with pytest.raises(ValueError, match="in_channels must be divisible by groups"):
        layer(ag.ones(1, 3, 1))
    assert layer(ag.ones(2, 1)).shape == (4, 1)
    assert layer.in_channels == 2


def test_a_lazy_module_of_ones_own(ag):
    class Scale(ag.nn.modules.lazy.LazyModuleMixin, ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.factor = ag.nn.UninitializedParameter()

        def initialize_parameters(self, input, power=1):
            self.factor.materialize(input.shape[1:])
            ag.nn.init.constant_(self.factor, 2.0**power)

        def forward(self, input, power=1):
            return input * self.factor

    module = Scale()
    assert module(ag.ones(1, 2), power=2).tolist() == [[4.0, 4.0]]
    assert module(ag.ones(1, 2)).tolist() == [[4.0, 4.0]]
    assert type(module) is Scale

    class Forgetful(ag.nn.LazyLinear):
        def initialize_parameters(self, input):
            pass

    with pytest.raises(RuntimeError, match="has not been fully initialized"):
        Forgetful(2)(ag.ones(1, 2))
