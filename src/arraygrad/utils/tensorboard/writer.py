"""`SummaryWriter`: event files that TensorBoard reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import count
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from arraygrad.dtypes import bfloat16, float32
from arraygrad.tensor import Tensor

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from typing import Self

__all__ = ["SummaryWriter"]

_writers = count()

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
        flush_secs: int = 120,
        filename_suffix: str = "",
    ) -> None:
        try:
            import tensorboardX
        except ImportError as error:
            raise ImportError(
                "SummaryWriter needs the package tensorboardX: pip install 'arraygrad[tensorboard]'"
            ) from error
        self._writer: Any = tensorboardX.SummaryWriter(
            logdir=log_dir,
            comment=comment,
            purge_step=purge_step,
            max_queue=max_queue,
            flush_secs=flush_secs,
            # The library names files by the second: two writers in one folder must not overwrite each other's.
            filename_suffix=f".{os.getpid()}.{next(_writers)}{filename_suffix}",
        )
        self.log_dir: str = str(self._writer.logdir)

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
        self._writer.add_scalar(tag, _to_number(scalar_value), global_step, walltime)

    def add_scalars(
        self,
        main_tag: str,
        tag_scalar_dict: Mapping[str, ArrayLike],
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add several numbers that are drawn in one chart; each gets a subfolder of its own."""
        numbers = {tag: _to_number(value) for tag, value in tag_scalar_dict.items()}
        self._writer.add_scalars(main_tag, numbers, global_step, walltime)

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
        self._writer.add_figure(tag, figure, global_step, close, walltime)

    def add_histogram(
        self,
        tag: str,
        values: ArrayLike,
        global_step: int | None = None,
        bins: str | Sequence[float] = "tensorflow",
        walltime: float | None = None,
        max_bins: int | None = None,
    ) -> None:
        """Add the distribution of values. `bins` may also be anything that ``numpy.histogram`` takes."""
        self._writer.add_histogram(tag, _to_host(values), global_step, bins, walltime, max_bins)

    def add_text(
        self, tag: str, text_string: str, global_step: int | None = None, walltime: float | None = None
    ) -> None:
        """Add a text, shown as Markdown."""
        self._writer.add_text(tag, text_string, global_step, walltime)

    def flush(self) -> None:
        """Write everything that is held back to the disk."""
        self._writer.flush()

    def close(self) -> None:
        """Flush and close the event file. A second call does nothing."""
        self._writer.close()

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
        self._writer.add_image(tag, pixels, global_step, walltime, layout)


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


def _to_pixels(value: ArrayLike) -> NDArray[np.uint8]:
    array = _to_host(value)
    if array.dtype == np.uint8:
        return array
    if array.dtype.kind not in "fb":
        raise TypeError(f"an image must be of dtype uint8, floating point or bool, got {array.dtype}")
    scaled = array.astype(np.float32) * np.float32(255)
    return np.nan_to_num(scaled, nan=0.0).clip(0, 255).astype(np.uint8)
