"""The example that trains on handwritten digits: same numbers on every backend, exact resumption, results."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import signal
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

EXAMPLES = Path(__file__).parents[1] / "examples"
TINY = ("--epochs", "2", "--batch-size", "16")


@pytest.fixture
def example(monkeypatch):
    """The example's main module."""
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.setenv("CI", "1")
    module = importlib.import_module("train_digits")
    monkeypatch.setattr(module, "draw", lambda *args: None)  # The picture takes longer than a short run.
    yield module
    for name in ("train_digits", *(path.stem for path in EXAMPLES.glob("_*.py"))):
        sys.modules.pop(name, None)


def idx(array):
    codes = {"uint8": 0x08, "int32": 0x0C}
    header = bytes((0, 0, codes[array.dtype.name], array.ndim)) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


@pytest.fixture
def small(tmp_path):
    """A folder with a small set in MNIST's format: squares in one of four corners."""
    folder = tmp_path / "idx"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for name, n, pack in (("train", 64, gzip.compress), ("t10k", 24, bytes)):
        labels = np.arange(n, dtype=np.uint8) % 4
        images = rng.integers(0, 60, (n, 8, 8), dtype=np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[4 * (label // 2) :, 4 * (label % 2) :][:4, :4] += 150
        end = ".gz" if pack is gzip.compress else ""
        (folder / f"{name}-images-idx3-ubyte{end}").write_bytes(pack(idx(images)))
        (folder / f"{name}-labels-idx1-ubyte{end}").write_bytes(pack(idx(labels)))
    return folder


def losses(example, small, out, *more, device="cpu"):
    log = out.with_suffix(".json")
    command = ["--data", small, "--out", out, "--log-losses", log, "--device", device, *TINY, *more]
    assert example.main(list(map(str, command))) == 0
    return json.loads(log.read_text())


def test_a_run_leaves_its_results(example, small, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(example, "draw", importlib.import_module("_plots").draw)
    steps = losses(example, small, tmp_path / "run")
    assert len(steps) == 8
    assert all(np.isfinite(steps))
    weights = safetensors.numpy.load_file(tmp_path / "run" / "model.safetensors")
    assert weights["0.weight"].shape == (16, 1, 3, 3)
    assert (tmp_path / "run" / "digits.png").read_bytes().startswith(b"\x89PNG")
    assert list((tmp_path / "run" / "events").glob("events.out.tfevents.*"))
    printed = capsys.readouterr().out
    assert "epoch 2/2" in printed
    assert "test accuracy" in printed.splitlines()[-5]
    assert str(tmp_path / "run" / "model.safetensors") in printed


def test_the_events_have_the_curves_and_the_mistakes(example, small, tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    steps = losses(example, small, tmp_path / "run", "--epochs", "1")
    reader = EventAccumulator(str(tmp_path / "run" / "events"), size_guidance={"images": 0, "scalars": 0})
    reader.Reload()
    assert [(event.step, event.value) for event in reader.Scalars("train/loss")] == [
        (i + 1, np.float32(loss)) for i, loss in enumerate(steps)
    ]
    (accuracy,) = reader.Scalars("test/accuracy")
    mistakes = round((1 - accuracy.value) * 24)
    assert len(reader.Tags()["images"]) == mistakes


@pytest.mark.parametrize("stop_after", [2, 4, 6])
def test_a_resumed_run_equals_an_uninterrupted_one(example, small, tmp_path, monkeypatch, stop_after):
    whole = losses(example, small, tmp_path / "whole")
    original = example.Training._train

    def interrupt(self, images, labels):
        step = original(self, images, labels)
        if step.number == stop_after:
            os.kill(os.getpid(), signal.SIGINT)
        return step

    monkeypatch.setattr(example.Training, "_train", interrupt)
    out = tmp_path / "parts"
    command = ["--data", str(small), "--out", str(out)]
    assert example.main([*command, *TINY]) == 130
    assert not (out / "model.safetensors").exists()
    monkeypatch.setattr(example.Training, "_train", original)
    assert losses(example, small, out, "--resume") == whole
    assert (out / "model.safetensors").read_bytes() == (tmp_path / "whole" / "model.safetensors").read_bytes()


def test_a_finished_run_can_be_resumed(example, small, tmp_path):
    whole = losses(example, small, tmp_path / "run")
    assert losses(example, small, tmp_path / "run", "--resume") == whole


def test_every_backend_sees_the_same_losses(example, small, tmp_path, device):
    # The default device is another than the one that the example is told: it must not matter.
    expected = losses(example, small, tmp_path / "cpu", device="cpu")
    np.testing.assert_allclose(losses(example, small, tmp_path / "here", device=device), expected, rtol=1e-4)


def test_a_run_can_go_on_on_another_backend(example, small, tmp_path, other_device):
    data = example.load_idx(small)
    first = example.Training(data, "cpu", seed=0, epochs=1, batch_size=16)
    steps = iter(first)
    next(steps)
    state = first.state_dict()
    import arraygrad as ag

    ag.save(state, tmp_path / "state")
    expected = [step.loss for step in steps]
    second = example.Training(data, other_device, seed=0, epochs=1, batch_size=16)
    second.load_state_dict(ag.load(tmp_path / "state"))
    np.testing.assert_allclose([step.loss for step in second], expected, rtol=1e-4)


def test_first_steps_on_the_real_digits(example):
    run = example.Training(example.load_sklearn(), "cpu", seed=0, epochs=15, batch_size=32)
    assert (run.facts["train"], run.facts["test"]) == (1438, 359)
    steps = iter(run)
    first = [next(steps).loss for _ in range(40)]
    assert np.mean(first[-5:]) < np.mean(first[:5])
    again = iter(example.Training(example.load_sklearn(), "cpu", seed=0, epochs=15, batch_size=32))
    assert [next(again).loss for _ in range(5)] == first[:5]
    other = iter(example.Training(example.load_sklearn(), "cpu", seed=1, epochs=15, batch_size=32))
    assert next(other).loss != first[0]


def refusal(example, *command):
    with pytest.raises(SystemExit) as stop:
        example.main(list(map(str, command)))
    return str(stop.value)


def test_resuming_something_else(example, small, tmp_path):
    assert "there is no checkpoint" in refusal(example, "--resume", "--out", tmp_path / "none")
    losses(example, small, tmp_path / "run")
    same = ("--resume", "--out", tmp_path / "run")
    assert "'seed': 0" in refusal(example, *same, "--data", small, "--seed", 1)
    assert "'train': 64" in refusal(example, *same)
    (tmp_path / "run" / "checkpoint.safetensors").write_bytes(b"nothing")
    assert "cannot load" in refusal(example, *same, "--data", small)


def test_an_unknown_device(example, tmp_path):
    assert refusal(example, "--device", "abacus", "--out", tmp_path).startswith("--device abacus: ")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: (folder / "t10k-labels-idx1-ubyte").unlink(), "has no file t10k-labels-idx1-ubyte or"),
        (lambda folder: (folder / "t10k-labels-idx1-ubyte").write_bytes(b"123"), "is not an IDX file"),
        (
            lambda folder: (folder / "t10k-images-idx3-ubyte").write_bytes(idx(np.zeros((2, 2, 2), np.uint8))[:-1]),
            "cut",
        ),
        (lambda folder: (folder / "train-images-idx3-ubyte.gz").write_bytes(b"123"), "cannot be read"),
        (
            lambda folder: (folder / "t10k-labels-idx1-ubyte").write_bytes(idx(np.zeros(3, np.uint8))),
            "24 t10k images do not go with 3 labels",
        ),
    ],
)
def test_data_that_cannot_be_used(example, small, tmp_path, change, message):
    change(small)
    assert message in refusal(example, "--data", small, "--out", tmp_path / "run")
