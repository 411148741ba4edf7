"""Train a small convolutional network on handwritten digits, on any backend.

    python examples/train_digits.py                    # NumPy, scikit-learn's 1,797 digits
    python examples/train_digits.py --device jax       # the same numbers on JAX
    python examples/train_digits.py --data mnist/      # MNIST's four files, compressed or not
    python examples/train_digits.py --resume           # go on where an interrupted run stopped

A run leaves in its folder (``runs/digits`` unless ``--out`` says otherwise) the trained weights, an event file for
TensorBoard, a picture of the loss curve and of the network's answers, and a checkpoint. The checkpoint is written after
each epoch and on Ctrl-C; ``--resume`` then gives exactly the result of a run that nobody stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from _digits import Digits, load_idx, load_sklearn
from _plots import draw
from _program import Interruption, list_files, load_checkpoint, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.utils.data import DataLoader
from arraygrad.utils.tensorboard import SummaryWriter

LEARNING_RATE = 4e-3
IMAGES_IN_EVENT_FILE = 24


def build_model(side: int, classes: int) -> nn.Sequential:
    """The network for images [N, 1, side, side].

    SiLU rather than ReLU: it has no kink, so the last digit of a sum, which differs between array libraries, never
    switches a unit on or off, and runs on different backends stay together.
    """
    layers = [
        nn.Conv2d(1, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.SiLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1, bias=False),
        nn.BatchNorm2d(32),
        nn.SiLU(),
    ]
    side //= 2
    if side >= 8:
        layers.append(nn.MaxPool2d(2))
        side //= 2
    head = [
        nn.Flatten(),
        nn.Dropout(0.25),
        nn.Linear(32 * side * side, 64),
        nn.SiLU(),
        nn.Dropout(0.25),
        nn.Linear(64, classes),
    ]
    return nn.Sequential(*layers, *head)


@dataclass(frozen=True)
class Step:
    """What happened in one step of the training."""

    number: int  #: counted from 1 over the whole run
    epoch: int  #: counted from 1
    loss: float
    learning_rate: float
    epoch_loss: float  #: mean over the epoch so far
    epoch_accuracy: float  #: over the epoch so far
    test_accuracy: float | None  #: after the last step of an epoch


class Training:
    """A training run: iterating over it makes the steps that are left, and its state can be saved between any two.

    Parameters
    ----------
    data : Digits
        What to learn.
    device : str
        Where to compute.
    seed : int
        Decides the initial weights, the batches and the dropout, on every device alike.
    epochs, batch_size : int
        How long, and in what portions.
    """

    def __init__(self, data: Digits, device: str, seed: int, epochs: int, batch_size: int) -> None:
        self.data, self.device, self.epochs = data, device, epochs
        self.settings = {"seed": seed, "epochs": epochs, "batch_size": batch_size}
        self.facts = {"side": data.side, "classes": data.classes, "train": len(data.train), "test": len(data.test)}
        ag.manual_seed(seed)
        with ag.device(device):
            self.model = build_model(data.side, data.classes)
        self.shuffle = ag.Generator().manual_seed(seed)
        self.loader = DataLoader(data.train, batch_size, shuffle=True, generator=self.shuffle)
        self.optimizer = optim.AdamW(self.model.parameters(), lr=LEARNING_RATE)
        self.schedule = optim.lr_scheduler.OneCycleLR(
            self.optimizer, LEARNING_RATE, total_steps=epochs * len(self.loader), pct_start=0.4
        )
        self.criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
        self.epoch = 0  # Epochs that are complete
        self.step = 0  # and batches of the next one that are.
        self.correct = self.seen = 0
        self.order = self.shuffle.get_state()  # Decides the batches of the epoch.
        self.losses: list[float] = []
        self.accuracies: list[float] = []

    def state_dict(self) -> dict[str, Any]:
        """Everything that decides how the run goes on."""
        return {
            "settings": self.settings,
            "facts": self.facts,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": ag.get_rng_state(),
            "order": self.order,
            "epoch": self.epoch,
            "step": self.step,
            "correct": self.correct,
            "seen": self.seen,
            "losses": self.losses,
            "accuracies": self.accuracies,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go to where `state_dict` was asked for, on whatever device."""
        for name in ("settings", "facts"):
            if state[name] != getattr(self, name):
                raise ValueError(f"the checkpoint belongs to a run with {state[name]}, not {getattr(self, name)}")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        ag.set_rng_state(state["random"])
        self.order = state["order"]
        for name in ("epoch", "step", "correct", "seen"):
            setattr(self, name, state[name])
        self.losses, self.accuracies = list(state["losses"]), list(state["accuracies"])

    def __iter__(self) -> Iterator[Step]:
        while self.epoch < self.epochs:
            self.shuffle.set_state(self.order)
            done_before = self.step
            for i, (images, labels) in enumerate(self.loader):
                if i < done_before:
                    continue
                yield self._train(images.to(self.device), labels.to(self.device))

    def _train(self, images: ag.Tensor, labels: ag.Tensor) -> Step:
        learning_rate = self.optimizer.param_groups[0]["lr"]
        self.model.train()
        logits = self.model(images)
        loss = self.criterion(logits, labels)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.schedule.step()

        self.losses.append(loss.item())
        self.correct += int((logits.detach().argmax(1) == labels).sum().item())
        self.seen += len(labels)
        self.step += 1
        step = Step(
            number=len(self.losses),
            epoch=self.epoch + 1,
            loss=self.losses[-1],
            learning_rate=learning_rate,
            epoch_loss=sum(self.losses[-self.step :]) / self.step,
            epoch_accuracy=self.correct / self.seen,
            test_accuracy=None,
        )
        return self._finish_epoch(step) if self.step == len(self.loader) else step

    def _finish_epoch(self, step: Step) -> Step:
        labels, predictions = self.predict()
        self.accuracies.append(float((labels == predictions).mean()))
        self.epoch += 1
        self.step = self.correct = self.seen = 0
        self.order = self.shuffle.get_state()
        return Step(**{**vars(step), "test_accuracy": self.accuracies[-1]})

    def predict(self) -> tuple[np.ndarray, np.ndarray]:
        """The digits of the test set, and what the network takes them for."""
        self.model.eval()
        answers = []
        with ag.no_grad():
            for images, labels in DataLoader(self.data.test, 256):
                logits = self.model(images.to(self.device))
                answers.append((labels.numpy(), logits.argmax(1).cpu().numpy()))
        labels, predictions = (np.concatenate(column) for column in zip(*answers, strict=True))
        return labels, predictions


