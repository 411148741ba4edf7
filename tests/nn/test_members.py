"""How members get into a module and how they are found there."""

from __future__ import annotations

import re

import pytest


def named(iterator):
    return [name for name, _ in iterator]


class Model:
    """Built per test, because the library is a fixture."""

    def __new__(cls, ag):
        nn = ag.nn

        class Inner(nn.Module):
            def __init__(self):
                super().__init__()
                self.w = nn.Parameter(ag.ones(2))
                self.register_buffer("seen", ag.zeros(1))

        class Outer(nn.Module):
            def __init__(self):
                super().__init__()
                self.a = nn.Parameter(ag.ones(1))
                self.left = Inner()
                self.right = Inner()
                self.plain = ag.ones(1)
                self.number = 3

        return Outer()


def test_assignment_registers_by_kind(ag, device):
    model = Model(ag)
    assert named(model.named_parameters()) == ["a", "left.w", "right.w"]
    assert named(model.named_buffers()) == ["left.seen", "right.seen"]
    assert named(model.named_children()) == ["left", "right"]
    assert named(model.named_modules()) == ["", "left", "right"]
    assert "plain" in model.__dict__
    assert "a" not in model.__dict__
    assert list(model.children()) == [model.left, model.right]
    assert list(model.modules()) == [model, model.left, model.right]


def test_walks_take_prefix_and_recurse(ag, device):
    model = Model(ag)
    assert named(model.named_parameters(prefix="m")) == ["m.a", "m.left.w", "m.right.w"]
    assert named(model.named_parameters(recurse=False)) == ["a"]
    assert named(model.named_buffers(prefix="m", recurse=False)) == []
    assert len(list(model.parameters(recurse=False))) == 1
    assert len(list(model.buffers())) == 2
    assert named(model.named_modules(prefix="m")) == ["m", "m.left", "m.right"]


def test_what_is_shared_is_passed_once_unless_asked(ag, device):
    model = Model(ag)
    model.right = model.left
    assert named(model.named_parameters()) == ["a", "left.w"]
    assert named(model.named_parameters(remove_duplicate=False)) == ["a", "left.w", "right.w"]
    assert named(model.named_modules()) == ["", "left"]
    assert named(model.named_modules(remove_duplicate=False)) == ["", "left", "right"]
    assert named(model.named_children()) == ["left"]
    model.b = model.a
    assert named(model.named_parameters(recurse=False)) == ["a"]
    assert list(model.state_dict()) == ["a", "b", "left.w", "left.seen", "right.w", "right.seen"]


def test_none_is_kept_as_a_name(ag, device):
    model = Model(ag)
    model.a = None
    model.left = None
    assert model.a is None
    assert model.left is None
    assert named(model.named_parameters()) == ["right.w"]
    model.a = ag.nn.Parameter(ag.ones(1))
    assert named(model.named_parameters()) == ["a", "right.w"]
    model.register_parameter("later", None)
    model.register_buffer("empty", None)
    model.add_module("nothing", None)
    assert model.later is None
    assert model.empty is None
    assert model.nothing is None
    assert list(model.state_dict()) == ["a", "right.w", "right.seen"]


def test_assignment_moves_a_name_to_its_new_kind(ag, device):
    nn = ag.nn
    module = nn.Module()
    module.x = 1
    module.x = nn.ReLU()
    assert "x" not in module.__dict__
    module.x = nn.Parameter(ag.ones(1))
    assert named(module.named_children()) == []
    module.register_buffer("y", ag.zeros(1), persistent=False)
    module.y = nn.Parameter(ag.ones(1))
    assert named(module.named_buffers()) == []
    assert list(module.state_dict()) == ["x", "y"]


def test_a_buffer_stays_a_buffer_when_assigned(ag, device):
    module = ag.nn.Module()
    module.register_buffer("mean", ag.zeros(1), persistent=False)
    new = ag.ones(2)
    module.mean = new
    assert module.mean is new
    assert named(module.named_buffers()) == ["mean"]
    assert list(module.state_dict()) == []
    module.register_buffer("mean", new)
    assert list(module.state_dict()) == ["mean"]


