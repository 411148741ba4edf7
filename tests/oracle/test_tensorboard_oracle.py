"""The same calls of both writers give the same values, pictures and metadata in the files."""

from __future__ import annotations

import io

import numpy as np
import pytest

from arraygrad.utils.tensorboard import SummaryWriter

torch = pytest.importorskip("torch")
theirs = pytest.importorskip("torch.utils.tensorboard")

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.random((3, 6, 5), dtype=np.float32) * 1.4 - 0.2
BATCH = RANDOM.random((5, 3, 4, 6), dtype=np.float32)
BYTES = RANDOM.integers(0, 256, (2, 3, 1, 4, 6), dtype=np.uint8)
NUMBERS = RANDOM.normal(size=200).astype(np.float32)
LABELS = RANDOM.integers(0, 2, 50)
CHANCES = RANDOM.random(50)
TRIANGLE = np.array([[[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]], np.float32)

#: A call per line: the method, its positional arguments, its keyword arguments.
CALLS = {
    "scalar": ("add_scalar", ("a b/loss*", 0.1), {"global_step": 3, "walltime": 5.0}),
    "tensor as scalar": ("add_scalar", ("loss", NUMBERS[:1]), {"global_step": 3}),
    "new style": ("add_scalar", ("loss", 0.1, 1), {"new_style": True}),
    "double": ("add_scalar", ("loss", 0.1, 1), {"new_style": True, "double_precision": True}),
    "double in the old style": ("add_scalar", ("loss", 0.1, 1), {"double_precision": True}),
    "scalars": ("add_scalars", ("a/b", {"one": 1.0, "two": NUMBERS[0]}, 2, 7.0), {}),
    "tensor": ("add_tensor", ("weights", NUMBERS.reshape(2, 100), 2), {}),
    "integers": ("add_tensor", ("weights", LABELS, 2), {}),
    "histogram": ("add_histogram", ("weights", NUMBERS, 2), {}),
    "histogram by number of bins": ("add_histogram", ("weights", NUMBERS.reshape(10, 20), 2), {"bins": 7}),
    "histogram by rule": ("add_histogram", ("weights", NUMBERS, 2, "fd"), {}),
    "histogram by edges": ("add_histogram", ("weights", NUMBERS, 2, [-5.0, 0.0, 5.0]), {}),
    "histogram, few bins": ("add_histogram", ("weights", NUMBERS, 2), {"max_bins": 9}),
    "counted": ("add_histogram_raw", ("w", 0.0, 3.0, 4, 6.0, 14.0, [1.0, 2.0, 3.0], [1.0, 1.0, 2.0], 1, 2.0), {}),
    "image": ("add_image", ("im age", PIXELS, 1), {}),
    "image HWC": ("add_image", ("image", PIXELS.transpose(1, 2, 0).copy()), {"dataformats": "HWC"}),
    "image HW": ("add_image", ("image", PIXELS[0]), {"dataformats": "HW"}),
    "image of bytes": ("add_image", ("image", BYTES[0, 0]), {}),
    "images": ("add_images", ("images", BATCH), {}),
    "images NHWC": ("add_images", ("images", BATCH.transpose(0, 2, 3, 1).copy()), {"dataformats": "NHWC"}),
    "boxes": (
        "add_image_with_boxes",
        ("boxes", np.zeros((3, 40, 60), np.uint8), np.array([[5, 5, 50, 30], [20, 2, 40, 38]])),
        {"labels": ["one", "two"], "rescale": 2},
    ),
    "sound": ("add_audio", ("sound", NUMBERS[None] / 5, 1), {"sample_rate": 8000}),
    "text": ("add_text", ("a b", "*hé*", 4), {}),
    "curve": ("add_pr_curve", ("curve", LABELS, CHANCES, 1), {}),
    "curve with weights": (
        "add_pr_curve",
        ("curve", LABELS, CHANCES, 1, 11),
        {"weights": CHANCES[::-1].copy(), "walltime": 1.0},  # PyTorch takes them as an array only
    ),
    "raw curve": ("add_pr_curve_raw", ("curve", *np.ones((6, 5)), 1, 5), {}),
    "charts": (
        "add_custom_scalars",
        ({"first": {"one": ["Multiline", ["a", "b"]]}, "second": {"two": ["Margin", ["a", "b", "c"]]}},),
        {},
    ),
    "chart of lines": ("add_custom_scalars_multilinechart", (["a", "b"], "category", "title"), {}),
    "chart of a margin": ("add_custom_scalars_marginchart", (["a", "b", "c"],), {}),
    "points": ("add_mesh", ("points", TRIANGLE), {}),
    "mesh": (
        "add_mesh",
        ("mesh", TRIANGLE),
        {
            "colors": (TRIANGLE * 255).astype(np.int32),
            "faces": np.array([[[0, 1, 2]]]),
            "config_dict": {"camera": {"cls": "PerspectiveCamera", "fov": 75}},
            "global_step": 2,
        },
    ),
    "settings": (
        "add_hparams",
        ({"lr": 0.1, "layers": 3, "rule": "sgd", "none": None}, {"loss": 0.5}),
        {"hparam_domain_discrete": {"rule": ["sgd", "adam"]}, "run_name": "first", "global_step": 2},
    ),
    "embedding": (
        "add_embedding",
        (NUMBERS.reshape(20, 10),),
        {
            "metadata": [f"é {i}" for i in range(20)],
            "label_img": np.tile(BATCH[:, :, :, :4], (4, 1, 1, 1)),
            "tag": "a/%b",
        },
    ),
    "embedding with columns": (
        "add_embedding",
        (NUMBERS.reshape(100, 2),),
        {"metadata": [[i, f"n{i}"] for i in range(100)], "metadata_header": ["i", "name"], "global_step": 12},
    ),
}


def converted(value, convert):
    """Arrays as tensors of one of the libraries."""
    return convert(value) if isinstance(value, np.ndarray) else value


def decoded(event):
    """What a summary says: pictures as pixels, metadata as the messages of TensorBoard's own plugins."""
    from google.protobuf.json_format import MessageToDict
    from PIL import Image
    from tensorboard.plugins.hparams.plugin_data_pb2 import HParamsPluginData
    from tensorboard.plugins.mesh.plugin_data_pb2 import MeshPluginData
    from tensorboard.plugins.pr_curve.plugin_data_pb2 import PrCurvePluginData
    from tensorboard.util.tensor_util import make_ndarray

    plugins = {"hparams": HParamsPluginData, "mesh": MeshPluginData, "pr_curves": PrCurvePluginData}
    for value in event.summary.value:
        plugin = value.metadata.plugin_data
        content = plugins[plugin.plugin_name].FromString(plugin.content) if plugin.plugin_name in plugins else ""
        kind = value.WhichOneof("value")
        shown = MessageToDict(value) if kind is None else {}
        if kind == "image":
            image = value.image
            pixels = np.asarray(Image.open(io.BytesIO(image.encoded_image_string)))
            shown = (image.height, image.width, image.colorspace, pixels.tolist())
        elif kind == "tensor" and plugin.plugin_name != "custom_scalars":
            array = make_ndarray(value.tensor)
            shown = (array.dtype.name, array.shape, array.tolist())
        elif kind is not None:
            shown = getattr(value, kind)
        yield event.step, value.tag, plugin.plugin_name, MessageToDict(content) if content else "", kind, str(shown)


def written(folder):
    """Everything in a folder: the summaries of its event files, and its other files."""
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    from tensorboard.compat.proto.event_pb2 import Event

    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        if "tfevents" in name:
            events = [Event.FromString(raw) for raw in RawEventFileLoader(str(path)).Load()]
            found[name.rpartition("events.out")[0]] = [line for event in events for line in decoded(event)]
        elif name.endswith(".png"):
            from PIL import Image

            found[name] = np.asarray(Image.open(path)).tolist()
        elif name.endswith(".pbtxt"):
            from google.protobuf import text_format
            from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig

            found[name] = str(text_format.Parse(path.read_text(encoding="utf-8"), ProjectorConfig()))
        else:
            found[name] = path.read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("call", CALLS)
def test_the_files_say_the_same(ag, tmp_path, call):
    method, args, options = CALLS[call]
    files = []
    for name, writer, convert in (("ours", SummaryWriter, ag.tensor), ("theirs", theirs.SummaryWriter, torch.tensor)):
        with writer(str(tmp_path / name)) as open_writer:
            getattr(open_writer, method)(
                *(converted(arg, convert) for arg in args),
                **{key: value if key == "weights" else converted(value, convert) for key, value in options.items()},
            )
        files.append(written(tmp_path / name))
    assert any(files[0].values())
    assert files[0] == files[1]


def test_every_method_is_there_with_its_arguments():
    import inspect

    for name, method in inspect.getmembers(theirs.SummaryWriter, inspect.isfunction):
        if not name.startswith("_"):
            ours = inspect.signature(getattr(SummaryWriter, name)).parameters
            expected = inspect.signature(method).parameters
            assert list(ours) == list(expected), name
            defaults = {key: parameter.default for key, parameter in expected.items()}
            assert {key: parameter.default for key, parameter in ours.items()} == defaults, name


@pytest.mark.parametrize(
    ("method", "args", "options"),
    [
        ("add_scalar", ("loss", np.zeros(2)), {}),
        ("add_histogram", ("weights", np.zeros(0)), {}),
        ("add_histogram_raw", ("w", 0, 1, 1, 1, 1, [1.0], [1.0, 2.0]), {}),
        ("add_image", ("image", np.zeros((2, 2))), {}),
        ("add_image", ("image", np.zeros((2, 2, 2))), {"dataformats": "HHW"}),
        ("add_image", ("image", np.zeros((5, 3, 3))), {}),
        ("add_audio", ("sound", np.zeros((2, 2))), {}),
        ("add_mesh", ("points", np.zeros((2, 3))), {}),
        ("add_custom_scalars", ({"a": {"b": ["Margin", ["c"]]}},), {}),
        ("add_custom_scalars_marginchart", (["c"],), {}),
        ("add_hparams", ([], {}), {}),
        ("add_hparams", ({"a": []}, {}), {}),
        ("add_hparams", ({"a": 1}, {}), {"hparam_domain_discrete": {"a": ["b"]}}),
        ("add_hparams", ({"a": 1}, {}), {"hparam_domain_discrete": {"b": [1]}}),
        ("add_embedding", (np.zeros(2),), {}),
        ("add_embedding", (np.zeros((2, 2)),), {"metadata": ["a"]}),
        ("add_embedding", (np.zeros((2, 2)),), {"metadata": [["a"], ["b"]], "metadata_header": ["a", "b"]}),
        ("add_embedding", (np.zeros((2, 2)),), {"label_img": np.zeros((1, 3, 2, 2))}),
    ],
)
def test_errors_are_of_the_same_class(ag, tmp_path, method, args, options):
    errors = []
    for name, writer, convert in (("ours", SummaryWriter, ag.tensor), ("theirs", theirs.SummaryWriter, torch.tensor)):
        with writer(str(tmp_path / name)) as open_writer, pytest.raises(Exception) as raised:  # noqa: PT011
            getattr(open_writer, method)(
                *(converted(arg, convert) for arg in args),
                **{key: converted(value, convert) for key, value in options.items()},
            )
        errors.append(raised.value)
    assert type(errors[0]) is type(errors[1])
    assert str(errors[0])[:12] == str(errors[1])[:12]
    assert not any(written(tmp_path / "ours").values())
