"""What all optimizers share: groups, state, hooks."""

from __future__ import annotations

import copy
import importlib
import pickle
import re

import pytest


def weights(ag, n=2):
    return [ag.ones(2, requires_grad=True) for _ in range(n)]


def backward(params):
    sum((p * p).sum() for p in params).backward()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda ag: [], ValueError, "optimizer got an empty parameter list"),
        (lambda ag: ag.ones(1), TypeError, "params argument given to the optimizer should be an iterable of"),
        (lambda ag: [3], TypeError, "optimizer can only optimize Tensors, but one of the params is int"),
        (lambda ag: [ag.ones(1, requires_grad=True) * 2], ValueError, "can't optimize a non-leaf Tensor"),
        (lambda ag: [{"params": {ag.ones(1)}}], TypeError, "need to be organized in ordered collections"),
        (lambda ag: [("a", ag.ones(1)), ag.ones(1)], ValueError, "Some param names are missing"),
    ],
)
def test_refuses_parameters(ag, device, make, error, message):
    with pytest.raises(error, match=message):
        ag.optim.SGD(make(ag), lr=0.1)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda o, p: o.SGD(p, lr=-1.0), "Invalid learning rate: -1.0"),
        (lambda o, p: o.SGD(p, momentum=-1.0), "Invalid momentum value: -1.0"),
        (lambda o, p: o.SGD(p, weight_decay=-1.0), "Invalid weight_decay value: -1.0"),
        (lambda o, p: o.SGD(p, nesterov=True), "Nesterov momentum requires a momentum and zero dampening"),
        (lambda o, p: o.Adam(p, lr=-1.0), "Invalid learning rate: -1.0"),
        (lambda o, p: o.Adam(p, eps=-1.0), "Invalid epsilon value: -1.0"),
        (lambda o, p: o.Adam(p, betas=(1.0, 0.9)), "Invalid beta parameter at index 0: 1.0"),
        (lambda o, p: o.AdamW(p, betas=(0.9, -0.1)), "Invalid beta parameter at index 1: -0.1"),
        (lambda o, p: o.AdamW(p, weight_decay=-0.1), "Invalid weight_decay value: -0.1"),
        (lambda o, p: o.Adam(p, lr=p[0].detach()), "Tensor lr must be 1-element"),
        (lambda o, p: o.Adamax(p, betas=(1.0, 0.9)), "Invalid beta parameter at index 0: 1.0"),
        (lambda o, p: o.NAdam(p, momentum_decay=-1.0), "Invalid momentum_decay value: -1.0"),
        (lambda o, p: o.RAdam(p, eps=-1.0), "Invalid epsilon value: -1.0"),
        (lambda o, p: o.Adagrad(p, lr_decay=-1.0), "Invalid lr_decay value: -1.0"),
        (lambda o, p: o.Adagrad(p, initial_accumulator_value=-1.0), "Invalid initial_accumulator_value value: -1.0"),
        (lambda o, p: o.Adadelta(p, rho=2.0), "Invalid rho value: 2.0"),
        (lambda o, p: o.RMSprop(p, alpha=-1.0), "Invalid alpha value: -1.0"),
        (lambda o, p: o.Rprop(p, etas=(0.5, 0.9)), "Invalid eta values: 0.5, 0.9"),
        (lambda o, p: o.ASGD(p, weight_decay=-1.0), "Invalid weight_decay value: -1.0"),
        (lambda o, p: o.Adafactor(p, lr=-1.0), "Learning rate should be >= 0 but is: -1.0"),
        (lambda o, p: o.Adafactor(p, beta2_decay=0.5), "beta2_decay should be <= 0 but is: 0.5"),
        (lambda o, p: o.Adafactor(p, eps=(-1.0, 1.0)), "epsilon1 should be >= 0 but is: -1.0"),
        (lambda o, p: o.Adafactor(p, eps=(None, -1.0)), "epsilon2 should be >= 0 but is: -1.0"),
        (lambda o, p: o.Adafactor(p, d=0.5), "Clipping threshold d should be >= 1 but is: 0.5"),
        (lambda o, p: o.Muon(p), "Muon only supports 2D parameters"),
        (lambda o, p: o.Muon(p, momentum=-1.0), "momentum should be >= 0 but is: -1.0"),
        (lambda o, p: o.Muon(p, adjust_lr_fn="x"), "Adjust learning rate function x is not supported"),
        (lambda o, p: o.LBFGS([{"params": [x]} for x in p]), "LBFGS doesn't support per-parameter options"),
    ],
)
def test_refuses_settings(ag, device, build, message):
    with pytest.raises(ValueError, match=message):
        build(ag.optim, weights(ag))


