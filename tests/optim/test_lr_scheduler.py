"""The schedules."""

from __future__ import annotations

import math

import pytest


def optimizer(ag, lr=1.0, groups=1, name="SGD", **kwargs):
    params = [{"params": [ag.zeros(1, requires_grad=True)]} for _ in range(groups)]
    return getattr(ag.optim, name)(params, lr=lr, **kwargs)


def rates(opt, schedule, steps):
    seen = []
    for _ in range(steps):
        seen.append(opt.param_groups[0]["lr"])
        assert schedule.get_last_lr()[0] == seen[-1]
        opt.step()
        schedule.step()
    return seen


SCHEDULES = {
    "step": (lambda s, o: s.StepLR(o, 2, gamma=0.5), [1, 1, 0.5, 0.5, 0.25]),
    "multi": (lambda s, o: s.MultiStepLR(o, [1, 3, 3], gamma=0.5), [1, 0.5, 0.5, 0.125, 0.125]),
    "exponential": (lambda s, o: s.ExponentialLR(o, 0.5), [1, 0.5, 0.25, 0.125]),
    "lambda": (lambda s, o: s.LambdaLR(o, lambda e: 1 / (1 + e)), [1, 1 / 2, 1 / 3, 1 / 4]),
    "constant": (lambda s, o: s.ConstantLR(o, 0.25, total_iters=2), [0.25, 0.25, 1, 1]),
    "linear": (lambda s, o: s.LinearLR(o, 0.2, 1.0, total_iters=4), [0.2, 0.4, 0.6, 0.8, 1, 1]),
    "cosine": (
        lambda s, o: s.CosineAnnealingLR(o, 4, eta_min=0.1),
        [0.1 + 0.45 * (1 + math.cos(math.pi * i / 4)) for i in range(12)],
    ),
    "restarts": (
        lambda s, o: s.CosineAnnealingWarmRestarts(o, 2, T_mult=2),
        [0.5 * (1 + math.cos(math.pi * c / n)) for c, n in [(0, 2), (1, 2), (0, 4), (1, 4), (2, 4), (3, 4), (0, 8)]],
    ),
    "one cycle": (
        lambda s, o: s.OneCycleLR(o, 2.0, total_steps=5, pct_start=0.6, anneal_strategy="linear", div_factor=4.0),
        [0.5, 1.25, 2.0, (2.0 + 0.5e-4) / 2, 0.5e-4],
    ),
    "multiplicative": (lambda s, o: s.MultiplicativeLR(o, lambda e: 1 / e), [1, 1, 1 / 2, 1 / 6]),
    "polynomial": (lambda s, o: s.PolynomialLR(o, 4, 2.0), [1, 9 / 16, 1 / 4, 1 / 16, 0, 0]),
    "cyclic": (lambda s, o: s.CyclicLR(o, 1.0, 3.0, 2, 1, mode="triangular2"), [1, 2, 3, 1, 1.5, 2, 1, 1.25]),
    "chained": (
        lambda s, o: s.ChainedScheduler([s.ConstantLR(o, 0.5, 2), s.ExponentialLR(o, 0.5)]),
        [1 / 2, 1 / 4, 1 / 4, 1 / 8],
    ),
    "sequence": (
        lambda s, o: s.SequentialLR(o, [s.LinearLR(o, 0.5, 1.0, 2), s.ExponentialLR(o, 0.5)], milestones=[2]),
        [0.5, 0.75, 1.0, 0.5, 0.25],
    ),
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_rates(ag, device, name):
    build, expected = SCHEDULES[name]
    opt = optimizer(ag, momentum=0.9)
    assert rates(opt, build(ag.optim.lr_scheduler, opt), len(expected)) == pytest.approx(expected)


@pytest.mark.parametrize("name", SCHEDULES)
def test_resumed_in_the_middle(ag, device, name):
    build, expected = SCHEDULES[name]
    opt = optimizer(ag, momentum=0.9)
    schedule = build(ag.optim.lr_scheduler, opt)
    rates(opt, schedule, 2)
    saved = opt.state_dict(), schedule.state_dict()
    assert "optimizer" not in saved[1]
    other = optimizer(ag, momentum=0.9)
    resumed = build(ag.optim.lr_scheduler, other)
    other.load_state_dict(saved[0])
    resumed.load_state_dict(saved[1])
    assert rates(other, resumed, len(expected) - 2) == pytest.approx(expected[2:])


@pytest.mark.parametrize("name", ["step", "multi", "exponential", "cosine", "restarts"])
def test_begun_at_a_later_epoch(ag, device, name):
    build, _ = SCHEDULES[name]
    s = ag.optim.lr_scheduler
    opt = optimizer(ag)
    rates(opt, build(s, opt), 2)
    later = {
        "step": lambda: s.StepLR(opt, 2, gamma=0.5, last_epoch=1),
        "multi": lambda: s.MultiStepLR(opt, [1, 3, 3], gamma=0.5, last_epoch=1),
        "exponential": lambda: s.ExponentialLR(opt, 0.5, last_epoch=1),
        "cosine": lambda: s.CosineAnnealingLR(opt, 4, eta_min=0.1, last_epoch=1),
    }
    if name in later:
        schedule = later[name]()
        assert schedule.last_epoch == 2
        assert schedule.base_lrs == [1.0]
    fresh = optimizer(ag)
    with pytest.raises(KeyError, match="param 'initial_lr' is not specified in param_groups"):
        s.StepLR(fresh, 2, last_epoch=1)


@pytest.mark.filterwarnings("ignore:The epoch parameter")
@pytest.mark.parametrize("name", ["step", "multi", "exponential", "lambda", "constant", "linear", "cosine", "restarts"])
def test_jumping_to_an_epoch(ag, device, name):
    build, expected = SCHEDULES[name]
    opt = optimizer(ag)
    schedule = build(ag.optim.lr_scheduler, opt)
    opt.step()
    for epoch in (3, 1, 2):
        schedule.step(epoch)
        assert opt.param_groups[0]["lr"] == pytest.approx(expected[epoch])


def test_restarts_take_fractions(ag, device):
    opt = optimizer(ag)
    schedule = ag.optim.lr_scheduler.CosineAnnealingWarmRestarts(opt, 2, T_mult=2)
    for epoch, (current, length) in {0.5: (0.5, 2), 2.0: (0, 4), 5.5: (3.5, 4), 6.25: (0.25, 8)}.items():
        schedule.step(epoch)
        assert opt.param_groups[0]["lr"] == pytest.approx(0.5 * (1 + math.cos(math.pi * current / length)))
    with pytest.raises(ValueError, match="Expected non-negative epoch, but got -1"):
        schedule.step(-1)


def test_each_group_has_its_own_rate(ag, device):
    params = [{"params": [ag.zeros(1, requires_grad=True)], "lr": lr} for lr in (1.0, 0.5)]
    opt = ag.optim.SGD(params, lr=0.1)
    schedule = ag.optim.lr_scheduler.LambdaLR(opt, [lambda e: 0.5**e, lambda e: 0.1**e])
    opt.step()
    schedule.step()
    assert schedule.get_last_lr() == pytest.approx([0.5, 0.05])
    assert [group["initial_lr"] for group in opt.param_groups] == [1.0, 0.5]


def test_one_cycle_moves_the_momentum_the_other_way(ag, device):
    for name, kwargs, get in (
        ("SGD", {"momentum": 0.9}, lambda g: g["momentum"]),
        ("AdamW", {}, lambda g: g["betas"][0]),
    ):
        opt = optimizer(ag, name=name, **kwargs)
        schedule = ag.optim.lr_scheduler.OneCycleLR(
            opt, 2.0, epochs=1, steps_per_epoch=5, pct_start=0.6, anneal_strategy="linear"
        )
        seen = []
        for _ in range(5):
            seen.append(get(opt.param_groups[0]))
            opt.step()
            schedule.step()
        assert seen == pytest.approx([0.95, 0.9, 0.85, 0.9, 0.95])
        with pytest.raises(ValueError, match=r"Tried to step 6 times. The specified number of total steps is 5"):
            schedule.step()


def test_cycles_move_the_momentum_the_other_way(ag, device):
    opt = optimizer(ag, name="AdamW")
    schedule = ag.optim.lr_scheduler.CyclicLR(opt, 1.0, 2.0, 2)
    seen = []
    for _ in range(4):
        seen.append(opt.param_groups[0]["betas"][0])
        opt.step()
        schedule.step()
    assert seen == pytest.approx([0.9, 0.85, 0.8, 0.85])
    assert opt.param_groups[0]["betas"][1] == 0.999


def test_one_cycle_in_three_phases(ag, device):
    opt = optimizer(ag)
    schedule = ag.optim.lr_scheduler.OneCycleLR(
        opt,
        4.0,
        total_steps=10,
        pct_start=0.3,
        anneal_strategy="linear",
        cycle_momentum=False,
        div_factor=4.0,
        final_div_factor=10.0,
        three_phase=True,
    )
    expected = [1.0, 2.5, 4.0, 2.5, 1.0, 0.82, 0.64, 0.46, 0.28, 0.1]
    assert rates(opt, schedule, 10) == pytest.approx(expected)


def plateau(ag, opt, losses, **kwargs):
    schedule = ag.optim.lr_scheduler.ReduceLROnPlateau(opt, factor=0.5, **kwargs)
    seen = []
    for loss in losses:
        schedule.step(loss)
        seen.append(opt.param_groups[0]["lr"])
    return seen


@pytest.mark.parametrize(
    ("kwargs", "losses", "expected"),
    [
        ({"patience": 1}, [3, 2, 2, 2, 2, 2], [1, 1, 1, 0.5, 0.5, 0.25]),
        ({"patience": 0, "mode": "max"}, [1, 2, 2, 3], [1, 1, 0.5, 0.5]),
        ({"patience": 0, "cooldown": 1}, [1, 1, 1, 1], [1, 0.5, 0.5, 0.25]),
        ({"patience": 0, "threshold": 0.5}, [10, 6, 4], [1, 0.5, 0.5]),
        ({"patience": 0, "threshold": 3.0, "threshold_mode": "abs"}, [10, 8, 4], [1, 0.5, 0.5]),
        ({"patience": 0, "mode": "max", "threshold": 0.5}, [10, 14, 16], [1, 0.5, 0.5]),
        ({"patience": 0, "min_lr": 0.4}, [1, 1, 1], [1, 0.5, 0.4]),
        ({"patience": 0, "eps": 0.6}, [1, 1, 1], [1, 1, 1]),
    ],
)
def test_plateau(ag, device, kwargs, losses, expected):
    assert plateau(ag, optimizer(ag), losses, **kwargs) == pytest.approx(expected)


def test_plateau_takes_tensors_and_resumes(ag, device):
    opt = optimizer(ag)
    schedule = ag.optim.lr_scheduler.ReduceLROnPlateau(opt, patience=1)
    schedule.step(ag.tensor(2.0))
    schedule.step(ag.tensor(2.0))
    other = ag.optim.lr_scheduler.ReduceLROnPlateau(opt, patience=1)
    other.load_state_dict(schedule.state_dict())
    assert other.best == 2.0
    other.step(3.0)
    assert other.get_last_lr() == pytest.approx([0.1])


def test_plateau_with_a_group_added_later(ag, device):
    opt = optimizer(ag)
    schedule = ag.optim.lr_scheduler.ReduceLROnPlateau(opt, factor=0.5, patience=0)
    opt.add_param_group({"params": [ag.zeros(1, requires_grad=True)]})
    schedule.step(1.0)
    schedule.step(1.0)
    assert [group["lr"] for group in opt.param_groups] == [0.5, 0.5]


def test_a_rate_that_is_a_tensor_stays_the_same_object(ag, device):
    rate = ag.tensor(1.0)
    opt = optimizer(ag, lr=rate)
    schedule = ag.optim.lr_scheduler.StepLR(opt, 1, gamma=0.5)
    opt.step()
    schedule.step()
    assert opt.param_groups[0]["lr"] is rate
    assert rate.item() == 0.5
    assert schedule.base_lrs[0].item() == 1.0
    assert opt.param_groups[0]["initial_lr"].item() == 1.0


def test_warns_of_the_wrong_order(ag, device):
    opt = optimizer(ag)
    schedule = ag.optim.lr_scheduler.StepLR(opt, 2)
    with pytest.warns(UserWarning, match=r"Detected call of `lr_scheduler.step\(\)` before `optimizer.step\(\)`"):
        schedule.step()


def test_objects_keep_their_attributes_in_the_state(ag, device):
    class Warm:
        def __init__(self, length):
            self.length = length

        def __call__(self, epoch):
            return min(1.0, (epoch + 1) / self.length)

    opt = optimizer(ag)
    saved = ag.optim.lr_scheduler.LambdaLR(opt, Warm(4)).state_dict()
    assert saved["lr_lambdas"] == [{"length": 4}]
    other = ag.optim.lr_scheduler.LambdaLR(opt, Warm(10))
    other.load_state_dict(saved)
    assert other.lr_lambdas[0].length == 4
    assert ag.optim.lr_scheduler.LambdaLR(opt, lambda e: 1.0).state_dict()["lr_lambdas"] == [None]


@pytest.mark.parametrize(
    ("build", "error", "message"),
    [
        (lambda s, o: s.StepLR(3, 2), TypeError, "int is not an Optimizer"),
        (lambda s, o: s.ReduceLROnPlateau(3), TypeError, "int is not an Optimizer"),
        (lambda s, o: s.LambdaLR(o, [abs, abs]), ValueError, "Expected 1 lr_lambdas, but got 2"),
        (lambda s, o: s.ConstantLR(o, 2.0), ValueError, "factor expected to be between 0 and 1"),
        (lambda s, o: s.LinearLR(o, 0.0), ValueError, "Starting multiplicative factor expected to be greater than 0"),
        (lambda s, o: s.LinearLR(o, 0.5, 2.0), ValueError, "Ending multiplicative factor expected to be between"),
        (lambda s, o: s.CosineAnnealingWarmRestarts(o, 0), ValueError, "Expected positive integer T_0, but got 0"),
        (lambda s, o: s.CosineAnnealingWarmRestarts(o, 2, 0), ValueError, "Expected integer T_mult >= 1, but got 0"),
        (lambda s, o: s.OneCycleLR(o, 1.0), ValueError, "You must define either total_steps OR"),
        (lambda s, o: s.OneCycleLR(o, 1.0, total_steps=0), ValueError, "Expected positive integer total_steps"),
        (lambda s, o: s.OneCycleLR(o, 1.0, 5, pct_start=2.0), ValueError, "between 0 and 1 pct_start, but got 2.0"),
        (lambda s, o: s.OneCycleLR(o, 1.0, 5, anneal_strategy="x"), ValueError, "anneal_strategy must be one of"),
        (lambda s, o: s.OneCycleLR(o, [1.0, 2.0], 5), ValueError, "max_lr must have the same length as optimizer"),
        (lambda s, o: s.ReduceLROnPlateau(o, factor=1.0), ValueError, "Factor should be < 1.0."),
        (lambda s, o: s.ReduceLROnPlateau(o, mode="x"), ValueError, "mode x is unknown!"),
        (lambda s, o: s.ReduceLROnPlateau(o, threshold_mode="x"), ValueError, "threshold mode x is unknown!"),
        (lambda s, o: s.ReduceLROnPlateau(o, min_lr=[0.1, 0.1]), ValueError, "expected 1 min_lrs, got 2"),
        (lambda s, o: s.MultiplicativeLR(o, 3), TypeError, "lr_lambda should be a function, but got int"),
        (lambda s, o: s.CyclicLR(o, 0.1, 1.0, mode="x"), ValueError, "mode is invalid and scale_fn is None"),
        (lambda s, o: s.ChainedScheduler([]), ValueError, "expects at least one scheduler to be chained"),
        (lambda s, o: s.ChainedScheduler([s.ReduceLROnPlateau(o)]), ValueError, "does not support"),
        (lambda s, o: s.SequentialLR(o, [], []), ValueError, "expects at least one scheduler"),
        (lambda s, o: s.SequentialLR(o, [s.StepLR(o, 2)], [1]), ValueError, "one more than the number of milestone"),
        (lambda s, o: s.SequentialLR(o, [s.ReduceLROnPlateau(o)], []), ValueError, "does not support"),
    ],
)
def test_refuses(ag, device, build, error, message):
    with pytest.raises(error, match=message):
        build(ag.optim.lr_scheduler, optimizer(ag, momentum=0.9))


def test_sequence_wants_one_optimizer(ag, device):
    s = ag.optim.lr_scheduler
    a, b = optimizer(ag), optimizer(ag)
    with pytest.raises(ValueError, match="expects all schedulers to belong to the same optimizer"):
        s.SequentialLR(a, [s.StepLR(a, 1), s.StepLR(b, 1)], [1])
