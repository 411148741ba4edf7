"""Charts in `SummaryWriter`'s files: what TensorBoard's own reader and its plugins find in them."""

from __future__ import annotations

import numpy as np
import pytest
from tensorboard.util.tensor_util import make_ndarray

from arraygrad.utils.tensorboard import SummaryWriter


def test_the_new_style_of_scalars(ag, tmp_path, read):
    with SummaryWriter(tmp_path) as writer:
        writer.add_scalar("single", ag.tensor(0.1), 1, new_style=True)
        writer.add_scalar("double", 0.1, 1, new_style=True, double_precision=True)
    found = {tag: make_ndarray(read().Tensors(tag)[0].tensor_proto) for tag in ("single", "double")}
    assert found["single"] == np.float32(0.1)
    assert found["double"] == 0.1
    assert read().SummaryMetadata("single").plugin_data.plugin_name == "scalars"


def test_tags_are_taken_as_they_are(tmp_path, read):
    with SummaryWriter(tmp_path) as writer:
        writer.add_scalar("train/my loss (%)", 1.0)
        writer.add_histogram("my weights", [1.0])
    assert read().Tags()["scalars"] == ["train/my loss (%)"]
    assert read().Tags()["histograms"] == ["my weights"]


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float32", "complex64"])
def test_whole_tensors(ag, tmp_path, read, dtype):
    values = ag.tensor([[0, 1, 2], [3, 4, 5]]).to(getattr(ag, dtype))
    with SummaryWriter(tmp_path) as writer:
        writer.add_tensor("values", values, 3)
    (event,) = read().Tensors("values")
    array = make_ndarray(event.tensor_proto)
    assert event.step == 3
    assert array.dtype.name == dtype
    assert array.tolist() == values.tolist()


