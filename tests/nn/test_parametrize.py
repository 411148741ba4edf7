"""Tensors of modules that are computed from others.

Parametrizations use public functions only: two tests run them on every backend.
"""

from __future__ import annotations

import copy
import pickle

import pytest


@pytest.fixture
def parametrize(ag):
    return ag.nn.utils.parametrize


@pytest.fixture
def positive(ag):
    class Exponential(ag.nn.Module):
        def forward(self, x):
            return x.exp()

        def right_inverse(self, x):
            return x.log()

    return Exponential()


@pytest.fixture
def doubled(ag):
    class Double(ag.nn.Module):
        def forward(self, x):
            return x * 2

    return Double()


@pytest.fixture
def layer(ag):
    layer = ag.nn.Linear(2, 1)
    layer.load_state_dict({"weight": ag.tensor([[1.0, 2.0]]), "bias": ag.zeros(1)})
    return layer


def test_reading_computes(ag, device, layer, parametrize, doubled):
    weight = layer.weight
    assert parametrize.register_parametrization(layer, "weight", doubled) is layer
    assert layer.weight.tolist() == [[2.0, 4.0]]
    assert layer(ag.ones(1, 2)).tolist() == [[6.0]]
    assert layer.parametrizations.weight.original is weight
    assert [name for name, _ in layer.named_parameters()] == ["bias", "parametrizations.weight.original"]
    assert type(layer).__name__ == "ParametrizedLinear"
    assert isinstance(layer, ag.nn.Linear)
    assert "weight" in dir(layer)
    assert parametrize.type_before_parametrizations(layer) is ag.nn.Linear
    layer(ag.ones(1, 2)).sum().backward()
    assert weight.grad.tolist() == [[2.0, 2.0]]
    assert parametrize.is_parametrized(layer)
    assert parametrize.is_parametrized(layer, "weight")
    assert not parametrize.is_parametrized(layer, "bias")


def test_right_inverse(ag, device, layer, parametrize, positive, doubled):
    parametrize.register_parametrization(layer, "weight", positive)
    assert layer.weight.flatten().tolist() == pytest.approx([1.0, 2.0])
    layer.weight = ag.tensor([[3.0, 5.0]])
    assert layer.parametrizations.weight.original[0].exp().tolist() == pytest.approx([3.0, 5.0])
    parametrize.register_parametrization(layer, "weight", doubled)
    assert layer.weight.flatten().tolist() == pytest.approx([6.0, 10.0])
    with pytest.raises(RuntimeError, match="parametrization Double does not implement right_inverse"):
        layer.weight = ag.ones(1, 2)


def test_buffers_and_several_originals(ag, parametrize, layer):
    class Split(ag.nn.Module):
        def forward(self, a, b):
            return a + b

        def right_inverse(self, x):
            return x / 2, x / 2

    layer.register_buffer("shift", ag.tensor([4.0]))
    parametrize.register_parametrization(layer, "shift", Split())
    parametrize.register_parametrization(layer, "weight", Split())
    originals = layer.parametrizations.weight
    assert type(originals.original0) is ag.nn.Parameter
    assert dict(layer.named_buffers()).keys() == {
        "parametrizations.shift.original0",
        "parametrizations.shift.original1",
    }
    assert layer.weight.tolist() == [[1.0, 2.0]]
    with pytest.raises(ValueError, match="leave_parametrized=False"):
        parametrize.remove_parametrizations(layer, "weight", leave_parametrized=False)
    parametrize.remove_parametrizations(layer, "weight")
    parametrize.remove_parametrizations(layer, "shift")
    assert type(layer) is ag.nn.Linear
    assert type(layer.weight) is ag.nn.Parameter
    assert (layer.weight.tolist(), layer.shift.tolist()) == ([[1.0, 2.0]], [4.0])


@pytest.mark.parametrize(("leave", "values"), [(True, [[2.0, 4.0]]), (False, [[1.0, 2.0]])])
def test_removing(ag, layer, parametrize, doubled, leave, values):
    weight = layer.weight
    parametrize.register_parametrization(layer, "weight", doubled)
    assert parametrize.remove_parametrizations(layer, "weight", leave_parametrized=leave) is layer
    assert layer.weight is weight
    assert layer.weight.tolist() == values
    assert type(layer) is ag.nn.Linear
    assert not hasattr(layer, "parametrizations")
    with pytest.raises(ValueError, match="does not have a parametrization on weight"):
        parametrize.remove_parametrizations(layer, "weight")


