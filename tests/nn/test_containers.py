"""Modules that hold modules and parameters."""

from __future__ import annotations

from collections import OrderedDict

import pytest


def relus(ag, n):
    return [ag.nn.LeakyReLU(i / 10) for i in range(n)]


def slopes(container):
    return [module.negative_slope for module in container]


def test_sequential_calls_in_order(ag, device):
    model = ag.nn.Sequential(ag.nn.Flatten(), ag.nn.ReLU(), ag.nn.Linear(4, 2))
    assert tuple(model(ag.ones(3, 2, 2)).shape) == (3, 2)
    assert list(model.state_dict()) == ["2.weight", "2.bias"]
    assert ag.nn.Sequential()(3) == 3


def test_sequential_with_names(ag, device):
    model = ag.nn.Sequential(OrderedDict(a=ag.nn.Linear(2, 3), b=ag.nn.ReLU()))
    assert list(model.state_dict()) == ["a.weight", "a.bias"]
    assert model.a is model[0]
    assert [name for name, _ in model[1:].named_children()] == ["b"]


@pytest.mark.parametrize("kind", ["Sequential", "ModuleList"])
def test_positions(ag, device, kind):
    parts = relus(ag, 5)
    model = getattr(ag.nn, kind)(*([parts] if kind == "ModuleList" else parts))
    assert len(model) == 5
    assert list(model) == parts
    assert model[0] is parts[0]
    assert model[-1] is parts[4]
    assert type(model[1:3]).__name__ == kind
    assert list(model[1:3]) == parts[1:3]
    new = ag.nn.ReLU()
    model[-1] = new
    assert model[4] is new
    del model[0]
    assert [name for name, _ in model.named_children()] == ["0", "1", "2", "3"]
    del model[1:3]
    assert list(model) == [parts[1], new]
    assert model.append(parts[0]) is model
    model.insert(0, parts[2])
    assert list(model) == [parts[2], parts[1], new, parts[0]]
    assert model.pop(0) is parts[2]
    assert model.pop(-1) is parts[0]
    assert model.extend([parts[3], parts[4]]) is model
    assert list(model) == [parts[1], new, parts[3], parts[4]]
    assert [name for name, _ in model.named_children()] == ["0", "1", "2", "3"]
    for index in (4, -5):
        with pytest.raises(IndexError, match="out of range"):
            model[index]
    with pytest.raises(TypeError):
        model.append(3)
    assert len(model) == 4


def test_sequential_arithmetic(ag, device):
    a, b = ag.nn.Sequential(*relus(ag, 2)), ag.nn.Sequential(ag.nn.LeakyReLU(0.9))
    assert slopes(a + b) == [0.0, 0.1, 0.9]
    assert slopes(a * 2) == slopes(2 * a) == [0.0, 0.1, 0.0, 0.1]
    same = a
    a += b
    assert a is same
    assert slopes(a) == [0.0, 0.1, 0.9]
    a *= 2
    assert a is same
    assert slopes(a) == [0.0, 0.1, 0.9, 0.0, 0.1, 0.9]
    with pytest.raises(ValueError, match="add operator supports only objects of Sequential class, but"):
        a + [ag.nn.ReLU()]  # noqa: RUF005
    with pytest.raises(TypeError, match="unsupported operand type"):
        a * 1.5
    with pytest.raises(ValueError, match="Non-positive multiplication factor 0"):
        a * 0
    with pytest.raises(IndexError):
        a.insert(99, ag.nn.ReLU())
    with pytest.raises(AssertionError):
        a.insert(0, 3)


def test_module_list_arithmetic(ag, device):
    layers = ag.nn.ModuleList(relus(ag, 2))
    both = layers + [ag.nn.LeakyReLU(0.9)]  # noqa: RUF005
    assert slopes(both) == [0.0, 0.1, 0.9]
    assert slopes(layers) == [0.0, 0.1]
    layers += [ag.nn.LeakyReLU(0.5)]
    assert slopes(layers) == [0.0, 0.1, 0.5]
    with pytest.raises(TypeError, match=r"ModuleList.extend should be called with an iterable, but got int"):
        layers.extend(3)
    with pytest.raises(NotImplementedError):
        layers(1)


