"""Curves of a training, and tensors in Matplotlib's own functions."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from arraygrad import viz

pytestmark = pytest.mark.only_arraygrad(reason="speaks of what PyTorch does not have")


@pytest.fixture
def pyplot():
    """Matplotlib's functions, drawing into memory; `show` is an error."""
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyplot, "show", lambda: pytest.fail("show was called"))
        yield pyplot
    pyplot.close("all")


def lines(panel):
    return [(line.get_label(), line.get_xdata().tolist(), line.get_ydata().tolist()) for line in panel.lines]


@pytest.mark.usefixtures("device", "pyplot")
def test_numbers_of_every_kind(ag):
    for given in (
        [0.5, 1],
        [ag.tensor(0.5, requires_grad=True) * 1, ag.tensor([1.0])],
        ag.tensor([0.5, 1.0], requires_grad=True),
        ag.tensor([[0.5], [1.0]]),
        np.array([0.5, 1.0]),
        ([1, 2], [0.5, 1.0]),
    ):
        (panel,) = viz.plot_history({"loss": given})
        assert lines(panel) == [("train", [1.0, 2.0], [0.5, 1.0])]
        assert panel.get_title() == "loss"
        assert panel.get_legend() is None


@pytest.mark.usefixtures("pyplot")
@pytest.mark.parametrize(
    ("first", "second", "title", "label"),
    [
        ("loss", "val_loss", "loss", "val"),
        ("train_loss", "valid_loss", "loss", "valid"),
        ("loss/train", "loss/test", "loss", "test"),
        ("Train Top 1", "Validation Top 1", "Top_1", "validation"),
    ],
)
def test_training_and_validation_are_a_pair(first, second, title, label):
    (panel,) = viz.plot_history({first: [1, 2], second: ([2], [3])})
    assert panel.get_title() == title
    assert lines(panel) == [("train", [1.0, 2.0], [1.0, 2.0]), (label, [2.0], [3.0])]
    assert [line.get_linestyle() for line in panel.lines] == ["-", "--"]
    assert [text.get_text() for text in panel.get_legend().get_texts()] == ["train", label]


@pytest.mark.usefixtures("pyplot")
def test_what_is_no_pair_has_panels_of_its_own():
    panels = viz.plot_history({"loss": [1], "value": [1], "lr": [1], "validate": [1]}, xlabel="step")
    assert [panel.get_title() for panel in panels] == ["loss", "value", "lr", "validate"]
    assert {panel.get_xlabel() for panel in panels} == {"step"}
    assert len(panels[0].figure.axes) == 4
    (alone,) = viz.plot_history({"test": [1]})
    assert alone.get_title() == "test"


def test_everything_in_one_panel(pyplot):
    _, ax = pyplot.subplots()
    assert viz.plot_history({"loss": [1, 2], "val_loss": [2, 3], "lr": [1, 1]}, ax=ax) == [ax]
    assert [label for label, *_ in lines(ax)] == ["loss", "val_loss", "lr"]
    assert [line.get_color() for line in ax.lines] == ["C0", "C0", "C1"]


@pytest.mark.usefixtures("pyplot")
def test_smooth_curves():
    (panel,) = viz.plot_history({"loss": [1.0, None, 3.0, float("nan"), 3.0]}, smooth=0.5)
    raw, smooth = (line.get_ydata() for line in panel.lines)
    np.testing.assert_allclose(raw, [1.0, np.nan, 3.0, np.nan, 3.0])
    # Weights of the points from the last one back: 1/2, 1/4, ..., divided by their sum.
    second, third = (3 / 2 + 1 / 4) / (3 / 4), (3 / 2 + 3 / 4 + 1 / 8) / (7 / 8)
    np.testing.assert_allclose(smooth, [1.0, np.nan, second, np.nan, third])
    (constant,) = viz.plot_history({"loss": [2.0] * 5}, smooth=0.99)
    np.testing.assert_allclose(constant.lines[1].get_ydata(), 2.0)


@pytest.mark.usefixtures("pyplot")
def test_a_logarithmic_scale():
    (panel,) = viz.plot_history({"loss": [1, 10, 100]}, log=True)
    assert panel.get_yscale() == "log"


@pytest.mark.parametrize(
    ("history", "options", "message"),
    [
        ({}, {}, "the history is empty"),
        ({"loss": [1]}, {"smooth": 1}, "smooth is a number from 0 to below 1, got 1"),
        ({"loss": []}, {}, r"loss: a curve is a list of numbers, got shape \(0,\)"),
        ({"loss": [[1, 2], [3, 4]]}, {}, r"loss: a curve is a list of numbers, got shape \(2, 2\)"),
        ({"loss": ["a"]}, {}, "loss: a curve is a list of numbers"),
        ({"loss": ([1, 2, 3], [1, 2])}, {}, "loss: there are 3 steps and 2 numbers"),
    ],
)
def test_what_is_no_history(pyplot, history, options, message):
    with pytest.raises(ValueError, match=message):
        viz.plot_history(history, **options)
    assert not pyplot.get_fignums()


def test_without_matplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"^viz.plot_history needs the package matplotlib: pip install "):
        viz.plot_history({"loss": [1]})


@pytest.mark.usefixtures("device")
def test_tensors_as_coordinates(ag, pyplot):
    """Matplotlib asks who knows a type (`matplotlib.units`); np.asarray of the same tensor raises, as it should."""
    x, y = ag.arange(3).float(), ag.tensor([1.0, 4.0, 9.0], requires_grad=True)
    _, ax = pyplot.subplots()
    (line,) = ax.plot(x, y * 1)
    assert line.get_xydata().tolist() == [[0.0, 1.0], [1.0, 4.0], [2.0, 9.0]]
    (alone,) = ax.plot(y)
    assert alone.get_xydata().tolist() == [[0.0, 1.0], [1.0, 4.0], [2.0, 9.0]]
    assert len(ax.plot(ag.ones(4, 2, requires_grad=True))) == 2
    assert ax.scatter(x, y).get_offsets().tolist() == [[0.0, 1.0], [1.0, 4.0], [2.0, 9.0]]
    assert [bar.get_height() for bar in ax.bar(x, y)] == [1.0, 4.0, 9.0]
    ax.fill_between(x, y - 1, y + 1)
    ax.step(x, y)
    ax.stem(x, y)
    ax.axhline(y[0])
    ax.figure.canvas.draw()
    with pytest.raises(RuntimeError, match="requires grad"):
        np.asarray(y)
    with pytest.raises(RuntimeError, match="requires grad"):
        ax.imshow(y.reshape(1, 3))


def test_registering_asks_nothing_of_who_has_no_matplotlib(monkeypatch):
    import importlib

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "arraygrad.viz.units", raising=False)
    importlib.reload(viz)
    assert callable(viz.to_dot)
