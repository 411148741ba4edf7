"""Things to look at, to listen to and to read: images, figures, videos, sound, meshes, texts."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from arraygrad.utils.tensorboard import summaries
from arraygrad.utils.tensorboard.files import Files
from arraygrad.utils.tensorboard.messages import tool
from arraygrad.utils.tensorboard.values import ArrayLike, Pixels, to_host, to_image, to_pixels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Media"]


class Media(Files):
    """The part of `SummaryWriter` for everything but numbers."""

    def add_image(
        self,
        tag: str,
        img_tensor: ArrayLike,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "CHW",
    ) -> None:
        """Add an image.

        The dtype decides how values are read, whatever they are: uint8 is taken as it is, floating point from 0.0 to
        1.0 is multiplied by 255 and what lies outside is clipped, bool gives black and white.

        Parameters
        ----------
        tag : str
            The image's name.
        img_tensor : Tensor or array
            The pixels, with 1, 3 or 4 channels.
        global_step : int, optional
            The training step.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.
        dataformats : str
            What each dimension is: ``"CHW"``, ``"HWC"``, ``"HW"`` or any other order; with an N it is a batch, drawn as
            a grid.

        Raises
        ------
        AssertionError
            If the shape does not fit `dataformats`.
        TypeError
            If the dtype is none of these, or the number of channels is another.
        ValueError
            If there are no pixels, or `dataformats` has other letters.
        """
        self._add(summaries.image(tag, to_image(img_tensor, dataformats)), global_step, walltime)

    def add_images(
        self,
        tag: str,
        img_tensor: ArrayLike,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "NCHW",
    ) -> None:
        """Add a batch of images, drawn as one grid. See `add_image` for the pixels.

        A list of images is taken as well, with the `dataformats` of one of them, such as ``"CHW"``.
        """
        self._add(summaries.image(tag, to_image(img_tensor, dataformats)), global_step, walltime)

    def add_image_with_boxes(
        self,
        tag: str,
        img_tensor: ArrayLike,
        box_tensor: ArrayLike,
        global_step: int | None = None,
        walltime: float | None = None,
        rescale: float = 1,
        dataformats: str = "CHW",
        labels: str | Sequence[str] | None = None,
    ) -> None:
        """Add an image with boxes drawn on it.

        Parameters
        ----------
        tag : str
            The image's name.
        img_tensor : Tensor or array
            The pixels, as in `add_image`.
        box_tensor : Tensor or array
            Of shape [number, 4]: left, top, right and bottom of each box in pixels.
        global_step : int, optional
            The training step.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.
        rescale : float
            How many times larger the picture is shown.
        dataformats : str
            As in `add_image`.
        labels : str or list of str, optional
            What to write at the boxes; left out if there is not one for each.

        Raises
        ------
        ValueError
            If the boxes are of another shape.
        """
        boxes = to_host(box_tensor)
        if boxes.ndim != 2 or boxes.shape[1] != 4:
            raise ValueError(f"boxes are of shape [number, 4], got {boxes.shape}")
        words = [labels] if isinstance(labels, str) else None if labels is None else list(labels)
        if words is not None and len(words) != len(boxes):
            words = None
        pixels = to_image(img_tensor, dataformats)
        self._add(summaries.image(tag, pixels, rescale, boxes, words), global_step, walltime)

    def add_figure(
        self,
        tag: str,
        figure: Figure | list[Figure],
        global_step: int | None = None,
        close: bool = True,
        walltime: float | None = None,
    ) -> None:
        """Add a Matplotlib figure, or several in a grid, as an image; they are closed afterwards unless `close` is
        False.
        """
        if isinstance(figure, list):
            pixels = np.stack([_drawn(one) for one in figure])
            self._add(summaries.image(tag, to_image(pixels, "NHWC")), global_step, walltime)
        else:
            self._add(summaries.image(tag, _drawn(figure)), global_step, walltime)
        if close:
            from matplotlib import pyplot

            for one in figure if isinstance(figure, list) else [figure]:
                pyplot.close(one)

    def add_video(
        self,
        tag: str,
        vid_tensor: ArrayLike,
        global_step: int | None = None,
        fps: float = 4,
        walltime: float | None = None,
    ) -> None:
        """Add clips, side by side in one moving picture (a GIF of 256 colors).

        Parameters
        ----------
        tag : str
            Its name.
        vid_tensor : Tensor or array
            Of shape [number, frames, channels, height, width] with 1 or 3 channels; pixels as in `add_image`.
        global_step : int, optional
            The training step.
        fps : float
            Frames per second.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.

        Raises
        ------
        AssertionError
            If the shape is another.
        """
        self._add(summaries.video(tag, to_pixels(vid_tensor), fps), global_step, walltime)

    def add_audio(
        self,
        tag: str,
        snd_tensor: ArrayLike,
        global_step: int | None = None,
        sample_rate: int = 44100,
        walltime: float | None = None,
    ) -> None:
        """Add sound of one channel.

        Parameters
        ----------
        tag : str
            Its name.
        snd_tensor : Tensor or array
            Of shape [length] or [1, length], between -1 and 1; what lies outside is clipped with a warning.
        global_step : int, optional
            The training step.
        sample_rate : int
            Samples per second.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.

        Raises
        ------
        AssertionError
            If there are more dimensions.
        """
        samples = to_host(snd_tensor).squeeze()
        if samples.ndim != 1:
            raise AssertionError(f"input tensor should be 1 dimensional, got shape {samples.shape}.")
        if np.abs(samples).max(initial=0) > 1:
            warnings.warn("audio amplitude out of range, auto clipped.", stacklevel=2)
            samples = samples.clip(-1, 1)
        self._add(summaries.audio(tag, samples, int(sample_rate)), global_step, walltime)

    def add_mesh(
        self,
        tag: str,
        vertices: ArrayLike,
        colors: ArrayLike | None = None,
        faces: ArrayLike | None = None,
        config_dict: dict[str, Any] | None = None,
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add a mesh or a cloud of points in space.

        Parameters
        ----------
        tag : str
            Its name.
        vertices : Tensor or array
            Coordinates, of shape [batch, number, 3].
        colors : Tensor or array, optional
            A color per vertex, from 0 to 255, of the same shape.
        faces : Tensor or array, optional
            The numbers of the vertices of triangles, of shape [batch, number, 3].
        config_dict : dict, optional
            What Three.js, which draws it, is told of the camera, the light and the material.
        global_step : int, optional
            The training step.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.

        Raises
        ------
        ValueError
            If there are not three dimensions.
        """
        parts = {"VERTEX": vertices, "FACE": faces, "COLOR": colors}
        arrays = {kind: None if part is None else to_host(part) for kind, part in parts.items()}
        self._add(summaries.mesh(tag, arrays, config_dict), global_step, walltime)

    def add_text(
        self, tag: str, text_string: str, global_step: int | None = None, walltime: float | None = None
    ) -> None:
        """Add a text, shown as Markdown."""
        self._add(tool("summary", "text")(tag, text_string), global_step, walltime)


def _drawn(figure: Figure) -> Pixels:
    """The pixels of a figure, which keeps the canvas that it has."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    before = figure.canvas
    canvas: Any = FigureCanvasAgg(figure)
    try:
        canvas.draw()
        pixels: Pixels = np.array(canvas.buffer_rgba(), dtype=np.uint8)[..., :3]
        return np.ascontiguousarray(pixels)
    finally:
        figure.set_canvas(before)
