"""The examples, each in small: they reach what they promise, go on after Ctrl-C, and give the same on every backend."""

from __future__ import annotations

import importlib
import os
import re
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

import arraygrad

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("[a-z]*.py"))

pytestmark = pytest.mark.only_arraygrad(reason="runs this project's examples")


@pytest.fixture
def load(monkeypatch):
    """The module of an example."""
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.setenv("CI", "1")
    monkeypatch.setattr(importlib.import_module("_figures"), "DPI", 20)  # Drawing takes longer than a short run.
    yield importlib.import_module
    for path in EXAMPLES.glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.fixture
def run(load, tmp_path, capsys):
    """Runs an example and gives what it printed; its files are in the folder named after the device."""

    def run(name, *options, device="cpu", status=0):
        command = ["--device", device, "--out", tmp_path / device, *options]
        assert load(name).main(list(map(str, command))) == status
        return capsys.readouterr().out

    return run


def interrupt(monkeypatch, owner, name, after):
    """Press Ctrl-C in the middle of a function's call number `after`."""
    original, calls = getattr(owner, name), 0

    def interrupting(*args, **kwargs):
        nonlocal calls
        calls += 1
        if calls == after:
            os.kill(os.getpid(), signal.SIGINT)
        return original(*args, **kwargs)

    monkeypatch.setattr(owner, name, interrupting)


def assert_same_weights(folder, name, *devices):
    first, *others = (safetensors.numpy.load_file(folder / device / name) for device in devices)
    for other in others:
        assert other.keys() == first.keys()
        for key, value in first.items():
            np.testing.assert_allclose(other[key], value, rtol=1e-4, atol=1e-6)


def is_picture(path):
    return path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_what_it_shows_and_how_to_run_it(name):
    text = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    assert f"    python examples/{name}.py" in text.split('"""')[1]
    table = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert f"[`{name}.py`]({name}.py)" in table


@pytest.mark.parametrize("at", ["cpu", "strict", "jax"])
def test_linear_regression_reaches_least_squares_in_every_way(load, run, tmp_path, monkeypatch, at):
    if at != "cpu":
        monkeypatch.setattr(load("linear_regression"), "draw", lambda *args: None)
    printed = run("linear_regression", device=at)
    assert len(re.findall(r"^(?:\d |least).* 1\.0235 +1\.9690 ", printed, re.MULTILINE)) == 5
    assert at != "cpu" or is_picture(tmp_path / at / "fit.png")


TINY_TEXT = ("--batch-size", 4, "--context", 8, "--width", 16, "--layers", 1, "--heads", 2, "--sample", 12)


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("abcdefgh\n" * 60, encoding="utf-8")
    return path


def test_the_transformer_learns_its_text(run, text, tmp_path):
    printed = run("char_transformer", "--text", text, "--steps", 80, *TINY_TEXT)
    loss = float(re.search(r"validation loss (\S+) after", printed)[1])
    assert loss < 0.3
    continuation = printed.split("│")[1]
    assert "defgh" in continuation or "abcd" in continuation
    assert is_picture(tmp_path / "cpu" / "surprise.png")
    options = ("--text", text, "--sample-only", "--sample", 12)
    assert run("char_transformer", *options) == run("char_transformer", *options)


def test_the_transformer_goes_on_where_it_stopped(load, run, text, tmp_path, monkeypatch):
    module = load("char_transformer")
    monkeypatch.setattr(module, "draw", lambda *args: None)
    command = ("char_transformer", "--text", text, "--steps", 7, *TINY_TEXT)
    run(*command)
    whole = arraygrad.load(tmp_path / "cpu" / "checkpoint.safetensors")
    with monkeypatch.context() as patch:
        interrupt(patch, module.Run, "step", after=3)
        assert "stopped after step 3" in run(*command, status=130)
    assert len(arraygrad.load(tmp_path / "cpu" / "checkpoint.safetensors")["losses"]) == 3
    run("char_transformer", "--text", text, "--resume", "--sample", 12)
    resumed = arraygrad.load(tmp_path / "cpu" / "checkpoint.safetensors")
    assert len(whole["losses"]) == 7
    assert (resumed["losses"], resumed["validation"]) == (whole["losses"], whole["validation"])
    other = tmp_path / "other.txt"
    other.write_text("xyz" * 100, encoding="utf-8")
    with pytest.raises(SystemExit, match="another text"):
        module.main(["--text", str(other), "--resume", "--out", str(tmp_path / "cpu")])


def test_truncated_bptt_needs_detach_and_learns_with_it(run, tmp_path):
    printed = run("truncated_bptt", "--epochs", 6, "--length", 241, "--width", 16)
    assert "without detach: Trying to backward through the graph a second time" in printed
    errors = [float(error) for error in re.findall(r"^  (\d\.\d+)  ", printed, re.MULTILINE)]
    assert len(errors) == 3
    losses = [float(loss) for loss in re.findall(r"epoch \d/6   loss (\S+)", printed)]
    assert losses[-1] < losses[0] / 2
    assert is_picture(tmp_path / "cpu" / "forecast.png")


def test_the_vae_learns_and_survives_an_interruption(load, run, tmp_path, monkeypatch):
    printed = run("vae", "--epochs", 2)
    first, second = (float(loss) for loss in re.findall(r"epoch \d/2   test loss (\S+)", printed))
    assert second < first < 35
    assert is_picture(tmp_path / "cpu" / "plane.png")
    assert is_picture(tmp_path / "cpu" / "digits.png")
    module = load("vae")
    monkeypatch.setattr(module, "draw_plane", lambda *args: None)
    monkeypatch.setattr(module, "draw_digits", lambda *args: None)
    interrupt(monkeypatch, module, "kl", after=5)
    run("vae", "--epochs", 3, status=130)
    assert safetensors.numpy.load_file(tmp_path / "cpu" / "model.safetensors")["mean.weight"].shape == (2, 128)


