"""Saving a module's state and taking it back."""

from __future__ import annotations

from collections import OrderedDict

import pytest


@pytest.fixture
def model(ag, device):
    return ag.nn.Sequential(OrderedDict(line=ag.nn.Linear(2, 1), norm=ag.nn.BatchNorm1d(1)))


KEYS = [
    "line.weight",
    "line.bias",
    "norm.weight",
    "norm.bias",
    "norm.running_mean",
    "norm.running_var",
    "norm.num_batches_tracked",
]


def values(module):
    return {key: tensor.tolist() for key, tensor in module.state_dict().items()}


def test_keys_in_order_of_registration(model):
    state = model.state_dict()
    assert isinstance(state, OrderedDict)
    assert list(state) == KEYS
    assert list(model.state_dict(prefix="net.")) == [f"net.{key}" for key in KEYS]
    assert state._metadata == {"": {"version": 1}, "line": {"version": 1}, "norm": {"version": 2}}


def test_tensors_are_detached_and_share_memory(ag, model):
    state = model.state_dict()
    assert not state["line.weight"].requires_grad
    state["line.weight"].zero_()
    assert model.line.weight.tolist() == [[0.0, 0.0]]
    assert model.state_dict(keep_vars=True)["line.weight"] is model.line.weight


def test_destination_is_filled_and_returned(model):
    destination = {"there": 1}
    assert model.state_dict(destination=destination) is destination
    assert list(destination) == ["there", *KEYS]


def test_loading_copies_into_the_tensors(ag, model):
    before = dict(model.named_parameters()), dict(model.named_buffers())
    state = OrderedDict((key, ag.full_like(tensor, 7)) for key, tensor in model.state_dict().items())
    result = model.load_state_dict(state)
    assert repr(result) == str(result) == "<All keys matched successfully>"
    assert result.missing_keys == result.unexpected_keys == []
    assert all(model.get_parameter(name) is p for name, p in before[0].items())
    assert all(model.get_buffer(name) is b for name, b in before[1].items())
    assert model.line.weight.tolist() == [[7.0, 7.0]]
    assert model.line.weight.requires_grad
    assert int(model.norm.num_batches_tracked) == 7
    state["line.weight"].zero_()
    assert model.line.weight.tolist() == [[7.0, 7.0]]


def test_loading_converts_to_the_dtype_of_the_model(ag, model):
    state = {key: tensor.clone() for key, tensor in model.state_dict().items()}
    state["line.weight"] = ag.tensor([[1, 2]])
    state["line.bias"] = ag.tensor([3.0], dtype=ag.float64)
    model.load_state_dict(state)
    assert model.line.weight.dtype == model.line.bias.dtype == ag.float32
    assert model.line.weight.tolist() == [[1.0, 2.0]]
    assert model.line.bias.tolist() == [3.0]


@pytest.mark.only_arraygrad("moves between backends")
def test_loading_moves_to_the_device_of_the_model(ag, model, other_device):
    model.load_state_dict({key: tensor.to(other_device) for key, tensor in model.state_dict().items()})
    assert all(tensor.device != ag.device(other_device) for tensor in model.state_dict().values())


def test_strict_errors_list_everything(ag, model):
    state = model.state_dict()
    del state["line.bias"]
    state["line.scale"] = ag.ones(1)
    state["head.weight"] = ag.ones(1)
    state["norm.bias"] = ag.ones(3)
    with pytest.raises(RuntimeError) as info:
        model.load_state_dict(state)
    size = type(ag.ones(1).shape)
    assert str(info.value) == (
        "Error(s) in loading state_dict for Sequential:\n"
        '\tMissing key(s) in state_dict: "line.bias". \n'
        '\tUnexpected key(s) in state_dict: "head.weight", "line.scale". \n'
        f"\tsize mismatch for norm.bias: copying a param with shape {size([3])} from checkpoint, "
        f"the shape in current model is {size([1])}."
    )


