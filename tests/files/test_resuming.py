"""Training that stops on one backend and goes on on another."""

from __future__ import annotations

import functools

import pytest

pytestmark = pytest.mark.only_arraygrad(reason="goes from backend to backend")

PLACES = ("cpu", "jax", "strict")


class Run:
    """A small network with dropout, Adam, a schedule, two streams of random numbers, and a count of steps."""

    def __init__(self, ag, device):
        self.ag, self.device = ag, device
        self.noise = ag.Generator().manual_seed(3)
        with ag.device(device):
            first, last = ag.nn.Linear(2, 4, bias=False), ag.nn.Linear(4, 1, bias=False)
            self.model = ag.nn.Sequential(first, ag.nn.Dropout(0.4), last)
        self.optimizer = ag.optim.Adam(self.model.parameters(), lr=0.05)
        self.schedule = ag.optim.lr_scheduler.ExponentialLR(self.optimizer, 0.8)
        self.step = 0

    def train(self, steps):
        losses = []
        with self.ag.device(self.device):
            for _ in range(steps):
                x = self.ag.rand(3, 2, generator=self.noise)
                self.optimizer.zero_grad()
                loss = (self.model(x) - x.sum(1, keepdim=True)).square().mean()
                loss.backward()
                self.optimizer.step()
                self.schedule.step()
                self.step += 1
                losses.append(loss.item())
        return losses

    def state(self):
        return {
            "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(), "random": self.ag.get_rng_state(),
            "noise": self.noise.get_state(), "step": self.step,
        }  # fmt: skip

    def restore(self, state):
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.noise.set_state(state["noise"])
        self.ag.set_rng_state(state["random"])
        self.step = state["step"]


@pytest.fixture(scope="module")
def stopped(ag, tmp_path_factory):
    """By place: a checkpoint after three steps, and the losses of the two steps after it, uninterrupted."""

    @functools.cache
    def train(place):
        ag.manual_seed(0)
        run = Run(ag, place)
        run.train(3)
        path = tmp_path_factory.mktemp("run") / place
        ag.save(run.state(), path)
        return path, run.train(2)

    return train


@pytest.mark.parametrize("there", PLACES)
@pytest.mark.parametrize("here", PLACES)
def test_training_goes_on_on_any_backend(ag, stopped, here, there):
    path, expected = stopped(here)
    ag.manual_seed(99)
    run = Run(ag, there)
    state = ag.load(path, map_location=there if here != there else None)
    assert str(state["model"]["0.weight"].device.type) == (there if here != there else "cpu")
    run.restore(state)
    assert run.train(2) == pytest.approx(expected, rel=1e-5)
    assert run.step == 5
    assert run.model[0].weight.device.type == there
