"""A variational autoencoder: handwritten digits as points of a plane, and new digits from new points.

    python examples/vae.py
    python examples/vae.py --device jax

The encoder says for each image where in the plane it lies: a normal distribution with a mean and a width. The decoder
draws an image for a point. The loss is what it costs to describe an image in this way: the pixels, given the point,
plus the divergence of the encoder's distribution from the standard normal one (`kl`, written out here). A point is the
mean plus the width times a random number, so gradients flow through the choice of the point.

A run takes 12 seconds on NumPy. The loss on digits not seen in training ends near 24.7 nats. One picture shows where
the digits lie in the plane: nobody told the encoder which of them are alike. The other shows digits beside their
reconstructions, and what the decoder draws all over the plane.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from _digits import Digits, load_sklearn
from _figures import INK, new_figure, plain, save, tile, title
from _program import Interruption, list_files, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.nn import functional as F
from arraygrad.utils.data import DataLoader

LEARNING_RATE = 3e-3


class VAE(nn.Module):
    """Images [N, pixels] to the scores of their pixels, by way of points in a plane."""

    def __init__(self, pixels: int, width: int = 128, dimensions: int = 2) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU())
        self.mean = nn.Linear(width, dimensions)
        self.log_variance = nn.Linear(width, dimensions)
        self.decoder = nn.Sequential(
            nn.Linear(dimensions, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, pixels)
        )

    def encode(self, images: ag.Tensor) -> tuple[ag.Tensor, ag.Tensor]:
        hidden = self.encoder(images)
        return self.mean(hidden), self.log_variance(hidden)

    def forward(self, images: ag.Tensor) -> tuple[ag.Tensor, ag.Tensor, ag.Tensor]:
        mean, log_variance = self.encode(images)
        points = mean + (log_variance / 2).exp() * ag.randn_like(mean)
        return self.decoder(points), mean, log_variance


def kl(mean: ag.Tensor, log_variance: ag.Tensor) -> ag.Tensor:
    """How far normal distributions are from the standard one, in nats, summed over everything."""
    return 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum()


def losses(model: VAE, images: ag.Tensor) -> tuple[ag.Tensor, ag.Tensor]:
    """Both parts of the loss per image: of the pixels, which count as probabilities of ink, and of the points."""
    scores, mean, log_variance = model(images)
    pixels = F.binary_cross_entropy_with_logits(scores, images, reduction="sum")
    return pixels / len(images), kl(mean, log_variance) / len(images)


def train(model: VAE, data: Digits, device: str, epochs: int, batch_size: int) -> tuple[float, bool]:
    """The loss per image of the test set in the end, and whether Ctrl-C left the training to its end."""
    loader = DataLoader(data.train, batch_size, shuffle=True, drop_last=True)
    (unseen, _) = data.test[:]
    unseen = unseen.flatten(1).to(device)
    steps = epochs * len(loader)
    optimizer = optim.Adam(model.parameters(), lr=LEARNING_RATE)
    schedule = optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps, pct_start=0.1)
    done = 0
    with Interruption().watched() as interruption, progress(steps) as shown:
        for epoch in range(1, epochs + 1):
            for images, _ in loader:
                pixels, points = losses(model, images.flatten(1).to(device))
                loss = pixels + points
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                done += 1
                shown.update(done, loss=f"{loss.item():.3f}")
            with ag.no_grad():
                test_pixels, test_points = (part.item() for part in losses(model, unseen))
            test_loss = test_pixels + test_points
            figures = {"test_loss": test_loss, "pixels": test_pixels, "points": test_points}
            if epoch % 5 == 0 or epoch in (1, epochs) or interruption.asked:
                place = f"{epoch:{len(str(epochs))}}/{epochs}"
                shown.line(epoch=place, **{name: f"{figure:6.3f}" for name, figure in figures.items()})
            if interruption.asked:
                return test_loss, False
    return test_loss, True


def draw_plane(path: Path, places: np.ndarray, labels: np.ndarray) -> None:
    """Save the picture of where the digits lie: means [N, 2] with their labels."""
    figure = new_figure(7.6, 7.6)
    axes = figure.subplots()
    points = axes.scatter(*places.T, c=labels, cmap="tab10", vmin=-0.5, vmax=9.5, s=16, alpha=0.75, linewidths=0)
    for digit in range(10):
        if (labels == digit).any():
            middle = np.median(places[labels == digit], axis=0)
            style = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "boxstyle": "circle,pad=0.15"}
            axes.text(
                *middle, str(digit), color=INK, fontsize=15, fontweight="bold", ha="center", va="center", bbox=style
            )
    bar = figure.colorbar(points, ticks=range(10), shrink=0.6, pad=0.02)
    bar.outline.set_visible(False)
    axes.set(aspect="equal")
    title(axes, "Where the encoder puts digits that it was not told the names of")
    plain(axes)
    save(figure, path)


def draw_digits(path: Path, images: np.ndarray, reconstructed: np.ndarray, drawn: np.ndarray) -> None:
    """Save the picture of digits [N, side, side] beside reconstructions, and of the plane [rows, columns, ...]."""
    figure = new_figure(12, 6.6)
    left, right = figure.subfigures(1, 2, width_ratios=(1, 1.15))
    pairs = np.concatenate([images, reconstructed], axis=2)
    pairs = np.pad(pairs, ((0, 0), (0, 0), (0, 2))).reshape(-1, 4, *pairs.shape[1:-1], pairs.shape[-1] + 2)
    for place, content, heading in (
        (left, pairs, "Unseen digits (left of each pair), reconstructed"),
        (right, drawn, "What the decoder draws across the plane"),
    ):
        axes = place.subplots()
        axes.imshow(tile(content), cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
        axes.axis("off")
        title(place, heading)
    save(figure, path)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    asked = parser(__doc__, out="runs/vae")
    asked.add_argument("--epochs", type=positive, default=40, help="passes over the training set (40)")
    asked.add_argument("--batch-size", type=positive, default=64, help="images per step (64)")
    options = parse(asked, command_line)
    options.out.mkdir(parents=True, exist_ok=True)
    data = load_sklearn()
    ag.manual_seed(options.seed)
    started = time.perf_counter()
    with ag.device(options.device):
        model = VAE(data.side**2)
        test_loss, finished = train(model, data, options.device, options.epochs, options.batch_size)
        print(f"test loss {test_loss:.3f} nats per image after {time.perf_counter() - started:.1f} s")

        (everything, labels), (unseen, _) = data.train[:], data.test[:40]
        # A grid of points, closer where a standard normal distribution has more of them.
        steps = ag.special.ndtri(ag.linspace(0.03, 0.97, 16))
        grid = ag.stack(ag.meshgrid(-steps, steps, indexing="ij")[::-1], dim=-1)
        with ag.no_grad():
            places, _ = model.encode(everything.flatten(1).to(options.device))
            means, _ = model.encode(unseen.flatten(1).to(options.device))
            reconstructed, drawn = model.decoder(means).sigmoid(), model.decoder(grid).sigmoid()
    draw_plane(options.out / "plane.png", places.cpu().numpy(), labels.numpy())
    shape = (data.side, data.side)
    draw_digits(
        options.out / "digits.png",
        unseen[:, 0].numpy(),
        reconstructed.unflatten(-1, shape).cpu().numpy(),
        drawn.unflatten(-1, shape).cpu().numpy(),
    )
    ag.save(model.state_dict(), options.out / "model.safetensors")
    list_files(options.out, plane="plane.png", digits="digits.png", weights="model.safetensors")
    return 0 if finished else 130


if __name__ == "__main__":
    sys.exit(main())
