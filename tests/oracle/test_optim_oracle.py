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
    ("Adamax", {}),
    ("Adamax", {"lr": 0.1, "weight_decay": 0.1, "betas": (0.8, 0.9), "eps": 1e-3, "maximize": True}),
    ("NAdam", {}),
    ("NAdam", {"lr": 0.1, "weight_decay": 0.1, "betas": (0.8, 0.9), "eps": 1e-3, "momentum_decay": 0.1}),
    ("NAdam", {"weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True}),
    ("RAdam", {}),
    ("RAdam", {"lr": 0.1, "weight_decay": 0.1, "betas": (0.8, 0.9), "eps": 1e-3}),
    ("RAdam", {"weight_decay": 0.1, "decoupled_weight_decay": True, "maximize": True}),
    ("Adagrad", {}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.1, "initial_accumulator_value": 0.5, "eps": 1e-3}),
    ("Adagrad", {"maximize": True}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.8, "eps": 1e-3, "weight_decay": 0.1, "maximize": True}),
    ("RMSprop", {}),
    ("RMSprop", {"lr": 0.05, "alpha": 0.9, "eps": 1e-3, "weight_decay": 0.1, "momentum": 0.5, "centered": True}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True, "maximize": True}),
    ("Rprop", {}),
    ("Rprop", {"lr": 0.1, "etas": (0.4, 1.3), "step_sizes": (1e-3, 0.2), "maximize": True}),
    ("ASGD", {}),
    ("ASGD", {"lr": 0.1, "lambd": 0.1, "alpha": 0.5, "t0": 10, "weight_decay": 0.1}),
    ("ASGD", {"t0": 0, "maximize": True}),
    ("Adafactor", {}),
    ("Adafactor", {"lr": 0.1, "beta2_decay": -0.5, "eps": (1e-2, 0.1), "d": 2.0, "weight_decay": 0.1}),
    ("Adafactor", {"maximize": True}),
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


def same_way(ag, name, kwargs, steps):
    ours, a = train(ag, name, kwargs, steps)
    theirs, b = train(torch, name, {**kwargs, "foreach": False}, steps)
    for i, (x, y) in enumerate(zip(ours, theirs, strict=True)):
        # roundings grow along the way, most of all up a hill
        rtol = 1e-9 if i < 8 else 1e-6
        for u, v in zip(x, y, strict=True):
            np.testing.assert_allclose(u, v, rtol=rtol, atol=1e-12)
    assert numpy_state(a).keys() == numpy_state(b).keys()
    for key, value in numpy_state(b).items():
        np.testing.assert_allclose(numpy_state(a)[key], value, rtol=rtol, atol=1e-12)
    unlike = ("foreach",)
    text = [[line for line in repr(o).split("\n") if not line.strip().startswith(unlike)] for o in (a, b)]
    assert text[0] == text[1]


@pytest.mark.parametrize(("name", "kwargs"), RULES)
def test_trajectories(ag, name, kwargs):
    same_way(ag, name, kwargs, 50)


@pytest.mark.parametrize(("name", "kwargs"), dict(RULES).items())
def test_trajectories_on_every_backend(ag, device, name, kwargs):
    same_way(ag, name, kwargs, 3)


DIFFERENTIABLE = [
    ("SGD", {"weight_decay": 0.1}),
    ("Adam", {"weight_decay": 0.1, "amsgrad": True}),
    ("AdamW", {"maximize": True}),
    ("Adamax", {}),
    ("NAdam", {"decoupled_weight_decay": True, "weight_decay": 0.1}),
    ("RAdam", {"weight_decay": 0.1}),
    ("Adagrad", {"initial_accumulator_value": 0.5}),
    ("Adadelta", {}),
    ("RMSprop", {"centered": True, "momentum": 0.5, "eps": 0.1}),
    ("Rprop", {}),
    ("ASGD", {"weight_decay": 0.1}),
]