def test_takes_any_iterable(ag, device):
    layer = ag.nn.Linear(2, 1)
    assert len(ag.optim.SGD(layer.parameters(), lr=0.1).param_groups[0]["params"]) == 2
    named = ag.optim.SGD(layer.named_parameters(), lr=0.1).param_groups[0]
    assert named["param_names"] == ["weight", "bias"]
    assert named["params"][0] is layer.weight


def test_groups_have_settings_of_their_own(ag, device):
    a, b = weights(ag)
    optimizer = ag.optim.SGD([{"params": [a]}, {"params": b, "lr": 0.5}], lr=0.25)
    assert [group["lr"] for group in optimizer.param_groups] == [0.25, 0.5]
    backward([a, b])
    optimizer.step()
    assert a.tolist() == [0.5, 0.5]
    assert b.tolist() == [0.0, 0.0]


def test_adding_groups(ag, device):
    a, b = weights(ag)
    optimizer = ag.optim.SGD([a], lr=0.25)
    optimizer.add_param_group({"params": [b], "momentum": 0.5})
    assert optimizer.param_groups[1]["lr"] == 0.25
    for group, error, message in [
        ({"params": [a]}, ValueError, "some parameters appear in more than one parameter group"),
        ({"params": [("x", ag.ones(1))]}, ValueError, "cannot add param group with names to the optimizer"),
        ([a], TypeError, "param_group must be a dict, but got"),
    ]:
        with pytest.raises(error, match=message):
            optimizer.add_param_group(group)
        assert len(optimizer.param_groups) == 2
    with pytest.warns(UserWarning, match="duplicate parameters"):
        ag.optim.SGD([a, a], lr=0.1)


def test_skips_what_has_no_gradient(ag, device):
    for build in (
        lambda p: ag.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1),
        lambda p: ag.optim.AdamW(p, lr=0.1),
    ):
        a, b = weights(ag)
        optimizer = build([a, b])
        backward([a])
        optimizer.step()
        assert a.tolist() != [1.0, 1.0]
        assert b.tolist() == [1.0, 1.0]
        assert list(optimizer.state) == [a]


def test_step_runs_a_closure_with_gradients(ag, device):
    (a,) = weights(ag, 1)
    optimizer = ag.optim.SGD([a], lr=0.25)

    def closure():
        optimizer.zero_grad()
        loss = (a * a).sum()
        loss.backward()
        return loss

    with ag.no_grad():
        loss = optimizer.step(closure)
    assert loss.item() == 2.0
    assert a.tolist() == [0.5, 0.5]
    assert optimizer.step() is None


def test_step_keeps_leaves_and_raises_the_version(ag, device):
    (a,) = weights(ag, 1)
    optimizer = ag.optim.Adam([a], lr=0.1)
    out = (a * a).sum()
    out.backward(retain_graph=True)
    grad = a.grad
    optimizer.step()
    assert a.is_leaf
    assert a.requires_grad
    assert a.grad is grad
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        out.backward()


