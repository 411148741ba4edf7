"""Numbers over time: scalars, histograms, curves, and the settings of a run."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from arraygrad.utils.tensorboard import hyperparameters, summaries
from arraygrad.utils.tensorboard.files import Files
from arraygrad.utils.tensorboard.messages import tool
from arraygrad.utils.tensorboard.values import ArrayLike, to_host, to_number

__all__ = ["Charts"]

#: More thresholds than this break TensorBoard's reader.
_MOST_THRESHOLDS = 127


class Charts(Files):
    """The part of `SummaryWriter` for numbers."""

    def add_scalar(
        self,
        tag: str,
        scalar_value: ArrayLike,
        global_step: int | None = None,
        walltime: float | None = None,
        new_style: bool = False,
        double_precision: bool = False,
    ) -> None:
        """Add one number: a Python number, or a tensor or array with one element.

        Parameters
        ----------
        tag : str
            Its name. A slash makes a group.
        scalar_value : Tensor, array or float
            The number.
        global_step : int, optional
            The training step.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.
        new_style : bool
            Write it as a tensor, which TensorBoard loads faster; its reader then has it among the tensors.
        double_precision : bool
            In the new style: keep 64 bits.

        Raises
        ------
        AssertionError
            If there is not exactly one element.
        """
        summary = summaries.scalar(tag, to_number(scalar_value), new_style, double_precision)
        self._add(summary, global_step, walltime)

    def add_scalars(
        self,
        main_tag: str,
        tag_scalar_dict: Mapping[str, ArrayLike],
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add several numbers that are drawn in one chart; each gets a folder of its own, ``<main_tag>_<tag>``."""
        walltime = time.time() if walltime is None else walltime
        made = {
            tag: summaries.scalar(main_tag, to_number(value), False, False) for tag, value in tag_scalar_dict.items()
        }
        for tag, summary in made.items():
            folder = os.path.join(self.log_dir, f"{main_tag.replace('/', '_')}_{tag}")
            self._file(folder).add(global_step, walltime, summary=summary)

    def add_tensor(
        self, tag: str, tensor: ArrayLike, global_step: int | None = None, walltime: float | None = None
    ) -> None:
        """Add all values of a tensor, with shape and dtype; bfloat16 becomes float32.

        Raises
        ------
        ValueError
            If there is no room for it in a file, or the dtype is none of TensorBoard's.
        """
        self._add(summaries.tensor(tag, to_host(tensor)), global_step, walltime)

    def add_histogram(
        self,
        tag: str,
        values: ArrayLike,
        global_step: int | None = None,
        bins: str | int | Sequence[float] = "tensorflow",
        walltime: float | None = None,
        max_bins: int | None = None,
    ) -> None:
        """Add the distribution of values.

        Parameters
        ----------
        tag : str
            Its name.
        values : Tensor or array
            Any shape.
        global_step : int, optional
            The training step.
        bins : str, int or sequence of float
            ``"tensorflow"``: bins that grow by a tenth from one to the next; or what ``numpy.histogram`` takes.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.
        max_bins : int, optional
            Join bins until there are no more than this.

        Raises
        ------
        ValueError
            If there are no values, or one of them is not finite.
        """
        edges = bins if isinstance(bins, (str, int)) else to_host(bins)
        self._add(summaries.histogram(tag, to_host(values).astype(float), edges, max_bins), global_step, walltime)

    def add_histogram_raw(
        self,
        tag: str,
        min: float,
        max: float,
        num: int,
        sum: float,
        sum_squares: float,
        bucket_limits: ArrayLike,
        bucket_counts: ArrayLike,
        global_step: int | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add a distribution that has been counted already.

        Parameters
        ----------
        tag : str
            Its name.
        min, max, num, sum, sum_squares : float
            Smallest and largest value, how many there are, their sum and the sum of their squares.
        bucket_limits : Tensor or sequence
            The upper end of each bin.
        bucket_counts : Tensor or sequence
            How many values are in each bin.
        global_step : int, optional
            The training step.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.

        Raises
        ------
        ValueError
            If there is not one count per limit.
        """
        limits, counts = to_host(bucket_limits).tolist(), to_host(bucket_counts).tolist()
        if len(limits) != len(counts):
            raise ValueError("len(bucket_limits) != len(bucket_counts), see the document.")
        numbers = [to_number(number) for number in (min, max, num, sum, sum_squares)]
        self._add(tool("summary", "histogram_raw")(tag, *numbers, limits, counts), global_step, walltime)

    def add_pr_curve(
        self,
        tag: str,
        labels: ArrayLike,
        predictions: ArrayLike,
        global_step: int | None = None,
        num_thresholds: int = _MOST_THRESHOLDS,
        weights: ArrayLike | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add precision against recall of a binary classifier.

        Parameters
        ----------
        tag : str
            Its name.
        labels : Tensor or array
            What is true, as 0 and 1.
        predictions : Tensor or array
            The probability that was given to 1, of the same shape.
        global_step : int, optional
            The training step.
        num_thresholds : int
            Points on the curve; 127 at most, more are taken as 127.
        weights : Tensor or array, optional
            How much each example counts.
        walltime : float, optional
            The time in seconds since the epoch; now if not given.
        """
        curve = tool("summary", "compute_curve")(
            to_host(labels),
            to_host(predictions),
            num_thresholds=min(num_thresholds, _MOST_THRESHOLDS),
            weights=None if weights is None else to_host(weights),
        )
        self._add(tool("summary", "pr_curve_raw")(tag, *curve, num_thresholds), global_step, walltime)

    def add_pr_curve_raw(
        self,
        tag: str,
        true_positive_counts: ArrayLike,
        false_positive_counts: ArrayLike,
        true_negative_counts: ArrayLike,
        false_negative_counts: ArrayLike,
        precision: ArrayLike,
        recall: ArrayLike,
        global_step: int | None = None,
        num_thresholds: int = _MOST_THRESHOLDS,
        weights: ArrayLike | None = None,
        walltime: float | None = None,
    ) -> None:
        """Add precision against recall from counts per threshold.

        `weights` is taken for compatibility. The other arguments are those of `add_pr_curve`, and per threshold the
        counts, the precision and the recall.
        """
        counts = (true_positive_counts, false_positive_counts, true_negative_counts, false_negative_counts)
        rows = [to_host(row) for row in (*counts, precision, recall)]
        self._add(tool("summary", "pr_curve_raw")(tag, *rows, num_thresholds), global_step, walltime)

    def add_custom_scalars(self, layout: Mapping[str, Mapping[str, Sequence[Any]]]) -> None:
        """Say which scalars are drawn together, in the dashboard of custom scalars.

        Parameters
        ----------
        layout : dict
            Charts by category and title: ``{"category": {"title": ["Multiline", [tag, ...]]}}``. The other kind,
            ``"Margin"``, has three tags: a value and its bounds.

        Raises
        ------
        AssertionError
            If a margin has not three tags.
        ValueError
            If a chart is of another kind.
        """
        self._add(summaries.custom_scalars(layout), None, None)

    def add_custom_scalars_multilinechart(
        self, tags: Sequence[str], category: str = "default", title: str = "untitled"
    ) -> None:
        """Draw several scalars in one chart of the dashboard of custom scalars."""
        self.add_custom_scalars({category: {title: ["Multiline", tags]}})

    def add_custom_scalars_marginchart(
        self, tags: Sequence[str], category: str = "default", title: str = "untitled"
    ) -> None:
        """Draw a scalar between two others, in the dashboard of custom scalars.

        Raises
        ------
        AssertionError
            If there are not three tags.
        """
        if len(tags) != 3:
            raise AssertionError(f"Expected 3 tags, got {len(tags)}.")
        self.add_custom_scalars({category: {title: ["Margin", tags]}})

    def add_hparams(
        self,
        hparam_dict: dict[str, Any],
        metric_dict: dict[str, Any],
        hparam_domain_discrete: dict[str, list[Any]] | None = None,
        run_name: str | None = None,
        global_step: int | None = None,
    ) -> None:
        """Add the settings of a run and what came of them, to be compared with those of other runs.

        Parameters
        ----------
        hparam_dict : dict
            Settings by name: numbers, texts, bools, tensors with one element; None is left out.
        metric_dict : dict
            Results by name, numbers as in `add_scalar`. The names should not be those of other scalars.
        hparam_domain_discrete : dict, optional
            By the name of a setting a list of the values that it can have.
        run_name : str, optional
            The folder below the writer's that they go to; the time in seconds if not given.
        global_step : int, optional
            The training step.

        Raises
        ------
        TypeError
            If these are no dictionaries, or a listed value is not of the setting's type.
        ValueError
            If a setting is of another type.
        """
        if type(hparam_dict) is not dict or type(metric_dict) is not dict:
            raise TypeError("hparam_dict and metric_dict should be dictionary.")
        made = hyperparameters.session(hparam_dict, metric_dict, hparam_domain_discrete)
        made += [summaries.scalar(tag, to_number(value), False, False) for tag, value in metric_dict.items()]
        with Files(os.path.join(self.log_dir, run_name or str(time.time()))) as run:
            for summary in made:
                run._add(summary, global_step, None)
