"""Two networks against each other: one invents points, the other tells them from real ones.

    python examples/gan.py
    python examples/gan.py --device jax

The real points lie in eight heaps on a ring, so a picture tells at once whether the generator has found them all. Each
step has two halves:

- the discriminator learns from real points and from invented ones after `detach`: no gradient reaches the generator;
- the generator learns through a discriminator whose parameters are frozen with `requires_grad_(False)`: gradients pass
  through it and none is stored in it.

Such a pair goes round in circles unless the discriminator is kept from being too steep at the real points: its loss has
the square of its own gradient there (R1), a derivative of a derivative, by ``autograd.grad(..., create_graph=True)``.

A run takes 35 seconds on NumPy and ends with all eight heaps found and 84% of the points inside one. Numbers are
float64, so that runs on different backends, whose roundings differ, stay together. The picture shows the points along
the training, on the map of the discriminator.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from _figures import INK, new_figure, save, title
from _program import Interruption, list_files, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.nn import functional as F

HEAPS, RADIUS, WIDTH = 8, 2.0, 0.12  # Heaps on the ring, the ring's radius, the standard deviation of a heap.
NOISE = 4  # Random numbers that the generator makes a point of.
PENALTY = 0.003
EXTENT = 3.2  # Half the side of the pictures.


def centres() -> ag.Tensor:
    """The middles of the heaps, [heaps, 2]."""
    angles = 2 * np.pi * ag.arange(HEAPS) / HEAPS
    return RADIUS * ag.stack([angles.cos(), angles.sin()], dim=1).double()


def real_points(count: int) -> ag.Tensor:
    """Points [count, 2] of randomly chosen heaps."""
    heaps = centres()[ag.randint(0, HEAPS, (count,))]
    return heaps + WIDTH * ag.randn(count, 2, dtype=ag.float64)


def invent(generator: nn.Module, count: int) -> ag.Tensor:
    return generator(ag.randn(count, NOISE, dtype=ag.float64))


def network(inputs: int, outputs: int, width: int) -> nn.Sequential:
    layers = [
        nn.Linear(inputs, width),
        nn.LeakyReLU(0.2),
        nn.Linear(width, width),
        nn.LeakyReLU(0.2),
        nn.Linear(width, outputs),
    ]
    return nn.Sequential(*layers).double()


def discriminator_loss(discriminator: nn.Module, real: ag.Tensor, invented: ag.Tensor) -> ag.Tensor:
    """Low if real points score high, invented ones low, and the scores of real ones are flat."""
    real.requires_grad_()
    scores, invented_scores = discriminator(real), discriminator(invented)
    (slope,) = ag.autograd.grad(scores.sum(), real, create_graph=True)
    wrong = F.softplus(-scores).mean() + F.softplus(invented_scores).mean()
    return wrong + PENALTY * slope.square().sum(dim=1).mean()


def generator_loss(discriminator: nn.Module, invented: ag.Tensor) -> ag.Tensor:
    """Low if the discriminator takes the invented points for real."""
    return F.softplus(-discriminator(invented)).mean()


def judge(points: ag.Tensor) -> tuple[int, float]:
    """How many heaps are found (by at least a quarter of their share), and which part of the points lies in a heap."""
    nearest, heap = ag.cdist(points, centres()).min(dim=1)
    inside = nearest < 4 * WIDTH
    counts = ag.bincount(heap[inside], minlength=HEAPS)
    return int((counts > len(points) / HEAPS / 4).sum().item()), inside.double().mean().item()


class Adversaries:
    """The pair and its optimizers."""

    def __init__(self, width: int) -> None:
        self.generator, self.discriminator = network(NOISE, 2, width), network(2, 1, width)
        self.generator_optimizer = optim.Adam(self.generator.parameters(), lr=1e-3, betas=(0.0, 0.99))
        self.discriminator_optimizer = optim.Adam(self.discriminator.parameters(), lr=2e-3, betas=(0.0, 0.99))

    def step(self, batch_size: int) -> tuple[float, float]:
        """One step of each; their losses."""
        invented = invent(self.generator, batch_size).detach()
        loss_d = discriminator_loss(self.discriminator, real_points(batch_size), invented)
        self.discriminator_optimizer.zero_grad()
        loss_d.backward()
        self.discriminator_optimizer.step()

        self.discriminator.requires_grad_(False)
        loss_g = generator_loss(self.discriminator, invent(self.generator, batch_size))
        self.generator_optimizer.zero_grad()
        loss_g.backward()
        self.generator_optimizer.step()
        self.discriminator.requires_grad_(True)
        return loss_d.item(), loss_g.item()

    def snapshot(self, points: int, cells: int = 60) -> tuple[np.ndarray, np.ndarray]:
        """Invented points [points, 2], and the discriminator's belief that a place is real, [cells, cells]."""
        axis = ag.linspace(-EXTENT, EXTENT, cells, dtype=ag.float64)
        with ag.no_grad():
            invented = invent(self.generator, points)
            places = ag.stack(ag.meshgrid(axis, axis, indexing="xy"), dim=-1)
            belief = self.discriminator(places)[..., 0].sigmoid()
        return invented.cpu().numpy(), belief.cpu().numpy()


