"""Training steps, each written once against the PyTorch API: zero_grad, forward, loss, backward, AdamW."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

#: One step of a workload; returns a tensor with one element, by which the libraries are compared.
Step = Callable[[], Any]

CLASSES = 10


def training_step(library: ModuleType, model: Any, shape: tuple[int, ...], tokens: int = 0) -> Step:
    """A step of AdamW on one batch of random inputs; weights and batch are the same for every library.

    Inputs are normal numbers of the shape and one label each; or, with a number of tokens to choose from, sequences of
    tokens, and the next token at every place.
    """
    numbers = np.random.default_rng(0)

    def values(*shape: int) -> Any:
        return library.from_numpy(numbers.standard_normal(shape).astype(np.float32))

    with library.no_grad():
        for p in model.parameters():
            fan_in = int(np.prod(p.shape[1:]))
            p.copy_(values(*p.shape) * (0.5 / fan_in**0.5))
    if tokens:
        text = library.from_numpy(numbers.integers(0, tokens, (shape[0], shape[1] + 1)))
        inputs, labels = text[:, :-1], text[:, 1:].flatten()
    else:
        inputs, labels = values(*shape), library.from_numpy(numbers.integers(0, CLASSES, shape[0]))
    optimizer = library.optim.AdamW(model.parameters(), lr=1e-3)
    criterion = library.nn.CrossEntropyLoss()

    def step() -> Any:
        optimizer.zero_grad()
        loss = criterion(model(inputs).flatten(0, -2), labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


# -- mlp, cnn: 64 images of 28x28 ----------------------------------------------------------------------------------


def mlp(library: ModuleType) -> Step:
    nn = library.nn
    model = nn.Sequential(
        nn.Flatten(), nn.Linear(28 * 28, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, CLASSES)
    )
    return training_step(library, model, (64, 1, 28, 28))


def cnn(library: ModuleType) -> Step:
    nn = library.nn
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1, bias=False),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 7 * 7, CLASSES),
    )
    return training_step(library, model, (64, 1, 28, 28))


# -- resnet: 16 images of 32x32, three stages of one block ---------------------------------------------------------


def resnet(library: ModuleType) -> Step:
    nn = library.nn

    class Block(nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self, inside: int, outside: int, stride: int) -> None:
            super().__init__()
            self.body = nn.Sequential(
                nn.Conv2d(inside, outside, 3, stride, padding=1, bias=False),
                nn.BatchNorm2d(outside),
                nn.ReLU(),
                nn.Conv2d(outside, outside, 3, padding=1, bias=False),
                nn.BatchNorm2d(outside),
            )
            self.shortcut = nn.Identity()
            if stride != 1 or inside != outside:
                self.shortcut = nn.Sequential(
                    nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside)
                )

        def forward(self, x: Any) -> Any:
            return nn.functional.relu(self.body(x) + self.shortcut(x))

    model = nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        Block(16, 16, 1),
        Block(16, 32, 2),
        Block(32, 64, 2),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, CLASSES),
    )
    return training_step(library, model, (16, 3, 32, 32))


# -- lstm: 32 sequences of 32 steps, 128 numbers wide --------------------------------------------------------------


def lstm(library: ModuleType) -> Step:
    nn = library.nn

    class Reader(nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(128, 128, batch_first=True)
            self.head = nn.Linear(128, CLASSES)

        def forward(self, x: Any) -> Any:
            return self.head(self.lstm(x)[0][:, -1])

    return training_step(library, Reader(), (32, 32, 128))


# -- gpt: 8 texts of 64 tokens, 128 numbers wide, 2 layers, 4 heads ------------------------------------------------

TOKENS, TIME, WIDTH, HEADS = 65, 64, 128, 4


def gpt(library: ModuleType) -> Step:
    nn = library.nn
    F = nn.functional

    class Block(nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
            self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
            self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

        def forward(self, x: Any) -> Any:
            batch, time, width = x.shape
            q, k, v = (
                part.view(batch, time, HEADS, width // HEADS).transpose(1, 2)
                for part in self.qkv(self.norm1(x)).split(width, dim=2)
            )
            seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out(seen.transpose(1, 2).reshape(batch, time, width))
            return x + self.mlp(self.norm2(x))

    class GPT(nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.token, self.place = nn.Embedding(TOKENS, WIDTH), nn.Embedding(TIME, WIDTH)
            self.blocks = nn.Sequential(Block(), Block())
            self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, TOKENS, bias=False)

        def forward(self, text: Any) -> Any:
            x = self.token(text) + self.place(library.arange(text.shape[1]))
            return self.head(self.norm(self.blocks(x)))

    return training_step(library, GPT(), (8, TIME), TOKENS)