def test_the_divergence_of_the_vae_is_that_of_normal_distributions(load):
    kl = load("vae").kl
    assert kl(arraygrad.zeros(3, 2), arraygrad.zeros(3, 2)).item() == 0
    # From N(1, e²) to N(0, 1): log of the ratio of widths, plus the second moment, less a half.
    assert kl(arraygrad.ones(1), arraygrad.full((1,), 2.0)).item() == pytest.approx(-1 + (np.e**2 + 1) / 2 - 0.5)


def test_the_gan_keeps_its_networks_apart(load):
    module = load("gan")
    arraygrad.manual_seed(0)
    pair = module.Adversaries(width=8)
    invented = module.invent(pair.generator, 16)
    module.discriminator_loss(pair.discriminator, module.real_points(16), invented.detach()).backward()
    assert all(parameter.grad is None for parameter in pair.generator.parameters())
    pair.discriminator.zero_grad()
    pair.discriminator.requires_grad_(False)
    module.generator_loss(pair.discriminator, invented).backward()
    assert all(parameter.grad is None for parameter in pair.discriminator.parameters())
    assert all(parameter.grad is not None for parameter in pair.generator.parameters())
    heaps, inside = module.judge(module.real_points(400))
    assert heaps == 8
    assert inside > 0.99


def test_the_gan_is_the_same_on_another_backend(load, run, tmp_path, monkeypatch):
    options = ("--steps", 6, "--batch-size", 8, "--width", 8)
    assert "step 6/6" in run("gan", *options)
    assert is_picture(tmp_path / "cpu" / "points.png")
    monkeypatch.setattr(load("gan"), "draw", lambda *args: None)
    run("gan", *options, device="strict")
    assert_same_weights(tmp_path, "generator.safetensors", "cpu", "strict")


def test_carts_and_poles(load):
    tasks = load("_cartpole").CartPoles(copies=3, longest=20, seed=0)
    for _ in range(15):
        fallen, timed_out, reached = tasks.step(np.ones(3, int))
        assert not timed_out.any()
        assert (np.abs(reached[fallen, 2]) > np.deg2rad(12)).all()
        assert (np.abs(tasks.state[fallen]) <= 0.05).all()
    assert len(tasks.returns) == 3
    assert all(8 <= length <= 11 for length in tasks.returns)  # Pushed to one side all the time, a pole soon falls.
    leaning = load("_cartpole").CartPoles(copies=1, longest=20, seed=0)
    for _ in range(20):
        _, timed_out, _ = leaning.step((leaning.state[:, 2] + leaning.state[:, 3] > 0).astype(int))
    assert timed_out.all()
    assert leaning.returns == [20]


def test_the_actor_gets_better(run, tmp_path):
    printed = run("actor_critic", "--threshold", 40, "--updates", 80)
    assert "balanced: mean return 4" in printed
    assert is_picture(tmp_path / "cpu" / "returns.png")


def test_the_actor_does_the_same_on_another_backend(load, run, tmp_path, monkeypatch):
    monkeypatch.setattr(load("actor_critic"), "draw", lambda *args: None)
    monkeypatch.setattr(load("actor_critic"), "MOMENTS", 8)
    episodes = [
        re.findall(r"episodes +\d+", run("actor_critic", "--updates", 3, device=at)) for at in ("cpu", "strict")
    ]
    assert episodes[0] == episodes[1]
    assert_same_weights(tmp_path, "model.safetensors", "cpu", "strict")


def test_fine_tuning_starts_from_the_file_and_leaves_what_is_frozen(load, run, tmp_path):
    printed = run("fine_tuning", "--base-steps", 15, "--steps", 10)
    (accuracy,) = re.findall(r"after  10 steps: +(\S+)% new head", printed)
    assert float(accuracy) > 30
    assert is_picture(tmp_path / "cpu" / "accuracy.png")
    base = arraygrad.load(tmp_path / "cpu" / "base.safetensors")

    module = load("fine_tuning")
    model = module.Network()
    model.load_state_dict(base)
    model.body.requires_grad_(False)
    images, labels = arraygrad.rand(10, 1, module.SIDE, module.SIDE), arraygrad.arange(10) % 5
    shown = load("_progress").Lines()
    course = module.Course(shown, load("_program").Interruption())
    course.train(
        "head", model, [{"params": model.parameters(), "lr": 0.1}], 2, lambda: (images, labels), (images, labels)
    )
    after = model.state_dict()
    assert all(after[name].equal(base[name]) for name in base if name.startswith("body."))
    assert not after["head.weight"].equal(base["head.weight"])


def test_a_run_may_move_between_backends(run, tmp_path):
    printed = run("switch_backend", "--steps", 3, "--tour", "cpu", "jax", "strict", "readonly")
    assert float(re.search(r"differ by (\S+) at most", printed)[1]) < 1e-5
    assert "jax:cpu:0 0." in printed
    assert is_picture(tmp_path / "cpu" / "losses.png")


def test_a_series_that_is_too_short(load, tmp_path, capsys):
    with pytest.raises(SystemExit):
        load("truncated_bptt").main(["--length", "200", "--out", str(tmp_path)])
    assert "--length 200: the network is shown 200 values" in capsys.readouterr().err


def test_devices_that_are_not_there(load, tmp_path):
    with pytest.raises(SystemExit, match="--device abacus: "):
        load("gan").main(["--device", "abacus", "--out", str(tmp_path)])
    with pytest.raises(SystemExit, match="--tour abacus: "):
        load("switch_backend").main(["--tour", "cpu", "abacus", "--out", str(tmp_path)])
