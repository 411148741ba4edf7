"""Scaling losses and gradients: the same steps on every backend."""

from __future__ import annotations

import pytest


@pytest.fixture
def scaled(ag, device):
    """A weight, its optimizer, and a scaler of 4 that grows after 2 steps."""
    w = ag.tensor([1.0, 2.0], requires_grad=True)
    scaler = ag.amp.GradScaler(device, init_scale=4.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2)
    scaler.scale(ag.zeros(1))  # PyTorch makes its number for the device now
    return w, ag.optim.SGD([w], lr=1.0), scaler


def test_a_step(scaled):
    w, optimizer, scaler = scaled
    scaler.scale((w * w).sum()).backward()
    assert w.grad.tolist() == [8.0, 16.0]
    scaler.unscale_(optimizer)
    assert w.grad.tolist() == [2.0, 4.0]
    assert scaler.step(optimizer) is None
    assert w.tolist() == [-1.0, -2.0]


def test_infinite_gradients_leave_the_step_out(ag, scaled):
    w, optimizer, scaler = scaled
    for bad in (float("inf"), float("nan")):
        w.grad = ag.tensor([bad, 1.0])
        scaler.step(optimizer)
        assert w.tolist() == [1.0, 2.0]
        scaler.update()
    assert scaler.get_scale() == 1.0


def test_the_scale_grows(ag, scaled):
    w, optimizer, scaler = scaled
    scales = []
    for _ in range(4):
        w.grad = ag.ones(2)
        scaler.step(optimizer)
        scaler.update()
        scales.append(scaler.get_scale())
    assert scales == [4.0, 8.0, 8.0, 16.0]
    scaler.update(3.0)
    assert scaler.get_scale() == 3.0
    scaler.update(ag.tensor(5.0))
    assert scaler.get_scale() == 5.0


def test_the_scale_stays_finite(ag, scaled):
    w, optimizer, scaler = scaled
    scaler.update(3e38)
    scaler.set_growth_interval(1)
    w.grad = ag.ones(2)
    scaler.step(optimizer)
    scaler.update()
    assert scaler.get_scale() == pytest.approx(3e38)


def test_several_outputs_are_scaled(ag, scaled):
    _, _, scaler = scaled
    first, (second,) = scaler.scale([ag.ones(1), (ag.ones(1),)])
    assert (first.item(), second.item()) == (4.0, 4.0)
    with pytest.raises(ValueError, match="outputs must be a Tensor or an iterable of Tensors"):
        scaler.scale(3.0)


def test_calls_out_of_order(ag, scaled):
    w, optimizer, scaler = scaled
    with pytest.raises(AssertionError, match="No inf checks were recorded prior to update"):
        scaler.update()
    with pytest.raises(AssertionError, match="No inf checks were recorded for this optimizer"):
        scaler.step(optimizer)
    scaler.update(4.0)
    w.grad = ag.ones(2)
    scaler.unscale_(optimizer)
    with pytest.raises(RuntimeError, match="unscale_\\(\\) has already been called"):
        scaler.unscale_(optimizer)
    with pytest.raises(RuntimeError, match="Closure use is not currently supported"):
        scaler.step(optimizer, closure=lambda: 0.0)
    scaler.step(optimizer)
    with pytest.raises(RuntimeError, match="step\\(\\) has already been called"):
        scaler.step(optimizer)
    with pytest.raises(RuntimeError, match="being called after step"):
        scaler.unscale_(optimizer)


def test_half_gradients_are_refused(ag):
    w = ag.ones(1, dtype=ag.float16, requires_grad=True)
    w.grad = ag.ones(1, dtype=ag.float16)
    scaler = ag.amp.GradScaler("cpu", init_scale=2.0)
    scaler.scale(w)
    with pytest.raises(ValueError, match="Attempting to unscale FP16 gradients"):
        scaler.unscale_(ag.optim.SGD([w], lr=1.0))


def test_state(ag, scaled):
    w, optimizer, scaler = scaled
    w.grad = ag.ones(2)
    scaler.step(optimizer)
    scaler.update()
    state = scaler.state_dict()
    assert state == {
        "scale": 4.0, "growth_factor": 2.0, "backoff_factor": 0.5, "growth_interval": 2, "_growth_tracker": 1
    }  # fmt: skip
    other = ag.amp.GradScaler("cpu")
    other.load_state_dict(state)
    assert other.state_dict() == state
    with pytest.raises(RuntimeError, match="The source state dict is empty"):
        other.load_state_dict({})


def test_a_scaler_that_is_not_enabled(ag, device):
    w = ag.ones(1, requires_grad=True)
    scaler = ag.amp.GradScaler(device, enabled=False)
    scaler.scale(w.sum()).backward()
    scaler.step(ag.optim.SGD([w], lr=1.0))
    scaler.update()
    assert w.tolist() == [0.0]
    assert (scaler.get_scale(), scaler.state_dict(), scaler.is_enabled()) == (1.0, {}, False)


def test_factors_are_checked(ag):
    with pytest.raises(AssertionError, match=r"growth factor must be > 1\.0"):
        ag.amp.GradScaler("cpu", growth_factor=1.0)
    with pytest.raises(AssertionError, match=r"backoff factor must be < 1\.0"):
        ag.amp.GradScaler("cpu", backoff_factor=1.0)
    scaler = ag.amp.GradScaler("cpu")
    scaler.set_growth_factor(3.0)
    scaler.set_backoff_factor(0.25)
    assert (scaler.get_growth_factor(), scaler.get_backoff_factor(), scaler.get_growth_interval()) == (3.0, 0.25, 2000)