def test_what_is_refused(ag, layer, parametrize):
    class Wrong(ag.nn.Module):
        def __init__(self, function):
            super().__init__()
            self.function = function

        def forward(self, x):
            return self.function(x)

    for function, message in (
        (lambda x: x.T, "may not change the shape"),
        (lambda x: x.double(), "may not change the dtype"),
        (lambda x: [x], "must return a tensor. Got list"),
    ):
        with pytest.raises(ValueError, match=message):
            parametrize.register_parametrization(layer, "weight", Wrong(function))
    assert type(layer) is ag.nn.Linear
    assert list(layer.state_dict()) == ["weight", "bias"]
    with pytest.raises(ValueError, match="does not have a parameter, a buffer, or a parametrized element"):
        parametrize.register_parametrization(layer, "height", Wrong(lambda x: x))
    parametrize.register_parametrization(layer, "weight", Wrong(lambda x: x.T), unsafe=True)
    assert layer.weight.shape == (2, 1)


def test_cached(ag, layer, parametrize, doubled):
    parametrize.register_parametrization(layer, "weight", doubled)
    with parametrize.cached():
        first = layer.weight
        with parametrize.cached():
            assert layer.weight is first
        assert layer.weight is first
    assert layer.weight is not first


@pytest.mark.only_arraygrad("In PyTorch copies share their class, and what is removed from one is gone from all")
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda layer: pickle.loads(pickle.dumps(layer))])
def test_copies(ag, copied):
    parametrizations, parametrize = ag.nn.utils.parametrizations, ag.nn.utils.parametrize
    layer = parametrizations.weight_norm(ag.nn.Linear(2, 2))
    other = copied(layer)
    assert other.weight.tolist() == layer.weight.tolist()
    assert repr(other) == repr(layer)
    parametrize.remove_parametrizations(other, "weight")
    assert list(other.state_dict()) == ["bias", "weight"]
    assert layer.weight.tolist() == other.weight.tolist()


def test_transfer(ag, layer, parametrize, doubled):
    parametrize.register_parametrization(layer, "weight", doubled)
    other = ag.nn.Linear(2, 1)
    assert parametrize.transfer_parametrizations_and_params(layer, other) is other
    assert other.parametrizations.weight.original is layer.parametrizations.weight.original
    assert other.weight.tolist() == [[2.0, 4.0]]


def test_spectral_norm_converges(ag):
    layer = ag.nn.utils.parametrizations.spectral_norm(ag.nn.Linear(3, 4), n_power_iterations=5)
    for _ in range(3):
        layer(ag.ones(1, 3))
    assert ag.linalg.matrix_norm(layer.weight, 2).item() == pytest.approx(1.0, abs=1e-3)
    u = layer.parametrizations.weight[0]._u
    layer.eval()
    before = u.tolist()
    layer(ag.ones(1, 3))
    assert u.tolist() == before


@pytest.mark.parametrize("orthogonal_map", ["matrix_exp", "cayley", "householder"])
def test_orthogonal_stays_orthogonal(ag, orthogonal_map):
    layer = ag.nn.Linear(3, 2)
    ag.nn.utils.parametrizations.orthogonal(layer, orthogonal_map=orthogonal_map)
    optimizer = ag.optim.SGD(layer.parameters(), lr=0.1)
    layer(ag.ones(1, 3)).sum().backward()
    before = layer.weight.tolist()
    optimizer.step()
    assert layer.weight.tolist() != before
    assert ag.allclose(layer.weight @ layer.weight.T, ag.eye(2), atol=1e-5)
    with pytest.raises(ValueError, match="Expected a matrix or batch of matrices of shape"):
        layer.weight = ag.ones(2, 2)


def test_settings_of_parametrizations(ag):
    parametrizations, layer = ag.nn.utils.parametrizations, ag.nn.Linear(2, 3)
    for name in ("orthogonal", "spectral_norm"):
        with pytest.raises(ValueError, match="has no parameter or buffer with name 'height'"):
            getattr(parametrizations, name)(layer, "height")
    with pytest.raises(ValueError, match="Expected a matrix or batch of matrices"):
        parametrizations.orthogonal(layer, "bias")
    with pytest.raises(ValueError, match="orthogonal_map has to be one of"):
        parametrizations.orthogonal(layer, orthogonal_map="givens")
    with pytest.raises(ValueError, match="n_power_iterations to be positive"):
        parametrizations.spectral_norm(layer, n_power_iterations=0)
    with pytest.raises(IndexError, match="Dimension out of range"):
        parametrizations.spectral_norm(layer, dim=2)
    assert list(layer.state_dict()) == ["weight", "bias"]
