"""Learn in few steps by starting from a network that has learnt something else.

    python examples/fine_tuning.py
    python examples/fine_tuning.py --device jax

1. A network learns the digits 0 to 4, which lie anywhere in larger images, and is written to ``base.safetensors``.
2. Its body is read from that file and frozen with `requires_grad_(False)`; a new head learns the digits 5 to 9. Frozen
   parameters get no gradients, so the optimizer leaves them alone, and no time goes into their gradients. BatchNorm's
   running means are no parameters: `eval()` keeps them as they are.
3. The body is unfrozen and everything learns on, with a smaller learning rate for the body.

For comparison the same network learns the digits 5 to 9 from nothing, in as many steps. A run takes 15 seconds on
NumPy. After 30 steps the new head is right for 88% of unseen digits, a network from nothing for 76%; after 60, when the
body has learnt on too, both are right for 95 to 96%: what was learnt before saves steps. The picture shows both ways,
and digits that were taken for others.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from _digits import load_sklearn
from _figures import AMBER, GREEN, INK, MUTED, RED, new_figure, plain, save, title
from _program import Interruption, list_files, parse, parser, positive
from _progress import Progress, progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.nn import functional as F

BATCH = 64
SIDE = 12  # Of the images, in which digits of 8 x 8 pixels lie somewhere.


class Network(nn.Module):
    """Scores of five digits [N, 5] for images [N, 1, SIDE, SIDE]: a body that sees shapes, a head that names them."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.BatchNorm2d(16),
            nn.SiLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.SiLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.head = nn.Linear(32 * 3 * 3, 5)

    def forward(self, images: ag.Tensor) -> ag.Tensor:
        return self.head(self.body(images))


Examples = tuple[ag.Tensor, ag.Tensor]
Stages = dict[str, list[tuple[int, float]]]  # By name: a step and the test accuracy after it.


def strewn(examples: Examples) -> Examples:
    """The images at random places of larger ones."""
    images, labels = examples
    count, _, height, _ = images.shape
    y, x = ag.randint(0, SIDE - height + 1, (2, count, 1)) + ag.arange(height)
    larger = ag.zeros(count, 1, SIDE, SIDE)
    larger[ag.arange(count)[:, None, None], 0, y[:, :, None], x[:, None, :]] = images[:, 0]
    return larger, labels


def some(examples: Examples) -> Examples:
    """A random batch."""
    images, labels = examples
    chosen = ag.randperm(len(labels))[:BATCH]
    return images[chosen], labels[chosen]


def only(examples: Examples, digits: range) -> Examples:
    """The examples of some digits, labelled from 0."""
    images, labels = examples
    chosen = (labels >= digits.start) & (labels < digits.stop)
    return images[chosen], labels[chosen] - digits.start


def answers(model: Network, images: ag.Tensor) -> ag.Tensor:
    """The most likely digit of each image."""
    model.eval()
    with ag.no_grad():
        return model(images).argmax(dim=1)


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


class Course:
    """Trains networks while progress is shown, and keeps what they can."""

    def __init__(self, shown: Progress, interruption: Interruption) -> None:
        self.shown, self.interruption, self.done = shown, interruption, 0

    def train(
        self, name: str, model: Network, groups: list[dict], steps: int, batches: Callable[[], Examples], test: Examples
    ) -> list[tuple[int, float]]:
        """Steps on random batches; pairs of a step and the test accuracy after it."""
        optimizer = optim.Adam(groups)
        accuracies = []
        for step in range(1, steps + 1):
            model.train()
            for part in model.children():  # What is frozen stays as it is, running means included.
                part.train(any(parameter.requires_grad for parameter in part.parameters()))
            images, labels = batches()
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            self.done += 1
            self.shown.update(self.done, stage=name, loss=f"{loss.item():.4f}")
            if step % 5 == 0 or step == steps or 2 * step == steps:
                right = answers(model, test[0]) == test[1]
                accuracies.append((step, right.float().mean().item()))
            if self.interruption.asked:
                raise Stopped
        self.shown.line(stage=f"{name:22}", loss=f"{loss.item():.4f}", test_accuracy=f"{accuracies[-1][1]:6.2%}")
        return accuracies