def test_module_list_repr(ag, device):
    assert repr(ag.nn.ModuleList()) == "ModuleList()"
    text = repr(ag.nn.ModuleList([ag.nn.ReLU(), ag.nn.Tanh(), ag.nn.Tanh()]))
    assert text == "ModuleList(\n  (0): ReLU()\n  (1-2): 2 x Tanh()\n)"


def test_module_dict(ag, device):
    a, b = ag.nn.Linear(1, 1), ag.nn.ReLU()
    layers = ag.nn.ModuleDict({"a": a, "b": b})
    assert list(layers) == list(layers.keys()) == ["a", "b"]
    assert list(layers.values()) == [a, b]
    assert list(layers.items()) == [("a", a), ("b", b)]
    assert layers["a"] is layers.a is a
    assert "a" in layers
    assert "c" not in layers
    assert list(layers.state_dict()) == ["a.weight", "a.bias"]
    layers["a"] = b
    layers.update([("c", a)])
    assert list(layers) == ["a", "b", "c"]
    assert layers.pop("c") is a
    del layers["b"]
    assert len(layers) == 1
    with pytest.raises(KeyError):
        layers["zzz"]
    layers.clear()
    assert len(layers) == 0
    for bad, error in ((3, TypeError), ([3], TypeError), ([("a", b, b)], ValueError)):
        with pytest.raises(error):
            layers.update(bad)


def test_parameter_list(ag, device):
    nn = ag.nn
    first = nn.Parameter(ag.ones(1))
    values = nn.ParameterList([first, ag.zeros(2, 3)])
    assert len(values) == 2
    assert values[0] is first
    assert isinstance(values[1], nn.Parameter)
    assert [name for name, _ in values.named_parameters()] == ["0", "1"]
    assert values.append("text") is values
    values += [ag.ones(1)]
    values.extend([ag.ones(1)])
    assert len(values) == 5
    assert values[2] == "text"
    values[-1] = first
    assert values[4] is first
    assert [tuple(p.shape) for p in values[:2]] == [(1,), (2, 3)]
    assert list(values.state_dict()) == ["0", "1", "3", "4"]
    if first.device.type == "cpu":
        assert f"(1): Parameter containing: [{ag.float32} of size 2x3]" in repr(values)
    assert "(2): Object of type: str" in repr(values)
    with pytest.raises(IndexError, match="index 9 is out of range"):
        values[9]
    with pytest.raises(TypeError, match="should be called with an iterable"):
        values.extend(ag.ones(2))
    with pytest.raises(RuntimeError, match="should not be called"):
        values()


def test_parameter_dict(ag, device):
    nn = ag.nn
    values = nn.ParameterDict({"b": ag.ones(1), "a": ag.zeros(2)})
    assert list(values) == ["a", "b"]
    assert list(nn.ParameterDict(OrderedDict(b=ag.ones(1), a=ag.ones(1)))) == ["b", "a"]
    assert isinstance(values["a"], nn.Parameter)
    values["c"] = 3
    assert [name for name, _ in values.named_parameters()] == ["a", "b"]
    assert values.get("zzz", 5) == 5
    assert values.setdefault("c", 4) == 3
    assert values.setdefault("d", 4) == 4
    assert values.pop("d") == 4
    assert values.popitem() == ("c", 3)
    assert "c" not in values
    assert list(reversed(values)) == ["b", "a"]
    assert dict(values.items())["a"] is values["a"]
    assert len(list(values.values())) == 2
    other = nn.ParameterDict({"z": ag.ones(1)})
    assert list(values | other) == ["a", "b", "z"]
    values |= other
    assert list(values.copy()) == ["a", "b", "z"]
    assert list(values.fromkeys(["p", "q"], 1)) == ["p", "q"]
    del values["z"]
    with pytest.raises(AttributeError):
        values["z"]
    values.clear()
    assert len(values) == 0
    with pytest.raises(RuntimeError, match="should not be called"):
        values(1)
    with pytest.raises(TypeError, match="not a string"):
        values[3] = ag.ones(1)


def test_text_of_a_dictionary_of_parameters(ag):
    text = repr(ag.nn.ParameterDict({"a": ag.ones(2), "b": 3}))
    assert f"(a): Parameter containing: [{ag.ones(1).type()} of size 2]" in text
    assert "(b): Object of type: int" in text
