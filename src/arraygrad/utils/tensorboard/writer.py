"""`SummaryWriter`: event files that TensorBoard reads."""

from __future__ import annotations

from arraygrad.utils.tensorboard.charts import Charts
from arraygrad.utils.tensorboard.media import Media
from arraygrad.utils.tensorboard.models import Models

__all__ = ["SummaryWriter"]


class SummaryWriter(Charts, Media, Models):
    """Writes numbers, pictures, sound, texts and graphs of models to an event file for TensorBoard.

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
