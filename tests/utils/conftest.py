"""What TensorBoard's own reader finds in a folder."""

from __future__ import annotations

import io

import numpy as np
import pytest


@pytest.fixture
def read(tmp_path):
    """Everything in the folder, through TensorBoard's reader, which checks the checksums."""

    def events(folder=tmp_path):
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        reader = EventAccumulator(str(folder), size_guidance={"images": 0, "scalars": 0})
        reader.Reload()
        return reader

    return events


@pytest.fixture
def pixels_of():
    """The pixels of an image that was read."""

    def pixels(event):
        from PIL import Image

        return np.asarray(Image.open(io.BytesIO(event.encoded_image_string)))

    return pixels
