"""The rules of the optimizers, beside the same rules written in NumPy."""

from __future__ import annotations

import numpy as np
import pytest

START = np.array([1.0, -2.0, 0.5])
GRADS = [np.array([0.5, -1.0, 0.0]), np.array([1.0, 2.0, 0.1]), np.array([-0.3, 0.0, 0.2]), np.array([0.1, 0.1, 0.1])]


def run(ag, build, grads=GRADS, dtype=None):
    w = ag.tensor(START.tolist(), dtype=dtype or ag.float64, requires_grad=True)
    optimizer = build([w])
    for grad in grads:
        w.grad = ag.tensor(grad.tolist(), dtype=w.dtype)
        optimizer.step()
    return w, optimizer


def close(w, expected, rtol=1e-12):
    np.testing.assert_allclose(w.tolist(), expected, rtol=rtol, atol=1e-14)


def sgd(lr=0.1, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False, maximize=False):
    w, buffer = START.copy(), None
    for grad in GRADS:
        g = (-grad if maximize else grad) + weight_decay * w
        if momentum:
            buffer = g if buffer is None else momentum * buffer + (1 - dampening) * g
            g = g + momentum * buffer if nesterov else buffer
        w = w - lr * g
    return w


def adam(lr=0.1, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, amsgrad=False, maximize=False, decoupled=False):
    w, m, v, top = START.copy(), np.zeros(3), np.zeros(3), np.zeros(3)
    for t, grad in enumerate(GRADS, 1):
        g = -grad if maximize else grad
        if decoupled:
            w = w * (1 - lr * weight_decay)
        else:
            g = g + weight_decay * w
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        top = np.maximum(top, v)
        second = np.sqrt((top if amsgrad else v) / (1 - betas[1] ** t))
        w = w - lr * m / (1 - betas[0] ** t) / (second + eps)
    return w


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"momentum": 0.9},
        {"momentum": 0.9, "dampening": 0.5, "weight_decay": 0.1},
        {"momentum": 0.9, "nesterov": True},
        {"maximize": True, "weight_decay": 0.1},
    ],
)
def test_sgd(ag, device, kwargs):
    w, _ = run(ag, lambda p: ag.optim.SGD(p, lr=0.1, **kwargs))
    close(w, sgd(**kwargs))


ADAM = [
    {},
    {"betas": (0.5, 0.75), "eps": 0.1},
    {"weight_decay": 0.1},
    {"amsgrad": True, "betas": (0.9, 0.5)},
    {"maximize": True},
]


@pytest.mark.parametrize("kwargs", ADAM)
def test_adam(ag, device, kwargs):
    w, optimizer = run(ag, lambda p: ag.optim.Adam(p, lr=0.1, **kwargs))
    close(w, adam(**kwargs), rtol=1e-9)
    expected = ["step", "exp_avg", "exp_avg_sq", *(["max_exp_avg_sq"] if "amsgrad" in kwargs else [])]
    assert list(optimizer.state[w]) == expected
    assert optimizer.state[w]["step"].item() == len(GRADS)


@pytest.mark.parametrize("kwargs", ADAM)
def test_adamw_is_adam_with_decoupled_decay(ag, device, kwargs):
    kwargs = {"weight_decay": 0.05, **kwargs}
    w, _ = run(ag, lambda p: ag.optim.AdamW(p, lr=0.1, **kwargs))
    close(w, adam(**kwargs, decoupled=True), rtol=1e-9)
    other, _ = run(ag, lambda p: ag.optim.Adam(p, lr=0.1, **kwargs, decoupled_weight_decay=True))
    assert other.tolist() == w.tolist()


@pytest.mark.parametrize("name", ["Adam", "AdamW"])
def test_parts_of_complex_parameters_are_optimised_on_their_own(ag, device, name):
    def build(params):
        return getattr(ag.optim, name)(params, lr=0.1, weight_decay=0.1, amsgrad=True)

    parts = [run(ag, build, grads=grads)[0] for grads in (GRADS, GRADS[::-1])]
    w = ag.tensor((START + 1j * START).tolist(), dtype=ag.complex128, requires_grad=True)
    optimizer = build([w])
    for real, imag in zip(GRADS, GRADS[::-1], strict=True):
        w.grad = ag.tensor((real + 1j * imag).tolist(), dtype=ag.complex128)
        optimizer.step()
    expected = np.array(parts[0].tolist()) + 1j * np.array(parts[1].tolist())
    np.testing.assert_allclose(np.array(w.tolist()), expected, rtol=1e-12)


def test_default_decay_of_adamw(ag, device):
    w, _ = run(ag, lambda p: ag.optim.AdamW(p, lr=0.1))
    close(w, adam(weight_decay=0.01, decoupled=True), rtol=1e-9)


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW"])
def test_the_rate_may_be_a_tensor(ag, device, name):
    build = getattr(ag.optim, name)
    expected, _ = run(ag, lambda p: build(p, lr=0.25))
    rate = ag.tensor(0.25, dtype=ag.float64)
    w, optimizer = run(ag, lambda p: build(p, lr=rate))
    close(w, expected.tolist(), rtol=1e-9)
    rate.fill_(0.0)
    before = w.tolist()
    optimizer.step()
    assert w.tolist() == before


