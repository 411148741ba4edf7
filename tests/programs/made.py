"""Weights and data that are the same under every library: from NumPy's generator."""

import numpy as np


def fill(module, seed=0):
    """Set the parameters of a module, in the order of their names; gives the module."""
    rng = np.random.default_rng(seed)
    for name, parameter in module.named_parameters():
        values = rng.uniform(-1, 1, tuple(parameter.shape))
        if parameter.dim() > 1:
            values /= np.sqrt(np.prod(parameter.shape[1:]))
        else:
            values = 0.1 * values + name.endswith("weight")
        parameter.data.copy_(parameter.new_tensor(values))
    return module


def pictures(n, size, classes, seed=0):
    """Pictures of one channel with a bright spot whose place tells the class; float32, and int64 labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, classes, n)
    rows = np.arange(size)
    place = (labels + 0.5) * size / classes
    spot = np.exp(-0.5 * ((rows[None, :] - place[:, None]) / 1.5) ** 2)
    images = 0.8 * spot[:, None, :, None] * spot[:, None, None, :] + 0.2 * rng.random((n, 1, size, size))
    return images.astype("float32"), labels


def characters(n, seed=0):
    """A text that repeats itself with variations, as numbers of its letters, and the letters."""
    rng = np.random.default_rng(seed)
    words = "the cat sat on a mat and the dog ran to the cat".split()
    text = " ".join(words[i] for i in rng.integers(0, len(words), n))[:n]
    letters = sorted(set(text))
    return np.array([letters.index(c) for c in text]), letters
