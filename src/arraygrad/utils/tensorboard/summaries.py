"""Summaries: the protocol buffers that TensorBoard's dashboards read, from arrays of the host."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arraygrad.utils.tensorboard.messages import message, pillow, tool
from arraygrad.utils.tensorboard.values import Pixels

__all__ = ["audio", "custom_scalars", "histogram", "image", "mesh", "scalar", "tensor", "video"]

#: Bits of the field ``components`` of a mesh, and the ends of its tags, by the kind of content.
_MESH_PARTS = {"VERTEX": 1, "FACE": 2, "COLOR": 3}
#: Field 7 of MeshPluginData, an integer: ``components``, which tensorboardX's copy of the message lacks.
_COMPONENTS_FIELD = bytes([7 << 3])


def summary(tag: str, plugin: str | None = None, content: bytes = b"", **value: Any) -> Any:
    """One value under a tag, for a plugin if one is named."""
    if plugin is not None:
        metadata = message("SummaryMetadata")
        value["metadata"] = metadata(plugin_data=metadata.PluginData(plugin_name=plugin, content=content))
    made = message("Summary")
    return made(value=[made.Value(tag=tag, **value)])


def _shape(sizes: Sequence[int]) -> Any:
    shape = message("TensorShapeProto")
    return shape(dim=[shape.Dim(size=n) for n in sizes])


def scalar(tag: str, number: float, new_style: bool, double_precision: bool) -> Any:
    """A number: as such, or in the new style as a tensor."""
    if not new_style:
        return summary(tag, simple_value=number)
    fields: dict[str, Any] = {"float_val": [number], "dtype": "DT_FLOAT"}
    if double_precision:
        fields = {"double_val": [number], "dtype": "DT_DOUBLE"}
    return summary(tag, "scalars", tensor=message("TensorProto")(**fields))


_DTYPES = {
    "bool": "DT_BOOL",
    "uint8": "DT_UINT8",
    "uint16": "DT_UINT16",
    "uint32": "DT_UINT32",
    "uint64": "DT_UINT64",
    "int8": "DT_INT8",
    "int16": "DT_INT16",
    "int32": "DT_INT32",
    "int64": "DT_INT64",
    "float16": "DT_HALF",
    "float32": "DT_FLOAT",
    "float64": "DT_DOUBLE",
    "complex64": "DT_COMPLEX64",
    "complex128": "DT_COMPLEX128",
}


def tensor(tag: str, array: NDArray[Any]) -> Any:
    """A whole array, with its shape and dtype."""
    if array.nbytes >= 1 << 31:
        raise ValueError("tensor is bigger than protocol buffer's hard limit of 2GB in size")
    if array.dtype.name not in _DTYPES:
        raise ValueError(f"{tag} has unsupported tensor dtype {array.dtype}")
    content = message("TensorProto")(
        dtype=_DTYPES[array.dtype.name], tensor_shape=_shape(array.shape), tensor_content=array.tobytes()
    )
    return summary(tag, "tensor", tensor=content)


def histogram(tag: str, values: NDArray[Any], bins: Any, max_bins: int | None) -> Any:
    """Counts of values in bins; "tensorflow" are bins that grow by a tenth from 1e-12 on, on both sides of zero."""
    if values.size == 0:
        raise ValueError("The input has no element.")
    if not np.isfinite(values).all():
        raise ValueError("a histogram needs finite values")
    if isinstance(bins, str) and bins == "tensorflow":
        limits = np.cumprod([1e-12, *[1.1] * 773])  # up to 1e20
        bins = np.concatenate([-limits[::-1], [0.0], limits])
    return summary(tag, histo=tool("summary", "make_histogram")(values, bins, max_bins))


def image(
    tag: str, pixels: Pixels, rescale: float = 1, boxes: NDArray[Any] | None = None, labels: list[str] | None = None
) -> Any:
    """A picture of shape [height, width, channels] as PNG, with boxes drawn on it."""
    pillow()  # says what to install
    return summary(tag, image=tool("summary", "make_image")(pixels, rescale=rescale, rois=boxes, labels=labels))


def video(tag: str, clips: Pixels, fps: float) -> Any:
    """Clips of shape [number, frames, channels, height, width] side by side, as a GIF."""
    if clips.ndim != 5 or clips.shape[2] not in (1, 3) or clips.size == 0:
        raise AssertionError(
            f"a video has 5 dimensions, [N, T, C, H, W] with 1 or 3 channels and something to show, got shape "
            f"{clips.shape}"
        )
    number, n_frames, channels, height, width = clips.shape
    places = 1 << (number - 1).bit_length()
    rows = 1 << (number.bit_length() - 1) // 2
    grid = np.zeros((places, *clips.shape[1:]), np.uint8)
    grid[:number] = clips
    grid = grid.reshape(rows, places // rows, n_frames, channels, height, width)
    frames = grid.transpose(2, 0, 4, 1, 5, 3).reshape(n_frames, rows * height, -1, channels)
    fromarray = pillow().fromarray
    pictures = [fromarray(np.repeat(frame, 3, axis=2) if channels == 1 else frame) for frame in frames]
    file = io.BytesIO()
    pictures[0].save(file, "GIF", save_all=True, append_images=pictures[1:], duration=round(1000 / fps), loop=0)
    _, height, width, channels = frames.shape
    made = message("Summary").Image(
        height=height, width=width, colorspace=channels, encoded_image_string=file.getvalue()
    )
    return summary(tag, image=made)


def audio(tag: str, samples: NDArray[Any], sample_rate: int) -> Any:
    """Sound of one channel between -1 and 1, as a WAV file of 16 bits."""
    steps: NDArray[Any] = (samples * np.iinfo(np.int16).max).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(sample_rate)
        sound.writeframes(steps.tobytes())
    made = message("Summary").Audio(
        sample_rate=sample_rate,
        num_channels=1,
        length_frames=samples.size,
        encoded_audio_string=file.getvalue(),
        content_type="audio/wav",
    )
    return summary(tag, audio=made)


def custom_scalars(layout: Mapping[str, Mapping[str, Sequence[Any]]]) -> Any:
    """Charts of several scalars."""
    for charts in layout.values():
        for title, (kind, tags) in charts.items():
            if kind not in ("Multiline", "Margin"):
                raise ValueError(f"a chart is 'Multiline' or 'Margin', got {kind!r} for {title!r}")
            if kind == "Margin" and len(tags) != 3:
                raise AssertionError(f"len(tags) != 3: a margin has a value and two bounds, got {tags} for {title!r}")
    return tool("summary", "custom_scalars")(layout)


def mesh(tag: str, parts: Mapping[str, NDArray[Any] | None], config: dict[str, Any] | None) -> Any:
    """Vertices, faces and colors, each of shape [batch, number, 3]."""
    plugin_data, content = message("MeshPluginData"), message("TensorProto")
    given = {kind: part for kind, part in parts.items() if part is not None}
    for part in given.values():
        if part.ndim != 3:
            raise ValueError(f"Tensor shape should be of shape BxNx3, but got {part.shape}.")
    components = sum(1 << _MESH_PARTS[kind] for kind in given)
    made = message("Summary")()
    for kind, part in given.items():
        data = plugin_data(
            name=tag,
            content_type=_MESH_PARTS[kind],
            json_config=json.dumps(config or {}, sort_keys=True),
            shape=part.shape,
        )
        about = data.SerializeToString() + _COMPONENTS_FIELD + bytes([components])
        values = content(dtype="DT_FLOAT", float_val=part.reshape(-1).tolist(), tensor_shape=_shape(part.shape))
        made.MergeFrom(summary(f"{tag}_{kind}", "mesh", about, tensor=values))
    return made