def test_not_strict_reports_keys(ag, model):
    state = model.state_dict()
    del state["line.bias"]
    state["head.weight"] = ag.ones(1)
    result = model.load_state_dict(state, strict=False)
    assert result.missing_keys == ["line.bias"]
    assert result.unexpected_keys == ["head.weight"]
    assert repr(result) == "_IncompatibleKeys(missing_keys=['line.bias'], unexpected_keys=['head.weight'])" or repr(
        result
    ) == ("IncompatibleKeys(missing_keys=['line.bias'], unexpected_keys=['head.weight'])")


def test_shapes_matter_without_strict_too(ag, model):
    with pytest.raises(RuntimeError, match=r"size mismatch for line.weight"):
        model.load_state_dict({"line.weight": ag.ones(2, 1)}, strict=False)


@pytest.mark.only_arraygrad("PyTorch loads what fits before it raises")
def test_a_failed_load_changes_nothing(ag, model):
    before = values(model)
    good = OrderedDict((key, ag.full_like(tensor, 7)) for key, tensor in model.state_dict().items())
    for bad in (
        {**good, "norm.bias": ag.ones(3)},
        {**good, "norm.bias": 3.0},
        {**good, "extra": ag.ones(1)},
        {key: good[key] for key in KEYS[:-3]},
    ):
        with pytest.raises(RuntimeError, match="loading state_dict"):
            model.load_state_dict(bad)
        assert values(model) == before


def test_wants_a_mapping_of_tensors(ag, model):
    with pytest.raises(TypeError, match="Expected state_dict to be dict-like, got <class 'list'>"):
        model.load_state_dict([1])
    with pytest.raises(RuntimeError, match=r'While copying the parameter named "line.weight", expected .*Tensor'):
        model.load_state_dict({"line.weight": [[1.0, 2.0]]}, strict=False)


def test_assign_takes_the_tensors_themselves(ag, model):
    state = {key: tensor.detach().clone() for key, tensor in model.state_dict().items()}
    state["line.weight"] = ag.ones(1, 2, dtype=ag.float64)
    parameter = ag.nn.Parameter(ag.ones(1), requires_grad=True)
    state["line.bias"] = parameter
    model.line.bias.requires_grad_(False)
    model.load_state_dict(state, assign=True)
    assert isinstance(model.line.weight, ag.nn.Parameter)
    assert model.line.weight.dtype == ag.float64
    assert model.line.weight.requires_grad
    assert model.line.bias is parameter
    assert not parameter.requires_grad
    assert model.norm.running_mean is state["norm.running_mean"]


def test_one_element_loads_into_no_dimensions(ag, device):
    module = ag.nn.Module()
    module.scale = ag.nn.Parameter(ag.tensor(1.0))
    module.load_state_dict({"scale": ag.tensor([3.0])})
    assert module.scale.tolist() == 3.0


def test_batch_norm_without_number_of_batches_loads(ag, model):
    state = model.state_dict()
    del state["norm.num_batches_tracked"]
    with pytest.raises(RuntimeError, match="num_batches_tracked"):
        model.load_state_dict(state)
    old = dict(state)  # without metadata: made before the number was kept
    assert not model.load_state_dict(old).missing_keys


def test_none_expects_no_key(ag, device):
    layer = ag.nn.Linear(2, 1, bias=False)
    assert list(layer.state_dict()) == ["weight"]
    with pytest.raises(RuntimeError, match="Unexpected key"):
        layer.load_state_dict({"weight": ag.ones(1, 2), "bias": ag.ones(1)})