def test_state_dict_has_numbers_for_parameters(ag, device):
    a, b, c = weights(ag, 3)
    optimizer = ag.optim.SGD([{"params": [a, b]}, {"params": [c], "lr": 0.5}], lr=0.1, momentum=0.9)
    assert optimizer.state_dict()["state"] == {}
    backward([b, c])
    optimizer.step()
    state = optimizer.state_dict()
    assert [group["params"] for group in state["param_groups"]] == [[0, 1], [2]]
    assert [group["lr"] for group in state["param_groups"]] == [0.1, 0.5]
    assert list(state["state"]) == [1, 2]
    assert state["state"][1]["momentum_buffer"].tolist() == [2.0, 2.0]


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("SGD", {"momentum": 0.9}),
        ("Adam", {"amsgrad": True}),
        ("AdamW", {"amsgrad": True}),
        ("NAdam", {}),
        ("ASGD", {}),
        ("RMSprop", {"momentum": 0.9, "centered": True}),
        ("Adafactor", {}),
    ],
)
def test_a_resumed_run_equals_the_uninterrupted_one(ag, device, name, kwargs):
    def build(params):
        return getattr(ag.optim, name)(params, lr=0.1, weight_decay=0.1, **kwargs)

    def advance(params, optimizer, steps):
        for _ in range(steps):
            optimizer.zero_grad()
            (params[0] * params[1] + params[1] ** 2).sum().backward()
            optimizer.step()

    whole = weights(ag)
    optimizer = build(whole)
    advance(whole, optimizer, 2)
    saved = [p.detach().clone() for p in whole], copy.deepcopy(optimizer.state_dict())
    advance(whole, optimizer, 3)
    resumed = [p.requires_grad_() for p in saved[0]]
    other = build(resumed)
    other.load_state_dict(saved[1])
    advance(resumed, other, 3)
    assert [p.tolist() for p in resumed] == [p.tolist() for p in whole]


def test_loading_converts_to_the_parameters(ag, device):
    (a,) = weights(ag, 1)
    first = ag.optim.Adam([a], lr=0.1)
    backward([a])
    first.step()
    b = ag.ones(2, dtype=ag.float64, requires_grad=True)
    second = ag.optim.Adam([b], lr=0.5, eps=1.0)
    second.load_state_dict(first.state_dict())
    assert second.state[b]["exp_avg"].dtype == ag.float64
    assert second.state[b]["step"].item() == 1
    assert second.param_groups[0]["lr"] == 0.1
    assert second.param_groups[0]["eps"] == 1e-8
    assert second.param_groups[0]["params"][0] is b


@pytest.mark.only_arraygrad("PyTorch shares the tensors")
def test_loading_copies(ag, device):
    (a,) = weights(ag, 1)
    first = ag.optim.SGD([a], lr=0.1, momentum=0.9)
    backward([a])
    first.step()
    (b,) = weights(ag, 1)
    second = ag.optim.SGD([b], lr=0.1, momentum=0.9)
    second.load_state_dict(first.state_dict())
    second.state[b]["momentum_buffer"].zero_()
    assert first.state[a]["momentum_buffer"].tolist() == [2.0, 2.0]


def test_loading_refuses_other_groups(ag, device):
    a, b = weights(ag)
    optimizer = ag.optim.SGD([a], lr=0.1)
    with pytest.raises(ValueError, match="different number of parameter groups"):
        optimizer.load_state_dict(ag.optim.SGD([{"params": a}, {"params": b}], lr=0.2).state_dict())
    with pytest.raises(ValueError, match="doesn't match the size of optimizer's group"):
        optimizer.load_state_dict(ag.optim.SGD([a, b], lr=0.2).state_dict())
    assert optimizer.param_groups[0]["lr"] == 0.1


def test_hooks_around_the_step(ag, device):
    (a,) = weights(ag, 1)
    optimizer = ag.optim.SGD([a], lr=0.25)
    order = []
    pre = optimizer.register_step_pre_hook(lambda o, args, kwargs: order.append(("pre", o, a.tolist())))
    post = optimizer.register_step_post_hook(lambda o, args, kwargs: order.append(("post", o, a.tolist())))
    backward([a])
    optimizer.step()
    assert order == [("pre", optimizer, [1.0, 1.0]), ("post", optimizer, [0.5, 0.5])]
    pre.remove()
    post.remove()
    optimizer.step()
    assert len(order) == 2
    optimizer.register_step_pre_hook(lambda o, args, kwargs: ((o, lambda: 7), {}))
    assert optimizer.step() == 7
    optimizer.register_step_pre_hook(lambda o, args, kwargs: 3)
    with pytest.raises(RuntimeError, match=re.escape("must return None or a tuple of (new_args, new_kwargs)")):
        optimizer.step()


def test_hooks_around_the_state(ag, device):
    (a,) = weights(ag, 1)
    optimizer = ag.optim.SGD([a], lr=0.25)
    seen = []
    optimizer.register_state_dict_pre_hook(lambda o: seen.append("before saving"))
    optimizer.register_state_dict_post_hook(lambda o, state: {**state, "extra": 1})
    state = optimizer.state_dict()
    assert state["extra"] == 1
    optimizer.register_load_state_dict_pre_hook(lambda o, state: seen.append(state["extra"]))
    optimizer.register_load_state_dict_pre_hook(lambda o, state: seen.append("first"), prepend=True)
    optimizer.register_load_state_dict_post_hook(lambda o: seen.append("after loading"))
    optimizer.load_state_dict(state)
    assert seen == ["before saving", "first", 1, "after loading"]


