"""Averages of weights."""

from __future__ import annotations

import pytest


def averaged(ag, values, **kwargs):
    model = ag.nn.BatchNorm1d(1)
    average = ag.optim.swa_utils.AveragedModel(model, **kwargs)
    for value in values:
        model.weight.data.fill_(value)
        model.running_mean.fill_(value)
        average.update_parameters(model)
    assert average.n_averaged.item() == len(values)
    return average.module.weight.item(), average.module.running_mean.item()


def test_averages(ag, device):
    swa = ag.optim.swa_utils
    assert averaged(ag, [1.0, 2.0, 6.0]) == (3.0, 6.0)
    assert averaged(ag, [1.0, 2.0, 6.0], use_buffers=True) == (3.0, 3.0)
    assert averaged(ag, [1.0, 2.0, 6.0], multi_avg_fn=swa.get_swa_multi_avg_fn()) == (3.0, 6.0)
    for kwargs in ({"avg_fn": swa.get_ema_avg_fn(0.5)}, {"multi_avg_fn": swa.get_ema_multi_avg_fn(0.5)}):
        assert averaged(ag, [1.0, 2.0, 6.0], **kwargs) == (3.75, 6.0)


def test_an_averaged_model_is_a_module(ag, device):
    average = ag.optim.swa_utils.AveragedModel(ag.nn.Linear(2, 1))
    assert list(average.state_dict()) == ["n_averaged", "module.weight", "module.bias"]
    assert average(ag.ones(3, 2)).shape == (3, 1)


def test_statistics_are_computed_anew(ag, device):
    model = ag.nn.Sequential(ag.nn.BatchNorm1d(1)).eval()
    batches = [ag.tensor([[0.0], [2.0]]), (ag.tensor([[4.0], [6.0]]), "label")]
    ag.optim.swa_utils.update_bn(batches, model)
    assert model[0].running_mean.item() == 3.0
    assert model[0].running_var.item() == 2.0
    assert model[0].momentum == 0.1
    assert not model.training


@pytest.mark.parametrize(("strategy", "expected"), [("linear", [1.0, 0.75, 0.5, 0.5]), ("cos", [1.0, 0.75, 0.5, 0.5])])
def test_rates(ag, device, strategy, expected):
    opt = ag.optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    schedule = ag.optim.swa_utils.SWALR(opt, 0.5, anneal_epochs=2, anneal_strategy=strategy)
    seen = []
    for _ in expected:
        seen += schedule.get_last_lr()
        opt.step()
        schedule.step()
    assert seen == pytest.approx(expected)


def test_refuses(ag, device):
    swa = ag.optim.swa_utils
    opt = ag.optim.SGD([ag.zeros(1, requires_grad=True)], lr=1.0)
    for call, error, message in (
        (lambda: swa.get_ema_avg_fn(2.0), ValueError, "Invalid decay value 2.0 provided"),
        (lambda: swa.SWALR(opt, 0.1, anneal_strategy="x"), ValueError, "anneal_strategy must be one of"),
        (lambda: swa.SWALR(opt, 0.1, anneal_epochs=-1), ValueError, "anneal_epochs must be equal or greater than 0"),
        (lambda: averaged(ag, [1.0], avg_fn=abs, multi_avg_fn=abs), AssertionError, "Only one of avg_fn"),
    ):
        with pytest.raises(error, match=message):
            call()