@pytest.mark.parametrize(("name", "kwargs"), DIFFERENTIABLE)
def test_gradients_go_through_a_step(ag, device, name, kwargs):
    seen = []
    rng = np.random.default_rng(0)
    start, grad, weight = (rng.normal(size=3) for _ in range(3))
    takes_tensor = name in ("SGD", "Adam", "AdamW", "NAdam", "RAdam")
    for lib in (ag, torch):
        w, g = (lib.tensor(value, requires_grad=True) for value in (start, grad))
        lr = lib.tensor(0.25, dtype=lib.float64, requires_grad=True) if takes_tensor else 0.25
        p = w.clone()
        p.grad = g
        getattr(lib.optim, name)([p], lr=lr, differentiable=True, **kwargs).step()
        inputs = [w, g, lr] if takes_tensor else [w, g]
        grads = lib.autograd.grad((p * lib.tensor(weight)).sum(), inputs, allow_unused=True)
        seen.append([p.tolist(), *(None if x is None else x.tolist() for x in grads)])
    for ours, theirs in zip(*seen, strict=True):
        assert (ours is None) == (theirs is None)
        # PyTorch has the step count, and what follows from it, in single precision.
        np.testing.assert_allclose(ours or [], theirs or [], rtol=1e-4, atol=1e-12)


def test_muon_in_the_precision_of_the_parameters(ag, monkeypatch):
    monkeypatch.setattr(torch.Tensor, "bfloat16", torch.Tensor.clone)
    settings = {"lr": 0.02, "adjust_lr_fn": "match_rms_adamw", "nesterov": False, "momentum": 0.8, "weight_decay": 0.3}
    for kwargs in ({"lr": 0.01}, settings):
        seen = []
        for lib in (ag, torch):
            rng = np.random.default_rng(0)
            params = [lib.tensor(rng.normal(size=shape), requires_grad=True) for shape in ((3, 4), (4, 2))]
            optimizer = lib.optim.Muon(params, **kwargs)
            for _ in range(50):
                optimizer.zero_grad()
                ((params[0] @ params[1]).tanh() ** 2).sum().backward()
                optimizer.step()
            seen.append(([p.tolist() for p in params], list(numpy_state(optimizer).items())))
        for a, b in zip(seen[0][0], seen[1][0], strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-8)
        for (key, a), (other, b) in zip(seen[0][1], seen[1][1], strict=True):
            assert key == other
            np.testing.assert_allclose(a, b, rtol=1e-8)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"lr": 0.001, "max_iter": 3, "history_size": 2},
        {"lr": 0.5, "max_iter": 4, "history_size": 3, "line_search_fn": "strong_wolfe"},
        {"max_iter": 4, "max_eval": 3, "line_search_fn": "strong_wolfe"},
    ],
)
def test_quasi_newton(ag, kwargs):
    seen, counts = [], []
    for lib in (ag, torch):
        x = lib.tensor([-1.2, 1.0, 0.5], dtype=lib.float64, requires_grad=True)
        y = lib.tensor([[0.3], [2.0]], dtype=lib.float64, requires_grad=True)
        optimizer = lib.optim.LBFGS([x, y], **kwargs)

        def closure(optimizer=optimizer, x=x, y=y):
            optimizer.zero_grad()
            bend = (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()
            loss = bend + ((y * x[:2]) ** 2).sum() * 0.1
            loss.backward()
            return loss

        losses = [optimizer.step(closure).item() for _ in range(12)]
        seen.append([*losses, *x.tolist(), *y.reshape(-1).tolist()])
        state = optimizer.state_dict()["state"][0]
        counts.append((state["n_iter"], state["func_evals"], len(state["ro"]), sorted(state)))
    np.testing.assert_allclose(seen[0], seen[1], rtol=1e-6)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "name", ["Adamax", "NAdam", "RAdam", "Adagrad", "Adadelta", "RMSprop", "Rprop", "ASGD", "LBFGS"]
)
def test_complex_parameters(ag, name):
    seen = []
    for lib in (ag, torch):
        z = lib.tensor([1 + 2j, -0.5 + 0.1j], requires_grad=True, dtype=lib.complex128)
        optimizer = getattr(lib.optim, name)([z], lr=0.1)

        def closure(optimizer=optimizer, z=z):
            optimizer.zero_grad()
            loss = ((z * (2 + 1j) - 1).abs() ** 2).sum()
            loss.backward()
            return loss

        for _ in range(8):
            optimizer.step(closure)
        seen.append(z.tolist())
    np.testing.assert_allclose(seen[0], seen[1], rtol=1e-6)


