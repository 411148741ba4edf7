"""One training run that moves from array library to array library, and ends where it would have ended anyway.

    python examples/switch_backend.py                        # NumPy, JAX, array-api-strict, NumPy
    python examples/switch_backend.py --tour cpu jax cuda    # any backends, in any order

The backend belongs to each tensor, so a process may hold tensors of several libraries at once. The program shows

- a network whose layers lie on different backends: `to` inside `forward` is recorded, and gradients flow back over it;
- a run that moves, with its optimizer's state, whenever it likes: two lines do it. Dropout and the choice of the
  batches go on too, because one stream of random numbers serves all backends. Its losses are those of a run that
  stayed on one backend (``--device``), up to rounding.

It takes 25 seconds, most of them for what JAX compiles; the losses differ by 2e-7 at most. The picture shows both runs
and how far apart they are.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from _figures import AMBER, BLUE, GREEN, INK, RED, VIOLET, new_figure, plain, save, title
from _program import Interruption, list_files, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.backend import available
from arraygrad.nn import functional as F

TOUR = ("cpu", "jax", "strict", "cpu")
BATCH = 32


def spirals(points: int) -> tuple[ag.Tensor, ag.Tensor]:
    """Points [points, 2] of two spirals around each other, and which of them each belongs to."""
    label = ag.arange(points) % 2
    t = ag.rand(points).sqrt() * 3 * np.pi
    angle = t + np.pi * label
    place = ag.stack([angle.cos(), angle.sin()], dim=1) * t[:, None] / 10
    return place + 0.02 * ag.randn(points, 2), label


def build_model(width: int) -> nn.Sequential:
    layers = [nn.Linear(2, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Dropout(0.1), nn.Linear(width, 2)]
    return nn.Sequential(*layers)


class Spread(nn.Module):
    """A network of which each layer lies on a backend of its own."""

    def __init__(self, devices: Sequence[str]) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8, device=device) for device in devices])

    def forward(self, x: ag.Tensor) -> ag.Tensor:
        for layer in self.layers:
            x = layer(x.to(layer.weight.device)).tanh()  # The move is recorded: gradients go back over it.
        return x


def across(devices: Sequence[str]) -> list[str]:
    """Where the gradients of such a network are, after a backward pass through all backends."""
    model = Spread(devices)
    model(ag.ones(1, 8)).sum().backward()
    return [f"{layer.weight.grad.device} {layer.weight.grad.norm().item():.4f}" for layer in model.layers]


def train(tour: Sequence[str], steps: int, seed: int, name: str) -> list[float]:
    """The losses of a run that spends equal parts of its steps on each of the devices; on Ctrl-C those so far."""
    ag.manual_seed(seed)
    points, labels = spirals(400)
    model, losses = build_model(32), []
    optimizer = optim.AdamW(model.parameters(), lr=1e-2)
    with Interruption().watched() as interruption, progress(len(tour) * steps) as shown:
        for device in tour:
            model.to(device)
            optimizer.load_state_dict(optimizer.state_dict())  # Puts its state where the parameters are.
            points, labels = points.to(device), labels.to(device)
            for _ in range(steps):
                batch = ag.randint(0, len(labels), (BATCH,), device=device)
                loss = F.cross_entropy(model(points[batch]), labels[batch])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
                shown.update(len(losses), run=name, device=device, loss=f"{losses[-1]:.6f}")
                if interruption.asked:
                    return losses
            shown.line(run=name, device=f"{device:8}", step=f"{len(losses):4}", loss=f"{losses[-1]:.6f}")
    return losses


def draw(path: Path, tour: Sequence[str], moving: np.ndarray, staying: np.ndarray) -> None:
    """Save the picture: the losses of both runs, with the backends on which one of them was, and their distance."""
    figure = new_figure(11, 6)
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    kinds = list(dict.fromkeys(tour))
    colors = dict(zip(kinds, (BLUE, AMBER, GREEN, VIOLET) * len(kinds), strict=False))
    steps, each = np.arange(1, len(moving) + 1), len(moving) // len(tour)
    top.plot(steps, staying, color=INK, linewidth=3.5, alpha=0.2, label=f"all steps on {tour[0]}")
    for place, device in enumerate(tour):
        span = slice(place * each, (place + 1) * each)
        top.plot(steps[span], moving[span], color=colors[device], linewidth=1.3)
        for axes in (top, bottom):
            axes.axvspan(place * each + 0.5, (place + 1) * each + 0.5, color=colors[device], alpha=0.08, linewidth=0)
        middle = (place + 0.5) / len(tour)
        style = {"color": colors[device], "fontweight": "bold", "ha": "center", "va": "top"}
        top.text(middle, 0.97, device, transform=top.transAxes, **style)
    bottom.plot(steps, np.abs(moving - staying), color=INK, linewidth=1)
    bottom.axhline(np.finfo(np.float32).eps, color=RED, linewidth=1, linestyle="--", label="spacing of float32 at 1")
    top.set(ylabel="loss", ylim=(0, None), xlim=(0.5, len(moving) + 0.5))
    bottom.set(xlabel="step", ylabel="distance of the losses", yscale="log")
    top.legend(frameon=False, labelcolor=INK, loc="lower left")
    bottom.legend(labelcolor=INK, loc="lower left", edgecolor="none")
    title(top, "A run that moves between array libraries, and one that stays")
    plain(top, bottom)
    save(figure, path)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/switch_backend")
    asked.add_argument("--tour", nargs="+", default=TOUR, metavar="DEVICE", help=f"where to go ({' '.join(TOUR)})")
    asked.add_argument("--steps", type=positive, default=100, help="steps on each device of the tour (100)")
    options = parse(asked, command_line)
    for device in options.tour:
        if reason := available(device.partition(":")[0]):
            raise SystemExit(f"--tour {device}: {reason}")
    options.out.mkdir(parents=True, exist_ok=True)
    with ag.device(options.device):
        print(f"gradients of one network: {', '.join(across(options.tour))}")
        staying = train([options.device] * len(options.tour), options.steps, options.seed, "staying")
        moving = train(options.tour, options.steps, options.seed, "moving ")
    if len(moving) < len(staying) or len(staying) < len(options.tour) * options.steps:
        print("\nstopped")
        return 130
    distance = np.abs(np.subtract(moving, staying))
    print(f"the losses of both runs differ by {distance.max():.1e} at most")
    draw(options.out / "losses.png", options.tour, np.array(moving), np.array(staying))
    list_files(options.out, picture="losses.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
