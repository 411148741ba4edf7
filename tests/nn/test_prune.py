"""Parts of parameters set to zero for good.

Pruning uses public functions only: one test runs it on every backend.
"""

from __future__ import annotations

import pytest


@pytest.fixture
def prune(ag):
    from importlib import import_module

    return import_module(f"{ag.__name__}.nn.utils.prune")


@pytest.fixture
def layer(ag):
    layer = ag.nn.Linear(3, 2, bias=False)
    layer.load_state_dict({"weight": ag.tensor([[1.0, -6.0, 3.0], [-4.0, 5.0, -2.0]])})
    return layer


def test_the_smallest_are_pruned(ag, device, layer, prune):
    weight = layer.weight
    assert prune.l1_unstructured(layer, "weight", 2) is layer
    assert layer.weight.tolist() == [[0.0, -6.0, 3.0], [-4.0, 5.0, 0.0]]
    assert layer.weight_orig is weight
    assert layer.weight_mask.tolist() == [[0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]
    assert list(layer.state_dict()) == ["weight_orig", "weight_mask"]
    assert prune.is_pruned(ag.nn.Sequential(layer))
    layer(ag.ones(1, 3)).sum().backward()
    assert weight.grad.tolist() == [[0.0, 1.0, 1.0], [1.0, 1.0, 0.0]]
    with ag.no_grad():
        weight.fill_(1.0)
    assert layer(ag.ones(1, 3)).tolist() == [[2.0, 2.0]]


def test_pruned_further(layer, prune):
    prune.l1_unstructured(layer, "weight", 1)
    prune.l1_unstructured(layer, "weight", 0.4)  # of the five that are left
    assert layer.weight.tolist() == [[0.0, -6.0, 0.0], [-4.0, 5.0, 0.0]]
    assert len(layer._forward_pre_hooks) == 1
    prune.ln_structured(layer, "weight", 1, 1, 0)
    assert layer.weight.tolist() == [[0.0, 0.0, 0.0], [-4.0, 5.0, 0.0]]


def test_removing(ag, layer, prune):
    weight = layer.weight
    prune.l1_unstructured(layer, "weight", 2)
    assert prune.remove(layer, "weight") is layer
    assert layer.weight is weight
    assert weight.tolist() == [[0.0, -6.0, 3.0], [-4.0, 5.0, 0.0]]
    assert list(layer.state_dict()) == ["weight"]
    assert not prune.is_pruned(layer)
    with pytest.raises(ValueError, match="has to be pruned before pruning can be removed"):
        prune.remove(layer, "weight")


def test_random_ones_are_as_many_as_asked_for(layer, prune):
    prune.random_unstructured(layer, "weight", 0.5)
    assert int(layer.weight_mask.sum()) == 3
    prune.remove(layer, "weight")
    prune.random_structured(layer, "weight", 1, 1)
    assert sorted(layer.weight_mask.sum(0).tolist()) == [0.0, 2.0, 2.0]


def test_other_importance(ag, layer, prune):
    scores = ag.tensor([[9.0, 0.0, 9.0], [9.0, 9.0, 9.0]])
    prune.l1_unstructured(layer, "weight", 1, importance_scores=scores)
    assert layer.weight.tolist() == [[1.0, 0.0, 3.0], [-4.0, 5.0, -2.0]]
    with pytest.raises(AssertionError, match="importance_scores should have the same shape"):
        prune.l1_unstructured(layer, "weight", 1, importance_scores=ag.ones(2))
    assert prune.L1Unstructured(1).prune(ag.tensor([3.0, 2.0])).tolist() == [3.0, 0.0]


def test_over_all(ag, layer, prune):
    other = ag.nn.Linear(1, 1)
    other.load_state_dict({"weight": ag.tensor([[0.5]]), "bias": ag.tensor([10.0])})
    places = [(layer, "weight"), (other, "weight"), (other, "bias")]
    prune.global_unstructured(places, prune.L1Unstructured, amount=3)
    assert layer.weight.tolist() == [[0.0, -6.0, 3.0], [-4.0, 5.0, 0.0]]
    assert (other.weight.tolist(), other.bias.tolist()) == ([[0.0]], [10.0])
    with pytest.raises(TypeError, match='Only "unstructured" PRUNING_TYPE supported'):
        prune.global_unstructured(places, prune.RandomStructured, amount=1)


def test_what_is_refused(ag, layer, prune):
    for amount, error in ((-1, ValueError), (1.5, ValueError), ("all", TypeError)):
        with pytest.raises(error, match="amount"):
            prune.l1_unstructured(layer, "weight", amount)
    with pytest.raises(ValueError, match="should be smaller than the number of parameters to prune"):
        prune.l1_unstructured(layer, "weight", 7)
    with pytest.raises(IndexError, match="Invalid index 2"):
        prune.ln_structured(layer, "weight", 1, 2, 2)
    with pytest.raises(AssertionError, match="must match"):
        prune.custom_from_mask(layer, "weight", ag.ones(2))
    with pytest.raises(ValueError, match="multidimensional"):
        prune.ln_structured(ag.nn.Linear(1, 2), "bias", 1, 2, 0)
    assert list(layer.state_dict()) == ["weight"]


def test_a_container_takes_methods_for_one_name(prune):
    methods = [prune.Identity(), prune.L1Unstructured(1)]
    for method, name in zip(methods, ("weight", "bias"), strict=True):
        method._tensor_name = name
    container = prune.PruningContainer(methods[0])
    assert (len(container), list(container), container[0]) == (1, methods[:1], methods[0])
    with pytest.raises(ValueError, match="Can only add pruning methods acting on the parameter named 'weight'"):
        container.add_pruning_method(methods[1])
    with pytest.raises(TypeError, match="is not a BasePruningMethod subclass"):
        container.add_pruning_method("identity")