def draw(path: Path, stages: Stages, images: np.ndarray, labels: np.ndarray, guesses: np.ndarray) -> None:
    """Save the picture: accuracies by step; mistakes of the fine-tuned network, then digits that it read correctly."""
    figure = new_figure(13, 5)
    left, right = figure.subfigures(1, 2, width_ratios=(1.3, 1))
    axes = left.subplots()
    head, whole, scratch = (np.array(stages[name]) for name in ("new head", "everything", "from nothing"))
    whole[:, 0] += head[-1, 0]
    whole = np.vstack([head[-1:], whole])
    style = {"linewidth": 2, "marker": "o", "markersize": 4}
    axes.plot(*scratch.T, color=MUTED, label="from nothing", **style)
    axes.plot(*head.T, color=AMBER, label="new head on a frozen body", **style)
    axes.plot(*whole.T, color=GREEN, label="then everything", **style)
    axes.axvline(head[-1, 0], color=INK, linewidth=0.8, linestyle=":")
    axes.set(xlabel="step", ylabel="accuracy on unseen digits 5 to 9", ylim=(0, 1))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.legend(frameon=False, labelcolor=INK, loc="lower right")
    plain(axes)
    title(left, "Two ways to learn new digits")
    wrong, correct = np.flatnonzero(labels != guesses), np.flatnonzero(labels == guesses)
    shown = np.concatenate([wrong, correct])[:40]
    for axes, i in zip(right.subplots(5, 8).ravel(), shown, strict=False):
        missed = labels[i] != guesses[i]
        axes.imshow(images[i], cmap="Reds" if missed else "Greys", vmin=0, vmax=1, interpolation="nearest")
        text = f"{guesses[i]}, not {labels[i]}" if missed else f"{guesses[i]}"
        axes.set_title(text, color=RED if missed else INK, fontsize=8, pad=2)
        axes.axis("off")
    title(right, f"{len(wrong)} of {len(labels)} taken for others")
    save(figure, path)


def learn(course: Course, base_file: Path, base_steps: int, steps: int) -> tuple[Network, Stages, Examples]:
    """All stages: the network that was fine-tuned, accuracies by stage, and what it was tested with."""
    data, device = load_sklearn(), ag.get_default_device()
    learnt, unseen = (tuple(part.to(device) for part in half[:]) for half in (data.train, data.test))
    low, low_test = only(learnt, range(5)), strewn(only(unseen, range(5)))
    high, high_test = only(learnt, range(5, 10)), strewn(only(unseen, range(5, 10)))
    stages: Stages = {}

    base = Network()
    groups = [{"params": base.parameters(), "lr": 3e-3}]
    course.train("digits 0 to 4", base, groups, base_steps, lambda: strewn(some(low)), low_test)
    ag.save(base.state_dict(), base_file)

    model = Network()
    saved = ag.load(base_file, map_location=device)
    body = {name: value for name, value in saved.items() if name.startswith("body.")}
    model.load_state_dict(body, strict=False)  # The head stays as new as it is.
    model.body.requires_grad_(False)
    groups = [{"params": model.parameters(), "lr": 1e-2}]
    stages["new head"] = course.train("new head", model, groups, steps, lambda: strewn(some(high)), high_test)

    model.body.requires_grad_(True)
    groups = [{"params": model.body.parameters(), "lr": 2e-3}, {"params": model.head.parameters(), "lr": 5e-3}]
    stages["everything"] = course.train("everything", model, groups, steps, lambda: strewn(some(high)), high_test)

    scratch = Network()
    groups = [{"params": scratch.parameters(), "lr": 3e-3}]
    stages["from nothing"] = course.train(
        "from nothing", scratch, groups, 2 * steps, lambda: strewn(some(high)), high_test
    )
    return model, stages, high_test


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/fine_tuning")
    asked.add_argument("--base-steps", type=positive, default=200, help="steps on the digits 0 to 4 (200)")
    asked.add_argument("--steps", type=positive, default=30, help="steps of each stage of the fine-tuning (30)")
    options = parse(asked, command_line)
    options.out.mkdir(parents=True, exist_ok=True)
    ag.manual_seed(options.seed)
    started, counts = time.perf_counter(), (options.base_steps, options.steps)
    with (
        ag.device(options.device),
        Interruption().watched() as interruption,
        progress(options.base_steps + 4 * options.steps) as shown,
    ):
        try:
            model, stages, (images, labels) = learn(
                Course(shown, interruption), options.out / "base.safetensors", *counts
            )
        except Stopped:
            return 130
    print(f"{time.perf_counter() - started:.1f} s; accuracy on unseen digits 5 to 9:")
    alone = dict(stages["from nothing"])
    for name, step in (("new head", options.steps), ("everything", 2 * options.steps)):
        print(f"after {step:3} steps: {stages[name][-1][1]:6.2%} {name:12} {alone[step]:6.2%} from nothing")
    guesses = answers(model, images)
    arrays = [tensor.cpu().numpy() for tensor in (images[:, 0], labels + 5, guesses + 5)]
    draw(options.out / "accuracy.png", stages, *arrays)
    ag.save(model.state_dict(), options.out / "fine_tuned.safetensors")
    list_files(options.out, picture="accuracy.png", base="base.safetensors", weights="fine_tuned.safetensors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
