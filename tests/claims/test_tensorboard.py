"""Claims 115 to 119: images for TensorBoard."""

from __future__ import annotations

import numpy as np
import pytest

from ._events import images
from ._helpers import sub

pytestmark = pytest.mark.usefixtures("device")


@pytest.fixture
def written(ag, tmp_path):
    """Write images, one for each argument, and read the first one's pixels back as [H, W, 3]."""

    def write(img, **options):
        writer = sub(ag, "utils.tensorboard").SummaryWriter(str(tmp_path / "run"))
        writer.add_image("tag", img, 3, **options)
        writer.close()
        (image,) = images(tmp_path / "run")
        assert (image.height, image.width) == image.pixels.shape[:2]
        assert image.channels == image.pixels.shape[2]
        pixels = image.pixels
        return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels

    return write


#: Every byte once, [3, 8, 32] (the channels differ).
BYTES = np.stack([np.arange(256), 255 - np.arange(256), np.arange(256) * 7 % 256]).astype(np.uint8).reshape(3, 8, 32)


def test_claim_115_an_image_has_channels_first(ag, tmp_path):
    writer = sub(ag, "utils.tensorboard").SummaryWriter(log_dir=str(tmp_path))
    image = ag.from_numpy(BYTES.copy())
    writer.add_image("train/first", image, 0)
    writer.add_image("second", image, global_step=70000)
    writer.close()
    first, second = images(tmp_path)
    assert (first.tag, first.step, second.tag, second.step) == ("train/first", 0, "second", 70000)
    assert (first.height, first.width, first.channels) == (8, 32, 3)
    assert (first.pixels == BYTES.transpose(1, 2, 0)).all()
    assert (second.pixels == first.pixels).all()


@pytest.mark.parametrize("low", [0, 1])
def test_claim_116_bytes_are_written_as_they_are(ag, written, low):
    image = BYTES if low == 0 else np.minimum(BYTES, 1)  # dark images are not stretched
    assert (written(ag.tensor(image)) == image.transpose(1, 2, 0)).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_claim_117_floats_are_scaled_by_255_and_clipped(ag, written, dtype):
    levels = [0.0, 0.25, 0.5, 1.0, -1.0, 1.5, 0.01, 100.0]
    image = ag.tensor([[levels]] * 3, dtype=getattr(ag, dtype))
    assert written(image)[0, :, 0].tolist() == [0, 63, 127, 255, 0, 255, 2, 255]


def test_claim_117_by_dtype_not_by_range(ag, written):
    pixels = written(ag.full((3, 2, 2), 0.125))
    assert np.unique(pixels).tolist() == [31]


@pytest.mark.parametrize("form", ["numpy", "tensor", "tracked", "computed"])
def test_claim_118_tensors_and_numpy_arrays(ag, written, form):
    values = BYTES.astype(np.float32) / 256
    image = {
        "numpy": lambda: values,
        "tensor": lambda: ag.tensor(values),
        "tracked": lambda: ag.tensor(values, requires_grad=True),
        "computed": lambda: ag.tensor(values, requires_grad=True) * 1,
    }[form]()
    expected = (values * 255).astype(np.uint8).transpose(1, 2, 0)
    assert (written(image) == expected).all()


@pytest.mark.parametrize("layout", ["CHW", "HWC", "HW", "WH", "one channel", "CWH"])
def test_claim_119_other_layouts(ag, written, layout):
    hwc = BYTES.transpose(1, 2, 0)
    grey = np.repeat(BYTES[0][:, :, None], 3, axis=2)
    image, expected = {
        "CHW": (BYTES, hwc),
        "HWC": (hwc, hwc),
        "HW": (BYTES[0], grey),
        "WH": (BYTES[0].T, grey),
        "one channel": (BYTES[:1], grey),
        "CWH": (BYTES.transpose(0, 2, 1), hwc),
    }[layout]
    formats = "CHW" if layout == "one channel" else layout
    assert (written(ag.tensor(np.ascontiguousarray(image)), dataformats=formats) == expected).all()
