"""Handwritten digits: the set that scikit-learn carries, or files in MNIST's IDX format."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

import arraygrad as ag
from arraygrad.utils.data import Dataset, TensorDataset, random_split

IDX_DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


@dataclass(frozen=True)
class Digits:
    """Pairs of an image, float32 of shape [1, side, side] from 0 to 1, and its digit, int64."""

    train: Dataset
    test: Dataset
    side: int
    classes: int


def load_sklearn() -> Digits:
    """1,797 scans of 8 x 8 pixels from the UCI repository; a fixed random fifth of them is the test set."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    everything = as_dataset(bunch.images / 16, bunch.target)
    train, test = random_split(everything, [0.8, 0.2], generator=ag.Generator().manual_seed(0))
    return Digits(train, test, side=8, classes=10)


def load_idx(folder: Path) -> Digits:
    """The four files of MNIST or of a set in its format, compressed or not."""
    sets, sizes, classes = [], set(), 0
    for name in ("train", "t10k"):
        images, labels = read_idx(folder, f"{name}-images", 3), read_idx(folder, f"{name}-labels", 1)
        if len(images) != len(labels) or not len(images):
            raise SystemExit(f"{folder}: {len(images)} {name} images do not go with {len(labels)} labels")
        sizes.add(images.shape[1:])
        classes = max(classes, int(labels.max()) + 1)
        sets.append(as_dataset(images / 255, labels))
    ((height, width), *others) = sizes
    if others or height != width or height < 8:
        raise SystemExit(f"{folder}: images must be squares of one size, at least 8 x 8, found {sorted(sizes)}")
    return Digits(*sets, side=height, classes=max(classes, 2))


def as_dataset(images: np.ndarray, labels: np.ndarray) -> TensorDataset:
    return TensorDataset(
        ag.tensor(images[:, None].astype(np.float32), device="cpu"),
        ag.tensor(labels.astype(np.int64), device="cpu"),
    )


def read_idx(folder: Path, name: str, dimensions: int) -> np.ndarray:
    """The array in the IDX file of that name, which may end in .gz and spell its kind with a dash or a dot."""
    kind = f"idx{dimensions}-ubyte"
    candidates = [folder / f"{name}{mark}{kind}{end}" for mark in "-." for end in ("", ".gz")]
    path = next((path for path in candidates if path.is_file()), None)
    if path is None:
        raise SystemExit(f"{folder} has no file {candidates[0].name} or {candidates[1].name}")
    try:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        raise SystemExit(f"{path} cannot be read: {error}") from error
    header = 4 + 4 * dimensions
    if len(content) < header or content[:2] != b"\0\0" or content[2] not in IDX_DTYPES or content[3] != dimensions:
        raise SystemExit(f"{path} is not an IDX file with {dimensions} dimension(s)")
    shape = np.frombuffer(content, ">u4", dimensions, offset=4).tolist()
    dtype = np.dtype(IDX_DTYPES[content[2]])
    if len(content) - header != prod(shape) * dtype.itemsize:
        raise SystemExit(f"{path} is cut short or too long for its shape {shape}")
    return np.frombuffer(content, dtype, offset=header).reshape(shape)