def train(run: Training, writer: SummaryWriter, checkpoint: Path) -> bool:
    """Make the steps that are left; False if Ctrl-C cut them short."""
    ag.save(run.state_dict(), checkpoint)
    with Interruption().watched() as interruption, progress(run.epochs * len(run.loader)) as shown:
        for step in run:
            writer.add_scalar("train/loss", step.loss, step.number)
            writer.add_scalar("train/learning_rate", step.learning_rate, step.number)
            figures = {
                "epoch": f"{step.epoch:{len(str(run.epochs))}}/{run.epochs}",
                "loss": f"{step.epoch_loss:.4f}",
                "accuracy": f"{step.epoch_accuracy:6.2%}",
            }
            shown.update(step.number, **figures)
            if step.test_accuracy is not None:
                writer.add_scalar("train/accuracy", step.epoch_accuracy, step.number)
                writer.add_scalar("test/accuracy", step.test_accuracy, step.number)
                shown.line(**figures, test_accuracy=f"{step.test_accuracy:6.2%}")
            if step.test_accuracy is not None or interruption.asked:
                ag.save(run.state_dict(), checkpoint)
            if interruption.asked:
                return False
    return True


def write_results(run: Training, writer: SummaryWriter, out: Path) -> float:
    """The weights, the pictures of the test digits, and the accuracy on them."""
    labels, predictions = run.predict()
    images = np.stack([image.numpy()[0] for image, _ in (run.data.test[i] for i in range(len(labels)))])
    for i in np.flatnonzero(labels != predictions)[:IMAGES_IN_EVENT_FILE]:
        enlarged = np.kron(images[i], np.ones((8, 8), np.float32))
        tag = f"wrong/{labels[i]}_taken_for_{predictions[i]}/test_digit_{i}"
        writer.add_image(tag, enlarged, len(run.losses), dataformats="HW")
    ag.save(run.model.state_dict(), out / "model.safetensors")
    draw(out / "digits.png", run.losses, run.accuracies, images, labels, predictions)
    return float((labels == predictions).mean())


def arguments(command_line: list[str] | None) -> argparse.Namespace:
    options = parser(__doc__, out="runs/digits")
    options.set_defaults(seed=None)  # A run that is resumed knows its own.
    options.add_argument("--data", type=Path, metavar="DIR", help="folder with MNIST-format IDX files")
    options.add_argument("--epochs", type=positive, help="passes over the training set (15, or 3 with --data)")
    options.add_argument("--batch-size", type=positive, help="images per step (32, or 128 with --data)")
    options.add_argument("--resume", action="store_true", help="go on from the checkpoint in the output folder")
    options.add_argument("--log-losses", type=Path, metavar="FILE", help="write the loss of each step as JSON")
    return parse(options, command_line)


def prepare(options: argparse.Namespace) -> Training:
    """The run that the options ask for, brought to its checkpoint if it is to be resumed."""
    saved = load_checkpoint(options.out / "checkpoint.safetensors") if options.resume else {}
    settings = {"seed": 0, "epochs": 15, "batch_size": 32}
    if options.data is not None:
        settings |= {"epochs": 3, "batch_size": 128}
    settings |= saved.get("settings", {})
    settings |= {name: getattr(options, name) for name in settings if getattr(options, name) is not None}
    data = load_sklearn() if options.data is None else load_idx(options.data)
    run = Training(data, options.device, **settings)
    if saved:
        try:
            run.load_state_dict(saved)
        except ValueError as error:
            raise SystemExit(f"cannot resume: {error}") from error
    return run


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    options = arguments(command_line)
    run = prepare(options)
    started = time.perf_counter()
    events = options.out / "events"
    events.mkdir(parents=True, exist_ok=True)
    if not options.resume:
        for old in events.glob("events.out.tfevents.*"):
            old.unlink()
    where = f", from step {len(run.losses)} on" if run.losses else ""
    print(f"{run.facts['train']:,} digits to learn, {run.facts['test']:,} to test, device {options.device}{where}")
    purge_step = len(run.losses) + 1 if options.resume else None
    with SummaryWriter(str(events), purge_step=purge_step, max_queue=1000, flush_secs=5) as writer:
        finished = train(run, writer, options.out / "checkpoint.safetensors")
        if not finished:
            print(f"\nstopped after step {len(run.losses)}; --resume goes on from there")
            return 130
        accuracy = write_results(run, writer, options.out)
    if options.log_losses is not None:
        options.log_losses.write_text(json.dumps(run.losses))
    print(f"test accuracy {accuracy:.2%} after {time.perf_counter() - started:.1f} s")
    files = {"weights": "model.safetensors", "picture": "digits.png", "TensorBoard": "events"}
    list_files(options.out, **files, checkpoint="checkpoint.safetensors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