def test_extra_state(ag, device):
    class Counter(ag.nn.Module):
        def __init__(self):
            super().__init__()
            self.count = 0

        def get_extra_state(self):
            return {"count": self.count}

        def set_extra_state(self, state):
            self.count = state["count"]

    model = ag.nn.Sequential(Counter())
    model[0].count = 3
    state = model.state_dict()
    assert list(state) == ["0._extra_state"]
    fresh = ag.nn.Sequential(Counter())
    fresh.load_state_dict(state)
    assert fresh[0].count == 3
    with pytest.raises(RuntimeError, match=r'Missing key.*"0._extra_state"'):
        fresh.load_state_dict({})
    with pytest.raises(RuntimeError, match=r'Unexpected key.*"0._extra_state"'):
        ag.nn.Sequential(ag.nn.ReLU()).load_state_dict(state)


def test_hooks_around_saving(ag, model):
    seen = []
    model.line.register_state_dict_pre_hook(lambda module, prefix, keep_vars: seen.append((prefix, keep_vars)))

    def rename(module, state, prefix, metadata):
        state[prefix + "kernel"] = state.pop(prefix + "weight")

    handle = model.line.register_state_dict_post_hook(rename)
    assert "line.kernel" in model.state_dict(keep_vars=True)
    assert seen == [("line.", True)]
    handle.remove()
    assert list(model.state_dict()) == KEYS
    model.register_state_dict_post_hook(lambda module, state, prefix, metadata: state)
    with pytest.raises(RuntimeError, match="state_dict post-hook must return None"):
        model.state_dict()


def test_hooks_around_loading(ag, model):
    def old_name(module, state, prefix, metadata, strict, missing, unexpected, errors):
        if prefix + "kernel" in state:
            state[prefix + "weight"] = state.pop(prefix + "kernel")

    model.line.register_load_state_dict_pre_hook(old_name)
    state = {key: ag.full_like(tensor, 7) for key, tensor in model.state_dict().items()}
    state["line.kernel"] = state.pop("line.weight")
    with pytest.raises(RuntimeError, match=r'Unexpected key.*"line.kernel"'):
        ag.nn.Sequential(OrderedDict(line=ag.nn.Linear(2, 1))).load_state_dict(state)
    del model.norm
    loaded = {key: tensor for key, tensor in state.items() if key.startswith("line")}
    assert not model.load_state_dict(loaded).unexpected_keys
    assert model.line.weight.tolist() == [[7.0, 7.0]]


@pytest.mark.parametrize("with_module", [True, False])
def test_hooks_by_the_older_name(ag, with_module):
    seen = []
    layer = ag.nn.Linear(2, 1)
    layer._register_load_state_dict_pre_hook(lambda *arguments: seen.append(arguments[0]), with_module)
    state = layer.state_dict()
    layer.load_state_dict(state)
    assert seen[0] is layer if with_module else dict(seen[0]).keys() == state.keys()


def test_hook_after_loading_sees_the_values_and_may_forgive(ag, model):
    seen = []

    def forgive(module, keys):
        seen.append((module.line.weight.tolist(), list(keys.missing_keys)))
        keys.missing_keys.clear()

    model.register_load_state_dict_post_hook(forgive)
    state = {"line.weight": ag.ones(1, 2)}
    assert not model.load_state_dict(state).missing_keys
    assert seen[0][0] == [[1.0, 1.0]]
    assert "line.bias" in seen[0][1]
    model.register_load_state_dict_post_hook(lambda module, keys: keys)
    with pytest.raises(AssertionError, match="not expected to return new values"):
        model.load_state_dict(model.state_dict())


def test_a_class_may_mend_old_states(ag, device):
    class Renamed(ag.nn.Linear):
        _version = 2

        def _load_from_state_dict(self, state, prefix, metadata, *rest):
            if metadata.get("version", 1) < 2:
                state[prefix + "weight"] = state.pop(prefix + "w")
            super()._load_from_state_dict(state, prefix, metadata, *rest)

    layer = Renamed(2, 1, bias=False)
    layer.load_state_dict({"w": ag.ones(1, 2)})
    assert layer.weight.tolist() == [[1.0, 1.0]]
    layer.load_state_dict(layer.state_dict())