def test_a_rule_of_ones_own(ag, device):
    class Sign(ag.optim.Optimizer):
        def __init__(self, params, lr=0.5):
            super().__init__(params, {"lr": lr})

        def step(self, closure=None):
            with ag.no_grad():
                for group in self.param_groups:
                    for p in group["params"]:
                        if p.grad is not None:
                            p.add_(p.grad.sign(), alpha=-group["lr"])

    (a,) = weights(ag, 1)
    optimizer = Sign([a])
    seen = []
    optimizer.register_step_post_hook(lambda *args: seen.append(1))
    backward([a])
    optimizer.step()
    assert a.tolist() == [0.5, 0.5]
    assert seen == [1]


@pytest.mark.only_arraygrad("PyTorch runs them for each class")
def test_a_derived_step_runs_hooks_once(ag, device):
    class Twice(ag.optim.SGD):
        def step(self, closure=None):
            super().step(closure)
            return super().step(closure)

    (a,) = weights(ag, 1)
    optimizer = Twice([a], lr=0.25)
    seen = []
    optimizer.register_step_post_hook(lambda *args: seen.append(1))
    backward([a])
    optimizer.step()
    assert a.tolist() == [0.0, 0.0]
    assert seen == [1]


def test_repr(ag, device):
    text = repr(ag.optim.SGD([{"params": weights(ag)}, {"params": weights(ag), "lr": 0.5}], lr=0.1))
    assert text.startswith("SGD (\nParameter Group 0\n    dampening: 0\n")
    assert "    lr: 0.1\n    maximize: False\n    momentum: 0\n    nesterov: False\n    weight_decay: 0\n" in text
    assert "\n\nParameter Group 1\n" in text
    assert "    lr: 0.5\n" in text
    assert text.endswith("\n)")


def test_pickle_and_deepcopy(ag, device):
    (a,) = weights(ag, 1)
    optimizer = ag.optim.Adam([a], lr=0.25)
    backward([a])
    optimizer.step()
    for twin in (pickle.loads(pickle.dumps(optimizer)), copy.deepcopy(optimizer)):
        (b,) = twin.param_groups[0]["params"]
        assert b is not a
        assert b.tolist() == a.tolist()
        assert twin.state[b]["step"].item() == 1
        backward([b])
        twin.step()
        assert b.tolist() != a.tolist()


def test_gradients_go_through_a_differentiable_step(ag, device):
    w, g, lr = (ag.tensor(value, requires_grad=True) for value in ([1.0, 2.0], [3.0, -1.0], 0.5))
    p = w.clone()
    p.grad = g
    ag.optim.SGD([p], lr=lr, differentiable=True).step()
    assert p.tolist() == [-0.5, 2.5]
    grads = ag.autograd.grad(p.sum(), [w, g, lr])
    assert [grad.tolist() for grad in grads] == [[1.0, 1.0], [-0.5, -0.5], -2.0]
    with pytest.raises(ValueError, match="can't optimize a non-leaf Tensor"):
        ag.optim.SGD([p], lr=lr)


def test_hooks_of_all_optimizers(ag):
    module = importlib.import_module(f"{ag.__name__}.optim.optimizer")
    calls = []
    w = ag.ones(1, requires_grad=True)
    own = ag.optim.SGD([w], lr=0.1)
    own.register_step_pre_hook(lambda *_: calls.append("own, before"))
    own.register_step_post_hook(lambda *_: calls.append("own, after"))
    before = module.register_optimizer_step_pre_hook(lambda optimizer, args, kwargs: calls.append(type(optimizer)))
    after = module.register_optimizer_step_post_hook(lambda *_: calls.append("after"))
    own.step()
    assert calls == [ag.optim.SGD, "own, before", "own, after", "after"]
    ag.optim.Adam([w]).step()
    assert calls[4:] == [ag.optim.Adam, "after"]
    before.remove()
    after.remove()
    own.step()
    assert calls[6:] == ["own, before", "own, after"]
