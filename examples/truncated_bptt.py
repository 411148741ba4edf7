"""A recurrent network learns from a series that is too long to be differentiated in one piece.

    python examples/truncated_bptt.py
    python examples/truncated_bptt.py --device jax

The series is the sum of a fast and a slow wave. The network (a GRU) is shown windows of 20 values, and is to say each
next one. Its hidden state is passed from window to window, after `detach`: the value goes on, the gradient stops. That
is truncated backpropagation through time: the cost of a step does not grow with the series.

First the program shows what happens without `detach`: the second backward pass reaches into the graph of the first
window, which is gone, and raises. Then it trains, and compares three ways to predict series that it has not seen: with
the state passed on, with a state that starts anew in each window, and by saying the last value once more.

A run takes 20 seconds on NumPy. Its errors are 0.006 with the state passed on, 0.24 with a state that starts anew, 0.17
for the last value. The picture shows the network going on by itself, fed with its own predictions.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from _figures import AMBER, BLUE, GREEN, INK, MUTED, curve, new_figure, plain, save, title
from _program import Interruption, list_files, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.nn import functional as F

WINDOW = 20
NOISE = 0.1  # Added to what the network is shown in training: it learns to live with the errors of its own predictions.
FAST, SLOW = 11.0, 47.0  # Periods: the slow one is longer than two windows.


def waves(series: int, length: int) -> ag.Tensor:
    """Series [series, length, 1] that are sums of a fast and a slow wave, each with beginnings of its own."""
    fast, slow = ag.rand(2, series, 1) * 2 * np.pi
    t = 2 * np.pi * ag.arange(length)
    return (0.4 * ag.sin(t / FAST + fast) + 0.6 * ag.sin(t / SLOW + slow))[..., None]


class Forecaster(nn.Module):
    """Predicts the next value after each of the values [series, length, 1]."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.rnn = nn.GRU(1, width, batch_first=True)
        self.head = nn.Linear(width, 1)

    def forward(self, values: ag.Tensor, state: ag.Tensor | None = None) -> tuple[ag.Tensor, ag.Tensor]:
        hidden, state = self.rnn(values, state)
        return self.head(hidden), state


def without_detach(model: Forecaster, series: ag.Tensor) -> str:
    """What two windows lead to if the state keeps its history."""
    state = None
    try:
        for window in series[:, : 2 * WINDOW].split(WINDOW, dim=1):
            predicted, state = model(window[:, :-1], state)
            F.mse_loss(predicted, window[:, 1:]).backward()
    except RuntimeError as error:
        return str(error)
    finally:
        model.zero_grad()
    raise AssertionError("the second window should not have been differentiable")


def windows(series: ag.Tensor) -> list[tuple[ag.Tensor, ag.Tensor]]:
    """The values of each window, and what follows each of them."""
    count = (series.shape[1] - 1) // WINDOW
    return [(series[:, i : i + WINDOW], series[:, i + 1 : i + WINDOW + 1]) for i in range(0, count * WINDOW, WINDOW)]


def train(model: Forecaster, pairs: list[tuple[ag.Tensor, ag.Tensor]], epochs: int) -> tuple[list[float], bool]:
    """The loss of each window, and whether Ctrl-C left the training to its end."""
    optimizer = optim.Adam(model.parameters(), lr=4e-3)
    schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * len(pairs))
    losses: list[float] = []
    with Interruption().watched() as interruption, progress(epochs * len(pairs)) as shown:
        for epoch in range(1, epochs + 1):
            state = None
            for values, following in pairs:
                if state is not None:
                    state = state.detach()  # The value goes on, the gradient stops here.
                predicted, state = model(values + NOISE * ag.randn_like(values), state)
                loss = F.mse_loss(predicted, following)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
                shown.update(len(losses), loss=f"{losses[-1]:.5f}")
                if interruption.asked:
                    return losses, False
            mean = np.mean(losses[-len(pairs) :])
            shown.line(epoch=f"{epoch:{len(str(epochs))}}/{epochs}", loss=f"{mean:.5f}")
    return losses, True