@pytest.mark.parametrize("name", ["SGD", "AdamW", "NAdam", "ASGD"])
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
    "multiplicative": lambda s, o: s.MultiplicativeLR(o, [lambda e: 0.9, lambda e: 1 - 0.1 / e]),
    "polynomial": lambda s, o: s.PolynomialLR(o, 20, 0.7),
    "cyclic": lambda s, o: s.CyclicLR(o, [0.1, 0.2], 1.0, 3, 5),
    "cyclic with halves": lambda s, o: s.CyclicLR(o, 0.1, [1.0, 2.0], 4, mode="triangular2", base_momentum=0.5),
    "cyclic and falling": lambda s, o: s.CyclicLR(o, 0.1, 1.0, 3, mode="exp_range", gamma=0.9, cycle_momentum=False),
    "cyclic with a function": lambda s, o: s.CyclicLR(
        o, 0.1, 1.0, 3, scale_fn=lambda x: 1 / (1 + x), scale_mode="iterations"
    ),
    "chained": lambda s, o: s.ChainedScheduler(
        [s.LinearLR(o, 0.1, 1.0, 4), s.StepLR(o, 3, 0.5), s.PolynomialLR(o, 30)]
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


@pytest.mark.parametrize("strategy", ["cos", "linear"])
@pytest.mark.parametrize("epochs", [0, 1, 7])
def test_rates_for_averages(ag, strategy, epochs):
    seen = [
        settings(lib, lambda s, o, lib=lib: lib.optim.swa_utils.SWALR(o, [0.05, 0.6], epochs, strategy))
        for lib in (ag, torch)
    ]
    np.testing.assert_allclose(*seen, rtol=1e-12)


AVERAGES = [(kind, buffers) for kind in ("default", "ema", "ema of lists") for buffers in (False, True)]


# PyTorch's mean of lists divides in single precision, and refuses integer buffers.
@pytest.mark.parametrize(("kind", "use_buffers"), [*AVERAGES, ("mean of lists", False)])
def test_averages_of_weights(ag, kind, use_buffers):
    seen = []
    for lib in (ag, torch):
        swa, rng = lib.optim.swa_utils, np.random.default_rng(0)
        kwargs = {
            "default": {},
            "ema": {"avg_fn": swa.get_ema_avg_fn(0.7)},
            "ema of lists": {"multi_avg_fn": swa.get_ema_multi_avg_fn(0.7)},
            "mean of lists": {"multi_avg_fn": swa.get_swa_multi_avg_fn()},
        }[kind]
        model = lib.nn.Sequential(lib.nn.Linear(2, 3), lib.nn.BatchNorm1d(3)).double()
        average = swa.AveragedModel(model, use_buffers=use_buffers, **kwargs)
        for _ in range(5):
            for tensor in (*model.parameters(), model[1].running_mean):
                tensor.data.copy_(lib.tensor(rng.normal(size=tuple(tensor.shape))))
            average.update_parameters(model)
        batches = [lib.tensor(rng.normal(size=(4, 2))) for _ in range(3)]
        values = [[value.tolist() for value in average.state_dict().values()]]
        swa.update_bn(batches, average)
        values.append([value.tolist() for value in average.state_dict().values()])
        seen.append(values)
    for a, b in zip(*seen, strict=True):
        for x, y in zip(a, b, strict=True):
            np.testing.assert_allclose(x, y, rtol=1e-5 if kind == "mean of lists" else 1e-12)


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
