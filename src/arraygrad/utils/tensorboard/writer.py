"""`SummaryWriter`: event files that TensorBoard reads."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from arraygrad.dtypes import bfloat16, float32
from arraygrad.tensor import Tensor
from arraygrad.utils.tensorboard.event_file import EventFile

if TYPE_CHECKING:
    from typing import Self

    from matplotlib.figure import Figure

__all__ = ["SummaryWriter"]

ArrayLike: TypeAlias = "Tensor | NDArray[Any] | Sequence[Any] | float"


class SummaryWriter:
    """Writes scalars, images, histograms and texts to an event file for TensorBoard.

    Values may be tensors of any device, requiring gradients or not, NumPy arrays or numbers. The file itself is written
    by the library tensorboardX.

    Parameters
    ----------
    log_dir : str, optional
        The folder of the event file; ``runs/<date>_<host><comment>`` if not given.
    comment : str
        Appended to the name of the default folder.
    purge_step : int, optional
        On resuming a run in the same folder: hide what the interrupted run wrote from this step on.
    max_queue : int
        Events held back before they are written.
    flush_secs : float
        Seconds between flushes.
    filename_suffix : str
        Appended to the name of the event file.

    Raises
    ------
    ImportError
        If tensorboardX is not installed; the message says how to install it.

    Examples
    --------
    >>> import tempfile
    >>> import arraygrad as ag
    >>> from arraygrad.utils.tensorboard import SummaryWriter
    >>> with tempfile.TemporaryDirectory() as folder, SummaryWriter(folder) as writer:
    ...     writer.add_scalar("loss", ag.tensor(0.5), global_step=1)
    ...     writer.add_image("picture", ag.rand(3, 8, 8), global_step=1)
    """

    def __init__(
        self,
        log_dir: str | None = None,
        comment: str = "",
        purge_step: int | None = None,
        max_queue: int = 10,
        flush_secs: float = 120,
        filename_suffix: str = "",
    ) -> None:
        try:
            self._summaries = import_module("tensorboardX.summary")
        except ImportError as error:
            raise ImportError(
                "SummaryWriter needs the package tensorboardX: pip install 'arraygrad[tensorboard]'"
            ) from error
        now = time.strftime("%b%d_%H-%M-%S")
        self.log_dir = log_dir or os.path.join("runs", f"{now}_{socket.gethostname()}{comment}")
        self._purge_step = purge_step
        self._max_queue = max_queue
        self._flush_secs = flush_secs
        self._suffix = filename_suffix
        self._files: dict[str, EventFile] = {}
        self._file(self.log_dir)

    def get_logdir(self) -> str:
        """The folder that the event file is in."""
        return self.log_dir

    def add_scalar(
        self, tag: str, scalar_value: ArrayLike, global_step: int | None = None, walltime: float | None = None
    ) -> None:
        """Add one number: a Python number, or a tensor or array with one element.

        Raises
        ------
        AssertionError
            If there is not exactly one element.
        """
        self._add(self._summaries.scalar(tag, _to_number(scalar_value)), global_step, walltime)

    def add_scalars(
        self,
        main_tag: str,
        tag_scalar_dict: Mapping[str, ArrayLike],
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add several numbers that are drawn in one chart; each gets a subfolder of its own."""
        summaries = {tag: self._summaries.scalar(main_tag, _to_number(value)) for tag, value in tag_scalar_dict.items()}
        for tag, summary in summaries.items():
            self._file(os.path.join(self.log_dir, main_tag, tag)).add(summary, global_step, walltime)

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
            What each dimension is: ``"CHW"``, ``"HWC"``, ``"HW"`` or any other order.

        Raises
        ------
        TypeError
            If the dtype is none of these.
        ValueError
            If the shape does not fit `dataformats` or the number of channels is another.
        """
        self._add_pixels(tag, _to_pixels(img_tensor), global_step, walltime, dataformats, "HWC")

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
        if isinstance(img_tensor, (list, tuple)):
            pixels = np.stack([_to_pixels(image) for image in img_tensor])
            dataformats = dataformats if len(dataformats) == pixels.ndim else "N" + dataformats
        else:
            pixels = _to_pixels(img_tensor)
        self._add_pixels(tag, pixels, global_step, walltime, dataformats, "NHWC")

    def add_figure(
        self,
        tag: str,
        figure: Figure | list[Figure],
        global_step: int | None = None,
        close: bool = True,
        walltime: float | None = None,
    ) -> None:
        """Add a Matplotlib figure, or several, as an image; they are closed afterwards unless `close` is False."""
        from tensorboardX.utils import figure_to_image

        image = figure_to_image(figure, close)
        self._add_pixels(tag, image, global_step, walltime, "NCHW"[-image.ndim :], "NHWC"[-image.ndim :])

    def add_histogram(
        self,
        tag: str,
        values: ArrayLike,
        global_step: int | None = None,
        bins: str | int | Sequence[float] = "tensorflow",
        walltime: float | None = None,
        max_bins: int | None = None,
    ) -> None:
        """Add the distribution of values. `bins` may also be anything that ``numpy.histogram`` takes.

        Raises
        ------
        ValueError
            If there are no values, or one of them is not finite.
        """
        array = _to_host(values).astype(float)
        if not np.isfinite(array).all():
            raise ValueError("a histogram needs finite values")
        limits = _exponential_bins() if isinstance(bins, str) and bins == "tensorflow" else bins
        self._add(self._summaries.histogram(tag, array, limits, max_bins), global_step, walltime)

    def add_text(
        self, tag: str, text_string: str, global_step: int | None = None, walltime: float | None = None
    ) -> None:
        """Add a text, shown as Markdown."""
        self._add(self._summaries.text(tag, text_string), global_step, walltime)

    def flush(self) -> None:
        """Write everything that is held back to the disk."""
        for file in self._files.values():
            file.flush()

    def close(self) -> None:
        """Flush and close the event file. What is added later goes to a new file in the same folder."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _add_pixels(
        self,
        tag: str,
        pixels: NDArray[np.uint8],
        global_step: int | None,
        walltime: float | None,
        dataformats: str,
        letters: str,
    ) -> None:
        layout = dataformats.upper()
        if sorted(layout) not in (sorted(letters), sorted(letters.replace("C", ""))):
            raise ValueError(f"dataformats must name each of {letters} once, got {dataformats!r}")
        if pixels.ndim != len(layout):
            raise ValueError(f"an image of shape {pixels.shape} does not have the dimensions {dataformats!r}")
        if "C" in layout and pixels.shape[layout.index("C")] not in (1, 3, 4):
            raise ValueError(f"an image has 1, 3 or 4 channels, got shape {pixels.shape} for {dataformats!r}")
        if pixels.size == 0:
            raise ValueError(f"cannot show an empty image of shape {pixels.shape}")
        if letters == "NHWC" and "C" not in layout:
            pixels, layout = pixels[..., None], layout + "C"
        self._add(self._summaries.image(tag, pixels, dataformats=layout), global_step, walltime)

    def _add(self, summary: Any, global_step: int | None, walltime: float | None) -> None:
        self._file(self.log_dir).add(summary, global_step, walltime)

    def _file(self, folder: str) -> EventFile:
        if folder not in self._files:
            purge_step, self._purge_step = self._purge_step, None
            self._files[folder] = EventFile(folder, self._suffix, purge_step, self._max_queue, self._flush_secs)
        return self._files[folder]


def _to_host(value: ArrayLike) -> NDArray[Any]:
    if isinstance(value, Tensor):
        detached = value.detach()
        return np.asarray((detached.to(float32) if detached.dtype is bfloat16 else detached).cpu().numpy())
    return np.asarray(value)


def _to_number(value: ArrayLike) -> float:
    array = _to_host(value)
    if array.size != 1:
        raise AssertionError(f"scalar should be 0D, got shape {array.shape}")
    return float(array.reshape(()))


def _exponential_bins() -> NDArray[np.float64]:
    limits = 1e-12 * 1.1 ** np.arange(774)
    return np.concatenate([-limits[::-1], [0.0], limits])


def _to_pixels(value: ArrayLike) -> NDArray[np.uint8]:
    array = _to_host(value)
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind not in "fb":
        raise TypeError(f"an image must be of dtype uint8, floating point or bool, got {array.dtype}")
    scaled = array.astype(np.float32) * np.float32(255)
    pixels: NDArray[np.uint8] = np.nan_to_num(scaled, nan=0.0).clip(0, 255).astype(np.uint8)
    return pixels