def test(model: Forecaster, series: ag.Tensor, keep_state: bool) -> float:
    """The root of the mean squared error over all windows but the first few."""
    state, errors = None, []
    with ag.no_grad():
        for values, following in windows(series):
            predicted, state = model(values, state if keep_state else None)
            errors.append(F.mse_loss(predicted, following))
    return ag.stack(errors[2:]).mean().sqrt().item()


def go_on(model: Forecaster, beginning: ag.Tensor, steps: int) -> ag.Tensor:
    """The network's own continuation [series, steps, 1]: each prediction is the next input."""
    with ag.no_grad():
        predicted, state = model(beginning)
        values = [predicted[:, -1:]]
        while len(values) < steps:
            value, state = model(values[-1], state)
            values.append(value)
    return ag.cat(values, dim=1)


def draw(path: Path, losses: list[float], known: int, truth: np.ndarray, continued: np.ndarray) -> None:
    """Save the picture: the losses; one series, of which the network saw the first values and then went on."""
    figure = new_figure(12, 6.4)
    top, bottom = figure.subplots(2, 1, height_ratios=(1, 1.5))
    curve(top, losses, 40, BLUE)
    top.set(yscale="log", xlabel="window", ylabel="squared error")
    top.legend(frameon=False, labelcolor=INK)
    title(top, "Training, window by window")
    t = np.arange(len(truth))
    bottom.plot(t, truth, color=MUTED, linewidth=6, alpha=0.35, label="what the series does")
    bottom.plot(t[:known], truth[:known], color=GREEN, linewidth=2.2, label="what the network was shown")
    bottom.plot(t[known:], continued, color=AMBER, linewidth=2.2, label="how the network goes on by itself")
    bottom.axvline(known - 0.5, color=INK, linewidth=0.8, linestyle=":")
    bottom.axvspan(0, WINDOW, color=BLUE, alpha=0.12, linewidth=0, label="the length of a window")
    bottom.set(xlabel="time", ylim=(-1.15, 1.65))
    bottom.legend(frameon=False, labelcolor=INK, ncols=4, loc="upper center")
    title(bottom, "Fed with its own predictions")
    plain(top, bottom)
    save(figure, path)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/truncated_bptt")
    asked.add_argument("--epochs", type=positive, default=16, help="passes over the series (16)")
    asked.add_argument("--length", type=positive, default=1001, help="values in each series (1001)")
    asked.add_argument("--width", type=positive, default=32, help="numbers in the hidden state (32)")
    options = parse(asked, command_line)
    known = 10 * WINDOW
    if options.length <= known:
        asked.error(f"--length {options.length}: the network is shown {known} values, and goes on from there")
    options.out.mkdir(parents=True, exist_ok=True)
    ag.manual_seed(options.seed)
    with ag.device(options.device):
        model = Forecaster(options.width)
        learnt, unseen = waves(16, options.length), waves(16, options.length)
        print(f"without detach: {without_detach(model, learnt).split('. ')[0]}")

        started = time.perf_counter()
        losses, finished = train(model, windows(learnt), options.epochs)
        print(f"{len(losses)} windows in {time.perf_counter() - started:.1f} s; error on series not seen before:")
        repeated = (unseen[:, 1:] - unseen[:, :-1]).square().mean().sqrt().item()
        print(f"  {test(model, unseen, keep_state=True):.4f}  state passed from window to window")
        print(f"  {test(model, unseen, keep_state=False):.4f}  state anew in each window")
        print(f"  {repeated:.4f}  the last value once more")
        continued = go_on(model, unseen[:1, :known], min(200, options.length - known))
    truth = unseen[0, : known + continued.shape[1], 0].cpu().numpy()
    draw(options.out / "forecast.png", losses, known, truth, continued[0, :, 0].cpu().numpy())
    ag.save(model.state_dict(), options.out / "model.safetensors")
    list_files(options.out, picture="forecast.png", weights="model.safetensors")
    return 0 if finished else 130


if __name__ == "__main__":
    sys.exit(main())
