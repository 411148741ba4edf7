"""Fit a line to points, in four ways that end in the same numbers: what each part of the library is for.

    python examples/linear_regression.py
    python examples/linear_regression.py --device jax

The points follow y = 1 + 2x with noise. Gradient descent looks for a and b in y = a + bx:

1. in NumPy, with the derivatives worked out on paper;
2. with autograd, which finds the derivatives, and a step written by hand;
3. with an optimizer, which makes the step;
4. with a module and a loss, as larger programs are written.

Each way starts from the same a and b and takes the same steps. After 200 of them, in one or two seconds (ten on
JAX), all are at a = 1.0235, b = 1.9690, where least squares puts the line. The picture shows the line, and the way to
it on the map of the loss.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from _figures import AMBER, BLUE, INK, MUTED, RED, new_figure, plain, save, title
from _program import list_files, parse, parser, positive

import arraygrad as ag
from arraygrad import nn, optim

LEARNING_RATE = 0.5
START = (0.5, -0.2)


def make_points() -> tuple[np.ndarray, np.ndarray]:
    """Eighty points: x and y, each of shape [80, 1]."""
    random = np.random.RandomState(42)
    x = random.rand(100, 1)
    y = 1 + 2 * x + 0.1 * random.randn(100, 1)
    order = np.arange(100)
    random.shuffle(order)
    return x[order[:80]], y[order[:80]]


def in_numpy(x: np.ndarray, y: np.ndarray, steps: int) -> list[tuple[float, float]]:
    """Derivatives from paper: of the mean of e², where e = y - (a + bx)."""
    a, b = START
    path = [(a, b)]
    for _ in range(steps):
        error = y - (a + b * x)
        gradient_a = -2 * error.mean()
        gradient_b = -2 * (x * error).mean()
        a -= LEARNING_RATE * gradient_a
        b -= LEARNING_RATE * gradient_b
        path.append((float(a), float(b)))
    return path


def with_autograd(x: ag.Tensor, y: ag.Tensor, steps: int) -> list[tuple[float, float]]:
    """`backward` works out the derivatives of whatever was computed."""
    a, b = (ag.tensor([value], requires_grad=True) for value in START)
    path = [(a.item(), b.item())]
    for _ in range(steps):
        loss = ((y - (a + b * x)) ** 2).mean()
        loss.backward()
        with ag.no_grad():  # The step is no part of what is to be differentiated.
            a -= LEARNING_RATE * a.grad
            b -= LEARNING_RATE * b.grad
        a.grad.zero_()  # Gradients add up until somebody empties them.
        b.grad.zero_()
        path.append((a.item(), b.item()))
    return path


def with_optimizer(x: ag.Tensor, y: ag.Tensor, steps: int) -> list[tuple[float, float]]:
    """An optimizer takes the step, for any number of parameters, by any rule."""
    a, b = (ag.tensor([value], requires_grad=True) for value in START)
    optimizer = optim.SGD([a, b], lr=LEARNING_RATE)
    path = [(a.item(), b.item())]
    for _ in range(steps):
        loss = ((y - (a + b * x)) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        path.append((a.item(), b.item()))
    return path


class Line(nn.Module):
    """The model as a class: it knows its parameters, so nobody has to list them."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Parameter(ag.tensor([START[0]]))
        self.b = nn.Parameter(ag.tensor([START[1]]))

    def forward(self, x: ag.Tensor) -> ag.Tensor:
        return self.a + self.b * x


def with_module(x: ag.Tensor, y: ag.Tensor, steps: int) -> list[tuple[float, float]]:
    """Model, loss and optimizer: each can be exchanged without touching the loop."""
    model, criterion = Line(), nn.MSELoss()
    optimizer = optim.SGD(model.parameters(), lr=LEARNING_RATE)
    path = [(model.a.item(), model.b.item())]
    for _ in range(steps):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        path.append((model.a.item(), model.b.item()))
    return path


def draw(file: Path, x: np.ndarray, y: np.ndarray, path: np.ndarray) -> None:
    """Save the picture: the line among its points, and the path [steps + 1, 2] of a and b on the map of the loss."""
    figure = new_figure(12, 5)
    left, right = figure.subplots(1, 2)
    ends = np.array([x.min(), x.max()])
    for place in range(0, min(len(path), 20), 2):
        a, b = path[place]
        left.plot(ends, a + b * ends, color=BLUE, alpha=0.12, linewidth=1.5)
    left.plot(ends, 1 + 2 * ends, color=AMBER, linewidth=2, linestyle="--", label="without noise: 1 + 2x")
    a, b = path[-1]
    left.plot(ends, a + b * ends, color=BLUE, linewidth=2.5, label=f"fit: {a:.4f} + {b:.4f}x")
    left.scatter(x, y, s=22, color=INK, alpha=0.65, linewidths=0, zorder=3)
    left.set(xlabel="x", ylabel="y")
    left.legend(frameon=False, labelcolor=INK, loc="lower right")
    title(left, "The line and its first steps")

    grid_a, grid_b = np.meshgrid(np.linspace(0.2, 2.4, 120), np.linspace(-0.6, 3.0, 120))
    losses = ((y[:, :, None] - grid_a - grid_b * x[:, :, None]) ** 2).mean(0)
    levels = np.geomspace(losses.min() * 1.2, losses.max(), 14)
    right.contourf(grid_a, grid_b, np.log(losses), levels=np.log(levels), cmap="Blues", extend="both", alpha=0.75)
    right.plot(*path.T, color=INK, linewidth=1.2, marker="o", markersize=3.5)
    right.plot(*path[-1], color=RED, marker="*", markersize=17, linestyle="none", label="least squares")
    right.annotate("start", path[0], (8, -12), textcoords="offset points", color=INK)
    right.set(xlabel="a", ylabel="b", xlim=(0.2, 2.4), ylim=(-0.6, 3.0))
    right.legend(frameon=False, labelcolor=INK)
    title(right, "The loss, and the way down")
    plain(left, right)
    right.grid(False)
    left.tick_params(colors=MUTED)
    save(figure, file)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/linear_regression")
    asked.add_argument("--steps", type=positive, default=200, help="steps of gradient descent (200)")
    options = parse(asked, command_line)
    options.out.mkdir(parents=True, exist_ok=True)
    x, y = make_points()
    print(f"{'':24}  {'a':>8}  {'b':>8}  {'loss':>8}")

    def show(name: str, path: list[tuple[float, float]]) -> None:
        a, b = path[-1]
        print(f"{name:24}  {a:8.4f}  {b:8.4f}  {((y - a - b * x) ** 2).mean():8.5f}")

    show("start", [START])
    path = in_numpy(x, y, options.steps)
    show("1 derivatives on paper", path)
    ways: dict[str, Callable[[ag.Tensor, ag.Tensor, int], list[tuple[float, float]]]] = {
        "2 autograd": with_autograd,
        "3 optimizer": with_optimizer,
        "4 module": with_module,
    }
    with ag.device(options.device):
        tensors = [ag.tensor(array, dtype=ag.float32) for array in (x, y)]
        for name, way in ways.items():
            show(name, way(*tensors, options.steps))
    design = np.hstack([np.ones_like(x), x])
    show("least squares", [tuple(np.linalg.lstsq(design, y, rcond=None)[0][:, 0])])
    draw(options.out / "fit.png", x, y, np.array(path))
    list_files(options.out, picture="fit.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
