"""`SummaryWriter`: what TensorBoard's own reader finds in the files (images: see the tests of claims 115 to 119)."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from arraygrad.utils.tensorboard import SummaryWriter


@pytest.mark.usefixtures("device")
def test_scalars_of_every_kind(ag, tmp_path, read):
    values = [ag.tensor(0.5), ag.tensor([0.5], requires_grad=True) * 1, np.float32(0.5), np.array([[0.5]]), 0.5]
    with SummaryWriter(str(tmp_path)) as writer:
        for step, value in enumerate(values):
            writer.add_scalar("loss", value, step)
        writer.add_scalar("count", ag.tensor(3), 0, walltime=12.0)
    events = read().Scalars("loss")
    assert [(event.step, event.value) for event in events] == [(step, 0.5) for step in range(5)]
    (count,) = read().Scalars("count")
    assert (count.value, count.wall_time) == (3.0, 12.0)


def test_a_scalar_is_one_number(ag, tmp_path):
    with SummaryWriter(str(tmp_path)) as writer, pytest.raises(AssertionError, match="should contain one element"):
        writer.add_scalar("loss", ag.zeros(2))


@pytest.mark.usefixtures("device")
def test_several_scalars_in_one_chart(ag, tmp_path, read):
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_scalars("curves", {"a": ag.tensor(1.0), "b": 2}, 7)
    for name, value in (("a", 1.0), ("b", 2.0)):
        (event,) = read(tmp_path / f"curves_{name}").Scalars("curves")
        assert (event.step, event.value) == (7, value)


@pytest.mark.usefixtures("device")
def test_histograms_and_texts(ag, tmp_path, read):
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_histogram("weights", ag.linspace(-1, 1, 11, requires_grad=True), 2)
        writer.add_text("note", "hello", 3)
    (histogram,) = read().Histograms("weights")
    values = histogram.histogram_value
    assert (histogram.step, values.num, values.min, values.max) == (2, 11.0, -1.0, 1.0)
    assert sum(values.bucket) == 11
    (text,) = read().Tensors("note/text_summary")
    assert b"hello" in text.tensor_proto.string_val[0]


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("layout", ["NCHW", "NHWC", "NHW", "list of CHW"])
def test_images_in_one_grid(ag, tmp_path, read, layout, pixels_of):
    batch = np.random.default_rng(0).integers(0, 256, (3, 3, 2, 4), dtype=np.uint8)
    if layout == "NHW":
        batch[:] = batch[:, :1]
    value, formats = {
        "NCHW": (ag.tensor(batch), "NCHW"),
        "NHWC": (ag.tensor(batch.transpose(0, 2, 3, 1).copy()), "NHWC"),
        "NHW": (ag.tensor(batch[:, 0].copy()), "NHW"),
        "list of CHW": ([ag.tensor(image) for image in batch], "CHW"),
    }[layout]
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_images("batch", value, dataformats=formats)
    (event,) = read().Images("batch")
    assert (pixels_of(event) == np.concatenate(list(batch.transpose(0, 2, 3, 1)), axis=1)).all()


def test_other_pixels_of(ag, tmp_path, read, pixels_of):
    rgba = np.arange(32, dtype=np.uint8).reshape(4, 2, 4)
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_image("rgba", rgba)
        writer.add_image("mask", ag.tensor([[True, False]]), dataformats="HW")
        writer.add_image("half", ag.tensor([[0.5, 2.0]], dtype=ag.float16), dataformats="hw")
        writer.add_image("nan", np.array([[np.nan, np.inf, -np.inf]]), dataformats="HW")
    assert (pixels_of(read().Images("rgba")[0]) == rgba.transpose(1, 2, 0)).all()
    assert pixels_of(read().Images("mask")[0])[0, :, 0].tolist() == [255, 0]
    assert pixels_of(read().Images("half")[0])[0, :, 0].tolist() == [127, 255]
    assert pixels_of(read().Images("nan")[0])[0, :, 0].tolist() == [0, 255, 0]


@pytest.mark.parametrize(
    ("image", "formats", "error", "message"),
    [
        (np.zeros((3, 2, 2), np.int64), "CHW", TypeError, "uint8, floating point or bool, got int64"),
        (np.zeros((3, 2, 2), complex), "CHW", TypeError, "uint8, floating point or bool, got complex128"),
        (np.zeros((3, 2)), "CHW", AssertionError, r"format are different. tensor shape: \(3, 2\), input_format: CHW"),
        (np.zeros((5, 2, 2)), "CHW", TypeError, "1, 3 or 4 channels"),
        (np.zeros((1, 5, 2, 2)), "NCHW", AssertionError, "1, 3 or 4 channels"),
        (np.zeros((3, 0, 2)), "CHW", ValueError, "empty"),
        (np.zeros((3, 2, 2)), "CCH", AssertionError, "the same dimension shorthand twice. input_format: CCH"),
        (np.zeros((3, 2, 2)), "XHW", ValueError, "made of H and W, and may have N and C, got 'XHW'"),
    ],
)
def test_images_that_are_refused(tmp_path, read, image, formats, error, message):
    with SummaryWriter(str(tmp_path)) as writer, pytest.raises(error, match=message):
        writer.add_image("bad", image, dataformats=formats)
    assert read().Tags()["images"] == []


def test_figures(tmp_path, read):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1), dpi=50)
    figure.subplots().plot([0, 1])
    with SummaryWriter(str(tmp_path)) as writer:
        writer.add_figure("plot", figure, 4, close=False)
    (event,) = read().Images("plot")
    assert (event.step, event.width, event.height) == (4, 100, 50)


def test_flushed_events_can_be_read_while_the_file_is_open(tmp_path, read):
    writer = SummaryWriter(str(tmp_path))
    writer.add_scalar("loss", 1.0, 0)
    writer.flush()
    assert [event.value for event in read().Scalars("loss")] == [1.0]
    writer.close()
    writer.close()


def test_a_closed_writer_goes_on_in_a_new_file(tmp_path, read):
    writer = SummaryWriter(str(tmp_path))
    for step in (0, 1):
        writer.add_scalar("loss", float(step), step)
        writer.close()
    assert [event.value for event in read().Scalars("loss")] == [0.0, 1.0]


def test_events_reach_the_disk_by_number_and_by_time(tmp_path, read):
    for option in ({"max_queue": 1}, {"flush_secs": -1}):
        folder = tmp_path / next(iter(option))
        with SummaryWriter(str(folder), **option) as writer:
            writer.add_scalar("loss", 1.0, 0)
            assert len(read(folder).Scalars("loss")) == 1


def test_a_histogram_needs_finite_values(tmp_path):
    with SummaryWriter(str(tmp_path)) as writer:
        for values in ([np.nan], []):
            with pytest.raises(ValueError, match=r"finite|no element"):
                writer.add_histogram("weights", np.array(values))


def test_two_writers_in_one_folder(tmp_path, read):
    writers = [SummaryWriter(str(tmp_path), filename_suffix=".mine") for _ in range(2)]
    for step, writer in enumerate(writers):
        writer.add_scalar("loss", float(step), step)
        writer.close()
    assert len(list(tmp_path.glob("events.out.tfevents.*.mine"))) == 2
    assert [event.step for event in read().Scalars("loss")] == [0, 1]


def test_a_resumed_run_hides_what_it_does_again(tmp_path, read):
    with SummaryWriter(str(tmp_path)) as writer:
        for step in range(4):
            writer.add_scalar("loss", 0.0, step)
    with SummaryWriter(str(tmp_path), purge_step=2) as writer:
        writer.add_scalar("loss", 1.0, 2)
    assert [(event.step, event.value) for event in read().Scalars("loss")] == [(0, 0.0), (1, 0.0), (2, 1.0)]


def test_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with SummaryWriter(comment="_test") as writer:
        assert writer.log_dir == writer.get_logdir()
    assert writer.log_dir.startswith("runs")
    assert writer.log_dir.endswith("_test")
    assert (tmp_path / writer.log_dir).is_dir()


def test_without_tensorboardx(tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "tensorboardX"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(ImportError, match=r"pip install 'arraygrad\[tensorboard\]'"):
        SummaryWriter(str(tmp_path / "run"))
    assert not (tmp_path / "run").exists()
