"""Modules as a whole: moving, modes, text, copies."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest


def small(ag):
    return ag.nn.Sequential(ag.nn.Linear(3, 2), ag.nn.BatchNorm1d(2), ag.nn.ReLU())


def test_forward_is_required(ag, device):
    with pytest.raises(NotImplementedError, match=r'Module \[Module\] is missing the required "forward" function'):
        ag.nn.Module()(1)


def test_takes_no_arguments(ag, device):
    with pytest.raises(TypeError):
        ag.nn.Module(3)


def test_call_passes_arguments_on(ag, device):
    class Affine(ag.nn.Module):
        def forward(self, x, *, scale=1.0):
            return x * scale

    assert Affine()(ag.ones(1), scale=3.0).tolist() == [3.0]


def test_apply_goes_from_the_leaves_to_the_root(ag, device):
    seen = []
    model = ag.nn.Sequential(ag.nn.Sequential(ag.nn.ReLU()), ag.nn.Tanh())
    assert model.apply(lambda module: seen.append(type(module).__name__)) is model
    assert seen == ["ReLU", "Sequential", "Tanh", "Sequential"]


def test_train_and_eval_reach_all_modules(ag, device):
    model = small(ag)
    assert model.training
    assert model.eval() is model
    assert not any(module.training for module in model.modules())
    assert model.train() is model
    assert all(module.training for module in model.modules())
    with pytest.raises(ValueError, match="training mode is expected to be boolean"):
        model.train("yes")


def test_requires_grad_of_all_parameters(ag, device):
    model = small(ag)
    assert model.requires_grad_(False) is model
    assert not any(parameter.requires_grad for parameter in model.parameters())
    model.requires_grad_()
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_casting_changes_parameters_in_place(ag, device):
    model = small(ag)
    before = list(model.parameters())
    model(ag.ones(4, 3)).sum().backward()
    grads = [parameter.grad for parameter in before]
    assert model.double() is model
    assert all(a is b for a, b in zip(model.parameters(), before, strict=True))
    for parameter, grad in zip(before, grads, strict=True):
        assert parameter.dtype == ag.float64
        assert parameter.is_leaf
        assert parameter.requires_grad
        assert parameter.grad is grad
        assert grad.dtype == ag.float64
    assert model[1].running_mean.dtype == ag.float64
    assert model[1].num_batches_tracked.dtype == ag.int64
    out = model(ag.ones(4, 3, dtype=ag.float64))
    assert out.dtype == ag.float64
    out.sum().backward()
    assert model.float()[0].weight.dtype == ag.float32
    if device != "strict":  # which has no half precision
        assert model.half()[0].weight.dtype == ag.float16


def test_casting_keeps_values(ag, device):
    model = ag.nn.Linear(3, 2)
    values = model.weight.tolist()
    assert model.double().weight.tolist() == values
    assert model.to(ag.float32).weight.tolist() == values


@pytest.mark.parametrize(
    "how",
    [
        lambda m, ag: m.to(ag.float64),
        lambda m, ag: m.to(dtype=ag.float64),
        lambda m, ag: m.to(ag.ones(1, dtype=ag.float64)),
        lambda m, ag: m.to(m.weight.device, ag.float64),
        lambda m, ag: m.to(m.weight.device, ag.float64, True),
        lambda m, ag: m.to(device=m.weight.device, dtype=ag.float64, non_blocking=True),
        lambda m, ag: m.type(ag.float64),
    ],
)
def test_forms_of_to(ag, device, how):
    model = ag.nn.Linear(3, 2)
    place = model.weight.device
    assert how(model, ag) is model
    assert model.weight.dtype == ag.float64
    assert model.weight.device == place


def test_to_refuses(ag, device):
    model = ag.nn.Linear(3, 2)
    with pytest.raises(TypeError, match="only accepts floating point or complex dtypes, but got desired dtype="):
        model.to(ag.int64)
    assert model.to() is model
    with pytest.raises(TypeError):
        model.to(device=None, kind="fast")
    with pytest.raises(RuntimeError):
        model.to("no_such_device")
    assert model.weight.dtype == ag.float32


def test_to_the_same_place_changes_nothing(ag, device):
    model = small(ag)
    buffer = model[1].running_mean
    weight = model[0].weight.detach()
    model.to(model[0].weight.device).float()
    assert model[1].running_mean is buffer
    weight.zero_()
    assert model[0].weight.abs().sum().item() == 0.0


@pytest.mark.only_arraygrad("moves between backends")
def test_moving_takes_parameters_gradients_and_buffers_along(ag, device, other_device):
    model = small(ag)
    before = list(model.parameters())
    model(ag.ones(4, 3)).sum().backward()
    values = [parameter.tolist() for parameter in before]
    assert model.to(other_device) is model
    assert [parameter.tolist() for parameter in model.parameters()] == values
    assert all(a is b for a, b in zip(model.parameters(), before, strict=True))
    for tensor in (*before, *(p.grad for p in before), *model.buffers()):
        assert tensor.device == ag.device(other_device)
    model(ag.ones(4, 3, device=other_device)).sum().backward()


def test_what_is_shared_stays_shared(ag, device):
    model = ag.nn.Module()
    model.a = ag.nn.Linear(2, 2)
    model.b = ag.nn.Linear(2, 2)
    model.b.weight = model.a.weight
    model.double()
    assert model.b.weight is model.a.weight
    assert model.a.weight.dtype == ag.float64


@pytest.mark.only_arraygrad("PyTorch stops halfway")
def test_a_failed_move_changes_nothing(ag, device):
    model = small(ag)

    def fails_late(tensor):
        if tensor.ndim == 0:
            raise RuntimeError("no room")
        return tensor.double()

    with pytest.raises(RuntimeError, match="no room"):
        model._apply(fails_late)
    assert all(parameter.dtype == ag.float32 for parameter in model.parameters())
    assert model[1].running_mean.dtype == ag.float32


def test_repr(ag, device):
    class Block(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = small(ag)
            self.many = ag.nn.ModuleList([ag.nn.ReLU(), ag.nn.ReLU(), ag.nn.Sequential(ag.nn.Tanh())])

        def extra_repr(self):
            return "one=1\ntwo=2"

    assert repr(Block()) == (
        "Block(\n"
        "  one=1\n"
        "  two=2\n"
        "  (layers): Sequential(\n"
        "    (0): Linear(in_features=3, out_features=2, bias=True)\n"
        "    (1): BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)\n"
        "    (2): ReLU()\n"
        "  )\n"
        "  (many): ModuleList(\n"
        "    (0-1): 2 x ReLU()\n"
        "    (2): Sequential(\n"
        "      (0): Tanh()\n"
        "    )\n"
        "  )\n"
        ")"
    )
    assert repr(ag.nn.Module()) == "Module()"


def test_deepcopy_has_memory_of_its_own(ag, device):
    model = small(ag).eval()
    twin = copy.deepcopy(model)
    assert list(twin.state_dict()) == list(model.state_dict())
    assert not twin[0].training
    with ag.no_grad():
        twin[0].weight.zero_()
        twin[1].running_mean.add_(1)
    assert model[0].weight.abs().sum().item() > 0
    assert model[1].running_mean.tolist() == [0.0, 0.0]


def test_pickle(ag, device):
    model = small(ag)
    loaded = pickle.loads(pickle.dumps(model))
    assert repr(loaded) == repr(model)
    x = ag.ones(2, 3)
    np.testing.assert_array_equal(loaded.eval()(x).tolist(), model.eval()(x).tolist())
    assert all(type(parameter).__name__ == "Parameter" for parameter in loaded.parameters())


def test_modules_are_hashed_by_identity(ag, device):
    assert len({ag.nn.ReLU(), ag.nn.ReLU()}) == 2


def test_pickle_of_functions_and_hooks(ag):
    model = ag.nn.Transformer(4, 2, 1, 1, 8, batch_first=True)
    loaded = pickle.loads(pickle.dumps(model))
    assert repr(loaded) == repr(model)
    layer = loaded.encoder.layers[0]
    assert layer.activation is ag.nn.functional.relu


def test_an_older_state_is_completed_by_a_class(ag):
    class Named(ag.nn.Linear):
        def __setstate__(self, state):
            super().__setstate__(state)
            if not hasattr(self, "label"):
                self.label = "unknown"

    layer = Named.__new__(Named)
    layer.__setstate__(ag.nn.Linear(2, 1).__dict__)
    assert layer.label == "unknown"
    assert layer(ag.ones(1, 2)).shape == (1, 1)


def test_to_empty(ag, device):
    model = small(ag)
    parameters, buffer = list(model.parameters()), model[1].running_mean
    assert model.to_empty(device=None) is model
    assert all(p is q for p, q in zip(model.parameters(), parameters, strict=True))
    assert model[1].running_mean is not buffer
    assert model[1].running_mean.shape == buffer.shape
    first = ag.nn.Sequential(small(ag))
    inner = first[0][1].running_mean
    first.to_empty(device=None, recurse=False)
    assert first[0][1].running_mean is inner


@pytest.mark.only_arraygrad("moves between backends")
def test_to_empty_on_another_device(ag, device, other_device):
    model = small(ag).to_empty(device=other_device)
    assert {t.device for t in (*model.parameters(), *model.buffers())} == {ag.device(other_device)}


def test_initialisation_of_other_bases(ag):
    class Named:
        def __init__(self, name):
            self.name = name

    class Plain(ag.nn.Module, Named):
        pass

    class Both(ag.nn.Module, Named):
        call_super_init = True

    assert not hasattr(Plain(), "name")
    assert Both("x").name == "x"
    with pytest.raises(TypeError, match="got an unexpected keyword argument 'name'"):
        Plain(name="x")
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        Plain("x")