@pytest.mark.only_arraygrad("PyTorch has it on accelerators only")
@pytest.mark.parametrize("name", ["Adam", "AdamW", "Adamax", "NAdam", "RAdam", "Adadelta", "RMSprop", "Rprop", "ASGD"])
def test_the_step_count_may_live_with_the_parameter(ag, device, name):
    build = getattr(ag.optim, name)
    expected, _ = run(ag, lambda p: build(p, lr=0.1), dtype=ag.float32)
    w, optimizer = run(ag, lambda p: build(p, lr=0.1, capturable=True), dtype=ag.float32)
    close(w, expected.tolist(), rtol=1e-4)
    assert optimizer.state[w]["step"].device == w.device


# What each rule keeps; its numbers are compared in tests/oracle.
STATES = {
    "Adamax": ["step", "exp_avg", "exp_inf"],
    "NAdam": ["step", "mu_product", "exp_avg", "exp_avg_sq"],
    "RAdam": ["step", "exp_avg", "exp_avg_sq"],
    "Adagrad": ["step", "sum"],
    "Adadelta": ["step", "square_avg", "acc_delta"],
    "RMSprop": ["step", "square_avg"],
    "Rprop": ["step", "prev", "step_size"],
    "ASGD": ["step", "eta", "mu", "ax"],
    "Adafactor": ["step", "variance"],
}


@pytest.mark.parametrize("name", STATES)
def test_rules_keep_dtype_and_state(ag, device, name):
    w, optimizer = run(ag, lambda p: getattr(ag.optim, name)(p, maximize=True), dtype=ag.float32)
    down, _ = run(ag, getattr(ag.optim, name), grads=[-grad for grad in GRADS], dtype=ag.float32)
    assert w.dtype == ag.float32
    assert w.tolist() == down.tolist() != START.tolist()
    assert w.grad.tolist() == pytest.approx(GRADS[-1].tolist())
    assert list(optimizer.state[w]) == STATES[name]
    other = getattr(ag.optim, name)([w.detach().clone().requires_grad_()], maximize=True)
    other.load_state_dict(optimizer.state_dict())
    assert list(other.state[other.param_groups[0]["params"][0]]) == STATES[name]


@pytest.mark.parametrize("line_search_fn", [None, "strong_wolfe"])
def test_lbfgs_finds_the_minimum_of_a_quadratic(ag, device, line_search_fn):
    w = ag.tensor([1.0, -2.0], dtype=ag.float64, requires_grad=True)
    optimizer = ag.optim.LBFGS([w], max_iter=12, line_search_fn=line_search_fn)

    def closure():
        optimizer.zero_grad()
        loss = (ag.tensor([1.0, 3.0], dtype=ag.float64) * (w - 3) ** 2).sum()
        loss.backward()
        return loss

    assert optimizer.step(closure).item() == 79.0
    np.testing.assert_allclose(w.tolist(), [3.0, 3.0], atol=1e-6)
    for call in (optimizer.step, lambda: ag.optim.LBFGS([w], line_search_fn="x").step(closure)):
        with pytest.raises((TypeError, RuntimeError), match=r"missing 1 required|only 'strong_wolfe' is supported"):
            call()


def test_muon_makes_the_change_orthogonal(ag, device):
    w = ag.zeros(2, 3, requires_grad=True)
    w.grad = ag.tensor([[1.0, 0.0, 0.0], [0.0, -0.5, 0.0]])
    ag.optim.Muon([w], lr=1.0, ns_coefficients=(1.875, -1.25, 0.375), ns_steps=12).step()
    np.testing.assert_allclose(w.tolist(), [[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], atol=1e-4)


@pytest.mark.parametrize("name", ["Adafactor", "Muon"])
def test_rules_for_real_numbers_only(ag, device, name):
    w = ag.ones(2, 2, dtype=ag.complex64, requires_grad=True)
    w.grad = ag.ones_like(w)
    with pytest.raises(RuntimeError, match="does not support complex parameters"):
        getattr(ag.optim, name)([w]).step()


def test_single_precision_stays(ag, device):
    w, optimizer = run(ag, lambda p: ag.optim.AdamW(p, lr=0.1), dtype=ag.float32)
    close(w, adam(weight_decay=0.01, decoupled=True), rtol=1e-5)
    assert w.dtype == ag.float32
    assert optimizer.state[w]["exp_avg"].dtype == ag.float32


def test_gradients_are_left_as_they_are(ag, device):
    for build in (
        lambda p: ag.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1, maximize=True),
        lambda p: ag.optim.Adam(p, lr=0.1, weight_decay=0.1, maximize=True),
    ):
        w, _ = run(ag, build, grads=GRADS[:2])
        assert w.grad.tolist() == GRADS[1].tolist()


def test_the_momentum_buffer_is_not_the_gradient(ag, device):
    w, optimizer = run(ag, lambda p: ag.optim.SGD(p, lr=0.1, momentum=0.9), grads=GRADS[:1])
    w.grad.zero_()
    assert optimizer.state[w]["momentum_buffer"].tolist() == GRADS[0].tolist()


def test_training_finds_the_minimum(ag, device):
    for build in (
        lambda p: ag.optim.SGD(p, lr=0.05, momentum=0.9),
        lambda p: ag.optim.Adam(p, lr=0.1),
    ):
        x = ag.tensor([5.0, -3.0], requires_grad=True)
        target = ag.tensor([1.0, 2.0])
        optimizer = build([x])
        for _ in range(200):
            optimizer.zero_grad()
            ((x - target) ** 2).sum().backward()
            optimizer.step()
        np.testing.assert_allclose(x.tolist(), [1.0, 2.0], atol=1e-2)