@pytest.mark.parametrize(
    ("assign", "error", "message"),
    [
        (lambda m, ag: setattr(m, "a", ag.ones(1)), TypeError, "cannot assign '.*' as parameter 'a'"),
        (lambda m, ag: setattr(m, "left", ag.ones(1)), TypeError, "cannot assign '.*' as child module 'left'"),
        (lambda m, ag: setattr(m.left, "seen", 3), TypeError, "cannot assign 'int' as buffer 'seen'"),
        (lambda m, ag: m.register_parameter("p", 3), TypeError, "cannot assign 'int' object to parameter 'p'"),
        (lambda m, ag: m.register_buffer("p", [1]), TypeError, "cannot assign 'list' object to buffer 'p'"),
        (lambda m, ag: m.add_module("p", 3), TypeError, "int is not a Module subclass"),
        (lambda m, ag: m.register_parameter(3, None), TypeError, "parameter name should be a string. Got int"),
        (lambda m, ag: m.register_buffer(3, None), TypeError, "buffer name should be a string. Got int"),
        (lambda m, ag: m.add_module(3, None), TypeError, "module name should be a string. Got int"),
        (lambda m, ag: m.register_parameter("p.q", None), KeyError, 'parameter name can\'t contain "."'),
        (lambda m, ag: m.register_buffer("p.q", None), KeyError, 'buffer name can\'t contain "."'),
        (lambda m, ag: m.add_module("p.q", None), KeyError, 'module name can\'t contain ".", got: p.q'),
        (lambda m, ag: m.register_parameter("", None), KeyError, "parameter name can't be empty string"),
        (lambda m, ag: m.register_buffer("", None), KeyError, "buffer name can't be empty string"),
        (lambda m, ag: m.add_module("", None), KeyError, "module name can't be empty string"),
        (lambda m, ag: m.register_parameter("number", None), KeyError, "attribute 'number' already exists"),
        (lambda m, ag: m.register_buffer("plain", None), KeyError, "attribute 'plain' already exists"),
        (lambda m, ag: m.add_module("forward", None), KeyError, "attribute 'forward' already exists"),
        (lambda m, ag: getattr(m, "missing"), AttributeError, "'Outer' object has no attribute 'missing'"),  # noqa: B009
        (lambda m, ag: delattr(m, "missing"), AttributeError, "missing"),
    ],
)
def test_refuses(ag, device, assign, error, message):
    model = Model(ag)
    before = list(model.state_dict())
    with pytest.raises(error) as info:
        assign(model, ag)
    assert re.search(message, info.value.args[0])
    assert list(model.state_dict()) == before


def test_a_computed_parameter_is_refused(ag, device):
    class Scaled(ag.nn.Module):
        def __init__(self):
            super().__init__()
            computed = ag.nn.Parameter(ag.ones(2))
            with ag.no_grad():
                computed.zero_()
            self.w = computed

    Scaled()
    module = ag.nn.Module()
    with pytest.raises(TypeError, match="cannot assign"):
        module.register_parameter("w", ag.ones(1, requires_grad=True) * 2)


@pytest.mark.parametrize("kind", ["parameters", "module", "buffer"])
def test_needs_init_first(ag, device, kind):
    class Hasty(ag.nn.Module):
        def __init__(self):
            self.fine = 3
            self.x = {
                "parameters": lambda: ag.nn.Parameter(ag.ones(1)),
                "module": lambda: ag.nn.ReLU(),
                "buffer": lambda: ag.nn.Buffer(ag.ones(1)),
            }[kind]()

    with pytest.raises(AttributeError, match=f"cannot assign {kind} before Module.__init__\\(\\) call"):
        Hasty()


def test_deleting(ag, device):
    model = Model(ag)
    del model.a
    del model.left.seen
    del model.right
    del model.number
    assert list(model.state_dict()) == ["left.w"]
    assert not hasattr(model, "number")


def test_finding_by_path(ag, device):
    model = Model(ag)
    assert model.get_submodule("") is model
    assert model.get_submodule("left") is model.left
    assert model.get_parameter("left.w") is model.left.w
    assert model.get_parameter("a") is model.a
    assert model.get_buffer("right.seen") is model.right.seen
    for find, message in [
        (lambda: model.get_submodule("middle"), "Outer has no attribute `middle`"),
        (lambda: model.get_submodule("a"), "`a` is not an nn.Module"),
        (lambda: model.get_submodule("left.w.x"), "`w` is not an nn.Module"),
        (lambda: model.get_parameter("left.seen"), "`seen` is not an nn.Parameter"),
        (lambda: model.get_parameter("left.x"), "Inner has no attribute `x`"),
        (lambda: model.get_buffer("left.w"), "`w` is not a buffer"),
        (lambda: model.get_buffer("x"), "Outer has no attribute `x`"),
    ]:
        with pytest.raises(AttributeError, match=message):
            find()


def test_replacing_by_path(ag, device):
    model = Model(ag)
    relu = ag.nn.ReLU()
    model.set_submodule("left.act", relu)
    assert model.left.act is relu
    model.set_submodule("right", relu, strict=True)
    assert model.right is relu
    with pytest.raises(AttributeError, match="has no attribute `act`"):
        model.set_submodule("right.act", relu, strict=True)
    with pytest.raises(AttributeError, match=r"`number` is not an nn.Module"):
        model.set_submodule("number", relu)
    with pytest.raises(ValueError, match="without a target name"):
        model.set_submodule("", relu)
    with pytest.raises(ValueError, match=r"is not an nn.Module"):
        model.set_submodule("left", 3)


def test_dir_lists_members(ag, device):
    listed = dir(Model(ag))
    assert {"a", "left", "right", "number", "forward"} <= set(listed)
    assert "0" not in dir(ag.nn.Sequential(ag.nn.ReLU()))
    assert listed == sorted(listed)