def test_tensors_that_files_cannot_hold(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        with pytest.raises(ValueError, match="values has unsupported tensor dtype <U1"):
            writer.add_tensor("values", np.array(["a"]))
        with pytest.raises(ValueError, match="2GB"):
            writer.add_tensor("values", np.broadcast_to(np.float64(0), (2**28,)))


def test_histograms_with_other_bins(ag, tmp_path, read):
    with SummaryWriter(tmp_path) as writer:
        writer.add_histogram("by number", ag.tensor([0.0, 1.0, 3.0]), bins=3)
        writer.add_histogram("by edges", ag.tensor([0.0, 1.0, 3.0]), bins=ag.tensor([0.0, 2.0, 4.0]).tolist())
        writer.add_histogram("few", ag.arange(64), bins=64, max_bins=4)
    found = {tag: read().Histograms(tag)[0].histogram_value for tag in ("by number", "by edges", "few")}
    assert (found["by number"].bucket, found["by number"].bucket_limit) == ([0, 1, 1, 1], [0.0, 1.0, 2.0, 3.0])
    assert (found["by edges"].bucket, found["by edges"].bucket_limit) == ([0, 2, 1], [0.0, 2.0, 4.0])
    assert found["few"].bucket == [0, 16, 16, 16, 16]


@pytest.mark.usefixtures("device")
def test_counted_histograms(ag, tmp_path, read):
    with SummaryWriter(tmp_path) as writer:
        writer.add_histogram_raw(
            "counted", 0.0, ag.tensor(2.0), 3, 3.0, 5.0, ag.tensor([1.0, 2.0]), ag.tensor([1, 2]), 4, walltime=2.0
        )
        with pytest.raises(ValueError, match=r"len\(bucket_limits\) != len\(bucket_counts\)"):
            writer.add_histogram_raw("bad", 0.0, 1.0, 1, 1.0, 1.0, [1.0], [1, 2])
    (event,) = read().Histograms("counted")
    value = event.histogram_value
    assert (event.step, event.wall_time) == (4, 2.0)
    assert (value.min, value.max, value.num, value.sum, value.sum_squares) == (0.0, 2.0, 3.0, 3.0, 5.0)
    assert (value.bucket_limit, value.bucket) == ([1.0, 2.0], [1.0, 2.0])


@pytest.mark.usefixtures("device")
def test_precision_and_recall(ag, tmp_path, read):
    from tensorboard.plugins.pr_curve.plugin_data_pb2 import PrCurvePluginData

    labels, chances = ag.tensor([1, 0, 1, 1]), ag.tensor([0.9, 0.6, 0.4, 0.1])
    with SummaryWriter(tmp_path) as writer:
        writer.add_pr_curve("plain", labels, chances, 1, num_thresholds=3)
        writer.add_pr_curve("weighted", labels, chances, num_thresholds=3, weights=ag.tensor([1.0, 2.0, 1.0, 0.0]))
        writer.add_pr_curve_raw("raw", *ag.ones(6, 5), global_step=2, num_thresholds=5)
    plain, weighted, raw = (make_ndarray(read().Tensors(tag)[0].tensor_proto) for tag in ("plain", "weighted", "raw"))
    # At 0, 1/2 and 1: who is at least that likely is taken as positive; nobody is at 1.
    assert plain[:4].tolist() == [[3, 1, 0], [1, 1, 0], [0, 0, 1], [0, 2, 3]]
    assert plain[4:].round(3).tolist() == np.float32([[0.75, 0.5, 0], [1, 0.333, 0]]).tolist()
    assert weighted[:2].tolist() == [[2, 1, 0], [2, 2, 0]]
    assert raw.tolist() == np.ones((6, 5)).tolist()
    metadata = read().SummaryMetadata("plain").plugin_data
    assert metadata.plugin_name == "pr_curves"
    assert PrCurvePluginData.FromString(metadata.content).num_thresholds == 3


def test_custom_charts(tmp_path, read):
    from tensorboard.plugins.custom_scalar.layout_pb2 import Layout

    with SummaryWriter(tmp_path / "all") as writer:
        writer.add_custom_scalars({"one": {"lines": ["Multiline", ["a", "b"]], "band": ["Margin", ["a", "b", "c"]]}})
        with pytest.raises(AssertionError, match="len"):
            writer.add_custom_scalars({"one": {"band": ["Margin", ["a"]]}})
        with pytest.raises(ValueError, match="'Multiline' or 'Margin', got 'Lines' for 'chart'"):
            writer.add_custom_scalars({"one": {"chart": ["Lines", ["a"]]}})
        with pytest.raises(AssertionError, match=r"Expected 3 tags, got 1\."):
            writer.add_custom_scalars_marginchart(["a"])
    with SummaryWriter(tmp_path / "lines") as writer:
        writer.add_custom_scalars_multilinechart(["a", "b"], title="lines")
    with SummaryWriter(tmp_path / "band") as writer:
        writer.add_custom_scalars_marginchart(["a", "b", "c"], "two")

    def layout(name):
        (event,) = read(tmp_path / name).Tensors("custom_scalars__config__")
        return Layout.FromString(event.tensor_proto.string_val[0]).category

    (category,) = layout("all")
    lines, band = category.chart
    assert (category.title, lines.title, band.title) == ("one", "lines", "band")
    assert list(lines.multiline.tag) == ["a", "b"]
    (series,) = band.margin.series
    assert (series.value, series.lower, series.upper) == ("a", "b", "c")
    assert [(c.title, c.chart[0].title) for c in layout("lines")] == [("default", "lines")]
    assert [(c.title, c.chart[0].title) for c in layout("band")] == [("two", "untitled")]


@pytest.mark.usefixtures("device")
def test_hyperparameters(ag, tmp_path, read):
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData

    settings = {
        "lr": ag.tensor(0.5),
        "layers": 3,
        "rule": "sgd",
        "bias": True,
        "none": None,
        "half": np.float32(0.5),
    }
    with SummaryWriter(tmp_path) as writer:
        writer.add_hparams(
            settings,
            {"accuracy": ag.tensor(0.75, requires_grad=True)},
            {"rule": ["sgd", "adam"], "layers": [1, 3]},
            run_name="first",
            global_step=2,
        )
    found = read(tmp_path / "first")
    assert [(event.step, event.value) for event in found.Scalars("accuracy")] == [(2, 0.75)]

    def data(name):
        content = found.SummaryMetadata(f"_hparams_/{name}").plugin_data.content
        return getattr(HParamsPluginData.FromString(content), name)

    start = data("session_start_info").hparams
    kinds = {name: value.WhichOneof("kind") for name, value in start.items()}
    assert {name: getattr(start[name], kind) for name, kind in kinds.items()} == {
        "lr": 0.5,
        "layers": 3.0,
        "rule": "sgd",
        "bias": True,
        "half": 0.5,
    }
    infos = {info.name: info for info in data("experiment").hparam_infos}
    assert [value.string_value for value in infos["rule"].domain_discrete.values] == ["sgd", "adam"]
    assert [value.number_value for value in infos["layers"].domain_discrete.values] == [1.0, 3.0]
    assert [info.name.tag for info in data("experiment").metric_infos] == ["accuracy"]
    assert data("session_end_info").status == 1


@pytest.mark.parametrize(
    ("settings", "metrics", "discrete", "error", "message"),
    [
        ([], {}, None, TypeError, "should be dictionary"),
        (
            {"a": [1]},
            {},
            None,
            ValueError,
            "value should be one of int, float, str, bool, or arraygrad.Tensor, got list",
        ),
        ({"a": 1}, {}, [], TypeError, "hparam_domain_discrete should be a dictionary"),
        ({"a": 1}, {}, {"a": ["b"]}, TypeError, r"hparam_domain_discrete\[a\] should be a list of same type"),
        ({"a": 1}, {"loss": np.zeros(2)}, None, AssertionError, "one element"),
    ],
)
def test_hyperparameters_that_are_refused(tmp_path, settings, metrics, discrete, error, message):
    with SummaryWriter(tmp_path) as writer, pytest.raises(error, match=message):
        writer.add_hparams(settings, metrics, discrete, run_name="bad")
    assert not (tmp_path / "bad").exists()
