"""Optimizers and schedules beside PyTorch's, step by step."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

RULES = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.1, "nesterov": True}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "maximize": True}),
    ("Adam", {"lr": 0.1}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.1, "amsgrad": True, "betas": (0.8, 0.9), "eps": 1e-3}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True}),
    ("AdamW", {"lr": 0.1}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.3, "amsgrad": True}),
]


def numpy_state(optimizer):
    state = optimizer.state_dict()["state"]
    return {
        (number, key): np.asarray(value.tolist())
        for number, values in state.items()
        for key, value in values.items()
        if value is not None
    }


def train(lib, name, kwargs, steps):
    rng = np.random.default_rng(0)
    shapes = ((3, 4), (4,), (2,))
    a, b, c = (lib.tensor(rng.normal(size=shape), requires_grad=True) for shape in shapes)
    optimizer = getattr(lib.optim, name)([{"params": [a]}, {"params": [b, c], "lr": 0.05}], **kwargs)
    seen = []
    for _ in range(steps):
        optimizer.zero_grad()
        (((a @ b).tanh() ** 2).sum() + (b**2).sum()).backward()
        optimizer.step()
        seen.append([p.tolist() for p in (a, b, c)])
    return seen, optimizer


@pytest.mark.parametrize(("name", "kwargs"), RULES)
def test_trajectories(ag, device, name, kwargs):
    ours, a = train(ag, name, kwargs, 8)
    theirs, b = train(torch, name, {**kwargs, "foreach": False}, 8)
    for x, y in zip(ours, theirs, strict=True):
        for u, v in zip(x, y, strict=True):
            np.testing.assert_allclose(u, v, rtol=1e-9, atol=1e-12)
    assert numpy_state(a).keys() == numpy_state(b).keys()
    for key, value in numpy_state(b).items():
        np.testing.assert_allclose(numpy_state(a)[key], value, rtol=1e-9, atol=1e-12)
    unlike = ("differentiable", "foreach")
    text = [[line for line in repr(o).split("\n") if not line.strip().startswith(unlike)] for o in (a, b)]
    assert text[0] == text[1]


@pytest.mark.parametrize("name", ["SGD", "AdamW"])
def test_a_state_of_pytorch_loads(ag, device, name):
    kwargs = {"lr": 0.1, "weight_decay": 0.1, **({"momentum": 0.9} if name == "SGD" else {})}
    _, theirs = train(torch, name, kwargs, 3)
    _, ours = train(ag, name, kwargs, 1)
    state = theirs.state_dict()
    ours.load_state_dict(
        {
            "param_groups": state["param_groups"],
            "state": {
                number: {key: ag.tensor(value.numpy()) for key, value in values.items()}
                for number, values in state["state"].items()
            },
        }
    )
    assert numpy_state(ours).keys() == numpy_state(theirs).keys()
    for key, value in numpy_state(theirs).items():
        np.testing.assert_array_equal(numpy_state(ours)[key], value)


SCHEDULES = {
    "step": lambda s, o: s.StepLR(o, 3, 0.5),
    "multi": lambda s, o: s.MultiStepLR(o, [2, 5, 5, 9], 0.5),
    "exponential": lambda s, o: s.ExponentialLR(o, 0.9),
    "cosine": lambda s, o: s.CosineAnnealingLR(o, 5, 0.01),
    "lambda": lambda s, o: s.LambdaLR(o, [lambda e: 0.9**e, lambda e: 1 / (1 + e)]),
    "linear": lambda s, o: s.LinearLR(o, 0.2, 0.9, 7),
    "constant": lambda s, o: s.ConstantLR(o, 0.3, 4),
    "restarts": lambda s, o: s.CosineAnnealingWarmRestarts(o, 3, 2, 0.01),
    "restarts of one length": lambda s, o: s.CosineAnnealingWarmRestarts(o, 3),
    "one cycle": lambda s, o: s.OneCycleLR(o, [1.0, 2.0], total_steps=25),
    "one cycle in three phases": lambda s, o: s.OneCycleLR(
        o, 1.0, epochs=5, steps_per_epoch=5, three_phase=True, anneal_strategy="linear", pct_start=0.2
    ),
    "warm-up and cosine": lambda s, o: s.SequentialLR(
        o, [s.LinearLR(o, 0.1, 1.0, 4), s.CosineAnnealingLR(o, 10), s.StepLR(o, 2, 0.5)], [4, 12]
    ),
    "restarts in a sequence": lambda s, o: s.SequentialLR(
        o, [s.ConstantLR(o, 0.1, 4), s.CosineAnnealingWarmRestarts(o, 3, 2), s.ExponentialLR(o, 0.5)], [3, 12]
    ),
}


def settings(lib, build, steps=23):
    params = [{"params": [lib.zeros(1, requires_grad=True)], "lr": lr} for lr in (0.7, 0.3)]
    optimizer = lib.optim.SGD(params, lr=0.1, momentum=0.9)
    schedule = build(lib.optim.lr_scheduler, optimizer)
    seen = []
    for _ in range(steps):
        seen.append([(g["lr"], g["momentum"]) for g in optimizer.param_groups])
        assert schedule.get_last_lr() == [lr for lr, _ in seen[-1]]
        optimizer.step()
        schedule.step()
    return seen


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules(ag, name):
    np.testing.assert_allclose(settings(ag, SCHEDULES[name]), settings(torch, SCHEDULES[name]), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"mode": "max"},
        {"threshold_mode": "abs", "threshold": 0.1, "cooldown": 2, "patience": 1, "min_lr": 0.1},
        {"mode": "max", "threshold_mode": "abs", "patience": 2},
    ],
)
def test_plateau(ag, kwargs):
    measures = np.random.default_rng(0).uniform(-0.5, 0.5, 40)
    seen = []
    for lib in (ag, torch):
        optimizer = lib.optim.SGD([lib.zeros(1, requires_grad=True)], lr=0.7)
        schedule = lib.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, **{"patience": 3, **kwargs})
        rates = []
        for value in measures:
            schedule.step(float(value))
            rates.append((schedule.get_last_lr(), schedule.best, schedule.num_bad_epochs, schedule.in_cooldown))
        seen.append(rates)
    assert seen[0] == seen[1]
