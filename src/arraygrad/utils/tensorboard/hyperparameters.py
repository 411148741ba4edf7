"""What was tried in a run: settings and what came of them, for TensorBoard's hparams dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from arraygrad.tensor import Tensor
from arraygrad.utils.tensorboard.messages import message
from arraygrad.utils.tensorboard.summaries import summary
from arraygrad.utils.tensorboard.values import to_number

__all__ = ["session"]


def session(
    settings: Mapping[str, Any], metrics: Mapping[str, Any], discrete: Mapping[str, Sequence[Any]] | None
) -> list[Any]:
    """The summaries of a run: what it is about, its beginning and its end.

    Raises
    ------
    TypeError
        If `discrete` does not list values of the type that the setting has.
    ValueError
        If a setting is no number, text or bool.
    """
    domains = _checked(discrete, settings)
    start, infos, types = message("SessionStartInfo")(), [], message("DataType")
    for name, value in settings.items():
        if value is None:
            continue
        field, kind, plain = _plain(value)
        setattr(start.hparams[name], field, plain)
        info = message("HParamInfo")(name=name, type=types.Value(kind))
        for choice in domains.get(name, ()):
            setattr(info.domain_discrete.values.add(), field, choice)
        infos.append(info)
    metric, metric_name = message("MetricInfo"), message("MetricName")
    experiment = message("Experiment")(
        hparam_infos=infos, metric_infos=[metric(name=metric_name(tag=name)) for name in metrics]
    )
    end = message("SessionEndInfo")(status=message("Status").Value("STATUS_SUCCESS"))
    data = message("HParamsPluginData")
    return [
        summary(f"_hparams_/{name}", "hparams", data(**{name: content}).SerializeToString())
        for name, content in (("experiment", experiment), ("session_start_info", start), ("session_end_info", end))
    ]


def _checked(discrete: Any, settings: Mapping[str, Any]) -> Mapping[str, Sequence[Any]]:
    if discrete is not None and not isinstance(discrete, dict):
        raise TypeError("parameter: hparam_domain_discrete should be a dictionary, nothing logged.")
    for name, choices in (discrete or {}).items():
        fits = name in settings and isinstance(choices, list)
        if not fits or not all(isinstance(choice, type(settings[name])) for choice in choices):
            raise TypeError(
                f"parameter: hparam_domain_discrete[{name}] should be a list of same type as hparam_dict[{name}]."
            )
    return discrete or {}


def _plain(value: Any) -> tuple[str, str, Any]:
    """The field that takes a value, the type that is announced for it, and the value as Python has it."""
    if isinstance(value, (bool, np.bool_)):
        return "bool_value", "DATA_TYPE_BOOL", bool(value)
    if isinstance(value, str):
        return "string_value", "DATA_TYPE_STRING", value
    if isinstance(value, (int, float, np.number, Tensor)):
        return (
            "number_value",
            "DATA_TYPE_FLOAT64",
            to_number(np.asarray(value) if isinstance(value, np.number) else value),
        )
    raise ValueError(f"value should be one of int, float, str, bool, or arraygrad.Tensor, got {type(value).__name__}")
