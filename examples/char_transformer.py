"""A small transformer that writes text, one character after the other, as GPT does.

    python examples/char_transformer.py                      # learns from Python's own documentation
    python examples/char_transformer.py --text novel.txt     # or from any text file
    python examples/char_transformer.py --resume             # goes on where Ctrl-C stopped a run
    python examples/char_transformer.py --sample-only        # writes more with the weights of a finished run

It shows causal attention by `scaled_dot_product_attention`, a learning rate that warms up and then falls along a
cosine, gradient clipping, a loss on text that was held back, sampling, and a checkpoint from which a run goes on to
exactly the losses of one that nobody stopped.

The default text is the language reference that comes with every Python (460,000 characters). A run takes about two
minutes on NumPy and ends near a validation loss of 1.39 per character. What it writes then has the look of the
documentation, though not its sense. The picture shows the losses, and held-back text with each character coloured by
how much it surprised the model.
"""

from __future__ import annotations

import argparse
import pydoc_data.topics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from _figures import BLUE, GREEN, INK, curve, new_figure, plain, save, title
from _program import Interruption, list_files, load_checkpoint, parse, parser, positive
from _progress import progress

import arraygrad as ag
from arraygrad import nn, optim
from arraygrad.nn import functional as F

WARM_UP = 100
EVALUATE_EVERY = 100
CLIP = 1.0


class Block(nn.Module):
    """Attention to earlier characters, then a small network for each character by itself."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU("tanh"), nn.Linear(4 * width, width))

    def forward(self, x: ag.Tensor) -> ag.Tensor:
        batch, length, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind()  # each [batch, heads, length, width / heads]
        attended = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(attended.transpose(1, 2).reshape(batch, length, width))
        return x + self.mlp(self.norm2(x))


class GPT(nn.Module):
    """Scores [batch, length, characters] of what comes next after each of the characters [batch, length]."""

    def __init__(self, characters: int, context: int, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.token, self.position = nn.Embedding(characters, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, characters, bias=False)
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.08)

    def forward(self, indices: ag.Tensor) -> ag.Tensor:
        places = ag.arange(indices.shape[1], device=indices.device)
        return self.head(self.norm(self.blocks(self.token(indices) + self.position(places))))


class Run:
    """A training run, which can be saved between any two steps."""

    def __init__(self, text: str, settings: dict[str, Any]) -> None:
        self.settings = settings
        ag.manual_seed(settings["seed"])
        self.alphabet = "".join(sorted(set(text)))
        indices = ag.tensor(np.searchsorted(list(self.alphabet), list(text)))
        self.train_text, self.held_back = indices.split([len(text) - len(text) // 10, len(text) // 10])
        sizes = {name: settings[name] for name in ("context", "width", "layers", "heads")}
        self.model = GPT(len(self.alphabet), **sizes)
        self.optimizer = optim.AdamW(self.model.parameters(), lr=settings["rate"], betas=(0.9, 0.99))
        warm_up = min(WARM_UP, settings["steps"] // 2)
        self.schedule = optim.lr_scheduler.SequentialLR(
            self.optimizer,
            [
                optim.lr_scheduler.LinearLR(self.optimizer, start_factor=0.02, total_iters=warm_up),
                optim.lr_scheduler.CosineAnnealingLR(self.optimizer, settings["steps"] - warm_up),
            ],
            milestones=[warm_up],
        )
        self.losses: list[float] = []
        self.validation: list[list[float]] = []  # pairs of a step and a loss

    def state_dict(self) -> dict[str, Any]:
        """Everything that decides how the run goes on."""
        return {
            "settings": self.settings,
            "alphabet": self.alphabet,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": ag.get_rng_state(),
            "losses": self.losses,
            "validation": self.validation,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go to where `state_dict` was asked for."""
        if state["alphabet"] != self.alphabet:
            raise SystemExit("the checkpoint belongs to a run with another text")
        for part in ("model", "optimizer", "schedule"):
            getattr(self, part).load_state_dict(state[part])
        ag.set_rng_state(state["random"])
        self.losses, self.validation = list(state["losses"]), list(state["validation"])

    def step(self) -> float:
        """Learn from random pieces of the text; the loss is per character."""
        context = self.settings["context"]
        starts = ag.randint(0, len(self.train_text) - context, (self.settings["batch_size"], 1))
        pieces = self.train_text[starts + ag.arange(context + 1)]
        self.model.train()
        loss = F.cross_entropy(self.model(pieces[:, :-1]).flatten(0, 1), pieces[:, 1:].flatten())
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimizer.step()
        self.schedule.step()
        self.losses.append(loss.item())
        return self.losses[-1]

    def surprise(self, pieces: int) -> tuple[ag.Tensor, ag.Tensor]:
        """So many pieces of the held-back text, evenly spread, and the loss of each character [pieces, context]."""
        context = self.settings["context"]
        starts = ag.linspace(0, len(self.held_back) - context - 1, pieces).long()[:, None]
        text = self.held_back[starts + ag.arange(context + 1)]
        self.model.eval()
        with ag.no_grad():
            scores = self.model(text[:, :-1])
            return text[:, 1:], F.cross_entropy(scores.transpose(1, 2), text[:, 1:], reduction="none")

    def evaluate(self) -> float:
        """The mean loss over pieces of the held-back text, always the same ones."""
        _, losses = self.surprise(pieces=64)
        self.validation.append([len(self.losses), losses.mean().item()])
        return self.validation[-1][1]

    def sample(self, length: int, temperature: float = 0.7) -> tuple[str, str]:
        """A piece of the held-back text, and how the model goes on after it."""
        context = self.settings["context"]
        indices = self.held_back[None, :context]
        self.model.eval()
        with ag.no_grad():
            for _ in range(length):
                scores = self.model(indices[:, -context:])[:, -1]
                following = ag.multinomial(F.softmax(scores / temperature, dim=-1), 1)
                indices = ag.cat([indices, following], dim=1)
        written = self.decode(indices[0])
        return written[:context], written[context:]

    def decode(self, indices: ag.Tensor) -> str:
        return "".join(self.alphabet[i] for i in indices.tolist())


