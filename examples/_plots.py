"""The picture that a run leaves behind: its loss curve, and what it says about digits it has not seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from _figures import BLUE, GREEN, INK, RED, curve, new_figure, plain, save, title
from matplotlib.patches import Rectangle

COLUMNS, ROWS = 12, 6
SIZE, HEIGHT = 0.88, 1.4  # Of a digit, and of a row with its text, where a column is 1 wide.


def draw(
    path: Path,
    losses: list[float],
    accuracies: list[float],
    images: np.ndarray,
    labels: np.ndarray,
    predictions: np.ndarray,
) -> None:
    """Save the picture: losses per step, test accuracies per epoch, images [N, side, side] with labels and guesses."""
    figure = new_figure(13, 5.6)
    left, right = figure.subfigures(1, 2, width_ratios=(1, 1.45), wspace=0.03)
    _curves(left, losses, accuracies)
    _grid(right, images, labels, predictions)
    save(figure, path)


def _curves(figure, losses: list[float], accuracies: list[float]) -> None:
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    per_epoch = max(len(losses) // max(len(accuracies), 1), 1)
    curve(top, losses, per_epoch // 2, BLUE)
    top.set(ylabel="training loss", ylim=(0, None))
    top.legend(frameon=False, labelcolor=INK)
    errors = 100 * (1 - np.asarray(accuracies))
    bottom.plot(
        per_epoch * np.arange(1, len(errors) + 1),
        errors,
        color=GREEN,
        linewidth=2,
        marker="o",
        markersize=4,
        clip_on=False,
    )
    bottom.set(ylabel="test errors, %", xlabel="step", ylim=(0, None))
    plain(top, bottom)
    figure.align_ylabels()
    title(figure, "Training")


def _grid(figure, images: np.ndarray, labels: np.ndarray, predictions: np.ndarray) -> None:
    wrong = np.flatnonzero(labels != predictions)
    right = np.flatnonzero(labels == predictions)
    shown = np.concatenate([wrong, right])[: COLUMNS * ROWS]
    axes = figure.subplots()  # One for all: a hundred small ones would take longer to draw than the training.
    for place, i in enumerate(shown):
        y, x = divmod(place, COLUMNS)
        box = (x, x + SIZE, HEIGHT * y + 1, HEIGHT * y + 1 - SIZE)  # left, right, bottom, top
        missed = labels[i] != predictions[i]
        axes.imshow(images[i], cmap="Reds" if missed else "Greys", vmin=0, vmax=1, extent=box, interpolation="nearest")
        if missed:
            axes.add_patch(Rectangle((box[0], box[3]), SIZE, SIZE, fill=False, edgecolor=RED, linewidth=1.8))
        axes.text(
            x + SIZE / 2,
            box[3] - 0.04,
            f"{predictions[i]}, not {labels[i]}" if missed else f"{predictions[i]}",
            color=RED if missed else INK,
            fontsize=8.5 if missed else 10,
            fontweight="bold" if missed else "normal",
            ha="center",
            va="bottom",
        )
    axes.set(xlim=(-0.05, COLUMNS), ylim=(HEIGHT * ROWS, -0.25), aspect="equal")
    axes.axis("off")
    total, errors = len(labels), len(wrong)
    title(figure, f"{total - errors:,} of {total:,} test digits read correctly ({1 - errors / total:.2%})")