def draw(path: Path, snapshots: dict[int, tuple[np.ndarray, np.ndarray]], real: np.ndarray) -> None:
    """Save the picture: the real points, then invented ones over the discriminator's map, by step."""
    columns = (len(snapshots) + 2) // 2
    figure = new_figure(3.2 * columns, 6.9)
    axes = figure.subplots(2, columns).ravel()
    box = (-EXTENT, EXTENT, -EXTENT, EXTENT)
    axes[0].scatter(*real.T, s=5, color=INK, alpha=0.6, linewidths=0)
    title(axes[0], "real")
    for place, (step, (points, belief)) in zip(axes[1:], snapshots.items(), strict=False):
        place.imshow(
            belief, cmap="RdBu", vmin=0, vmax=1, extent=box, origin="lower", alpha=0.45, interpolation="bilinear"
        )
        place.scatter(*points.T, s=5, color=INK, alpha=0.6, linewidths=0)
        title(place, f"step {step:,}")
    for place in axes:
        place.set(xlim=box[:2], ylim=box[2:], aspect="equal")
        place.axis("off")
    figure.supxlabel("where the discriminator takes a point for real (blue) or invented (red)", color=INK, fontsize=11)
    save(figure, path)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/gan")
    asked.add_argument("--steps", type=positive, default=3000, help="steps of each network (3000)")
    asked.add_argument("--batch-size", type=positive, default=128, help="points per step (128)")
    asked.add_argument("--width", type=positive, default=64, help="units in each hidden layer (64)")
    options = parse(asked, command_line)
    options.out.mkdir(parents=True, exist_ok=True)
    ag.manual_seed(options.seed)
    started = time.perf_counter()
    pictured = {round(options.steps * part) for part in (0.02, 0.04, 0.08, 0.16, 0.3, 0.5, 0.75)} - {0}
    with ag.device(options.device), Interruption().watched() as interruption:
        pair = Adversaries(options.width)
        snapshots = {0: pair.snapshot(800)}
        with progress(options.steps) as shown:
            for step in range(1, options.steps + 1):
                loss_d, loss_g = pair.step(options.batch_size)
                shown.update(step, discriminator=f"{loss_d:.3f}", generator=f"{loss_g:.3f}")
                last = step == options.steps or interruption.asked
                if step in pictured or last:
                    snapshots[step] = pair.snapshot(800)
                    heaps, inside = judge(ag.tensor(snapshots[step][0]))
                    place = f"{step:{len(str(options.steps))}}/{options.steps}"
                    losses = {"discriminator": f"{loss_d:.3f}", "generator": f"{loss_g:.3f}"}
                    shown.line(step=place, **losses, heaps=f"{heaps}/{HEAPS}", inside=f"{inside:4.0%}")
                if interruption.asked:
                    break
        took = time.perf_counter() - started
        print(f"{heaps} of {HEAPS} heaps found, {inside:.1%} of the points inside one, {took:.1f} s")
        draw(options.out / "points.png", snapshots, real_points(800).cpu().numpy())
    ag.save(pair.generator.state_dict(), options.out / "generator.safetensors")
    list_files(options.out, picture="points.png", generator="generator.safetensors")
    return 130 if interruption.asked else 0


if __name__ == "__main__":
    sys.exit(main())