def train(run: Run, checkpoint: Path) -> bool:
    """Make the steps that are left; False if Ctrl-C cut them short."""
    steps = run.settings["steps"]
    with Interruption().watched() as interruption, progress(steps) as shown:
        while len(run.losses) < steps:
            loss, done = run.step(), len(run.losses)
            shown.update(done, loss=f"{loss:.3f}")
            if done % EVALUATE_EVERY == 0 or done == steps:
                recent = np.mean(run.losses[-EVALUATE_EVERY:])
                step = f"{done:{len(str(steps))}}/{steps}"
                shown.line(step=step, loss=f"{recent:.3f}", validation_loss=f"{run.evaluate():.3f}")
                ag.save(run.state_dict(), checkpoint)
            if interruption.asked:
                ag.save(run.state_dict(), checkpoint)
                return False
    return True


def draw(path: Path, run: Run) -> None:
    """Save the picture: the losses, and how much the characters of held-back text surprise the model."""
    figure = new_figure(13, 5.6)
    left, right = figure.subfigures(1, 2, width_ratios=(1, 1.5))
    axes = left.subplots()
    curve(axes, run.losses, EVALUATE_EVERY // 4, BLUE)
    axes.plot(*np.array(run.validation).T, color=GREEN, linewidth=2, marker="o", markersize=4, label="held-back text")
    axes.set(xlabel="step", ylabel="loss per character, nats", ylim=(0, None))
    axes.legend(frameon=False, labelcolor=INK)
    plain(axes)
    title(left, "Training")

    text, surprise = run.surprise(pieces=22)
    bits = surprise.cpu().numpy() / np.log(2)
    axes = right.subplots()
    axes.imshow(np.clip(bits, 0, 8), cmap="Oranges", vmin=0, vmax=10, aspect=1.95, interpolation="nearest")
    for y in range(len(text)):
        for x, character in enumerate(run.decode(text[y])):
            shown = "¶" if character == "\n" else character
            axes.text(x, y, shown, ha="center", va="center", color=INK, fontsize=7.5, family="monospace")
    axes.axis("off")
    title(right, f"Held-back text: darker where it surprises (mean {bits.mean():.2f} bits)")
    save(figure, path)


def arguments(command_line: list[str] | None) -> argparse.Namespace:
    asked = parser(__doc__, out="runs/char_transformer")
    asked.add_argument(
        "--text", type=Path, metavar="FILE", help="what to learn from, in UTF-8 (Python's documentation)"
    )
    counts = {
        "steps": (1400, "steps of training"),
        "batch-size": (12, "pieces of text per step"),
        "context": (64, "characters that the model looks back on"),
        "width": (64, "numbers per character inside the model"),
        "layers": (2, "blocks of attention and network"),
        "heads": (4, "heads of each attention"),
        "sample": (400, "characters to write at the end"),
    }
    for name, (default, meaning) in counts.items():
        asked.add_argument(f"--{name}", type=positive, default=default, help=f"{meaning} ({default})")
    asked.add_argument("--rate", type=float, default=8e-3, help="highest learning rate (0.008)")
    asked.add_argument("--resume", action="store_true", help="go on from the checkpoint, with its settings")
    asked.add_argument("--sample-only", action="store_true", help="write with the checkpoint's weights, do not train")
    return parse(asked, command_line)


def main(command_line: list[str] | None = None) -> int:
    """Run the program; the result is its exit status."""
    options = arguments(command_line)
    checkpoint = options.out / "checkpoint.safetensors"
    topics = pydoc_data.topics.topics
    text = options.text.read_text("utf-8") if options.text else "\n".join(topics[name] for name in sorted(topics))
    names = ("seed", "steps", "batch_size", "context", "width", "layers", "heads", "rate")
    settings = {name: getattr(options, name) for name in names}
    saved = load_checkpoint(checkpoint) if options.resume or options.sample_only else None
    with ag.device(options.device):
        run = Run(text, saved["settings"] if saved else settings)
        if saved:
            run.load_state_dict(saved)
        if options.sample_only:
            ag.manual_seed(options.seed)
            print("".join(run.sample(options.sample)))
            return 0
        size = sum(parameter.numel() for parameter in run.model.parameters())
        print(f"{len(text):,} characters, {len(run.alphabet)} different; {size:,} parameters; device {options.device}")
        options.out.mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        if not train(run, checkpoint):
            print(f"\nstopped after step {len(run.losses)}; --resume goes on from there")
            return 130
        print(f"validation loss {run.validation[-1][1]:.3f} after {time.perf_counter() - started:.1f} s\n")
        prompt, continuation = run.sample(options.sample)
        print(f"{prompt}│{continuation}\n")
        draw(options.out / "surprise.png", run)
    list_files(options.out, picture="surprise.png", checkpoint="checkpoint.safetensors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
