"""What a model consists of, layer by layer, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import prod
from typing import Any, NamedTuple

import arraygrad as ag
from arraygrad.backend import Device
from arraygrad.nn import Module
from arraygrad.storage import Storage
from arraygrad.tensor import Tensor
from arraygrad.viz.calls import Call, has_values, undisturbed, watched
from arraygrad.viz.nested import replaced, tensors_in

__all__ = ["Row", "Summary", "summary"]


class Row(NamedTuple):
    """One layer. Its numbers are its own, without those of layers that have a row of their own."""

    #: the name in the model, ``""`` for the model itself, and the class
    name: str
    type: str
    #: 0 for the model itself
    depth: int
    #: how often it was called, and the shape of what it returned last: a tuple, or a structure of tuples
    calls: int
    output_shape: Any
    #: elements of the parameters, and how many of them are trained and not
    parameters: int
    trainable: int
    frozen: int
    #: memory of the parameters and of the results of all calls, in bytes
    parameter_bytes: int
    output_bytes: int


class Summary:
    """The layers of a model as a table: printed, shown in a notebook, or worked with as `rows`.

    Attributes
    ----------
    rows : list of Row
        A row per layer, in the order in which the model has them.
    parameters, trainable, frozen : int
        Elements of all parameters; one that is used in several places counts once.
    parameter_bytes, buffer_bytes, input_bytes, output_bytes : int
        Memory in bytes: of the parameters, the buffers, the inputs, and the results of all layers. Of results that
        share memory the first counts.
    """

    def __init__(self, rows: list[Row], buffer_bytes: int, input_bytes: int) -> None:
        self.rows = rows
        self.buffer_bytes = buffer_bytes
        self.input_bytes = input_bytes
        for total in ("parameters", "trainable", "frozen", "parameter_bytes", "output_bytes"):
            setattr(self, total, sum(getattr(row, total) for row in rows))

    parameters: int
    trainable: int
    frozen: int
    parameter_bytes: int
    output_bytes: int

    def _cells(self) -> Iterator[tuple[Row, list[str]]]:
        for row in self.rows:
            name = row.name.rpartition(".")[2] if row.depth else ""
            yield (
                row,
                [
                    f"{name} ({row.type})" if name else row.type,
                    "" if not row.calls else _shapes(row.output_shape),
                    _count(row.parameters) + (" frozen" if row.frozen and not row.trainable else ""),
                    _size(row.parameter_bytes),
                    _size(row.output_bytes),
                ],
            )

    def _totals(self) -> list[str]:
        return [
            f"{_count(self.parameters) or 0} parameters: {_count(self.trainable) or 0} trainable, "
            f"{_count(self.frozen) or 0} frozen",
            ", ".join(
                f"{what} {_size(size) or '0 B'}"
                for what, size in (
                    ("parameters", self.parameter_bytes),
                    ("buffers", self.buffer_bytes),
                    ("inputs", self.input_bytes),
                    ("results", self.output_bytes),
                )
            ),
        ]

    def __repr__(self) -> str:
        lines = [_TITLES, *(["  " * row.depth + cells[0], *cells[1:]] for row, cells in self._cells())]
        widths = [max(len(line[i]) for line in lines) for i in range(len(_TITLES))]
        texts = [
            "  ".join(
                cell.ljust(width) if i < 2 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        rule = "-" * max(map(len, texts))
        return "\n".join([texts[0], rule, *texts[1:], rule, *self._totals()])

    def _repr_html_(self) -> str:
        def line(cells: Sequence[str], tag: str, depth: int = 0) -> str:
            styles = [
                f"text-align:left;padding-left:{0.5 + 1.2 * depth}em",
                "text-align:left",
                *["text-align:right"] * 3,
            ]
            parts = (
                f'<{tag} style="{style}">{escape(cell)}</{tag}>' for cell, style in zip(cells, styles, strict=True)
            )
            return f"<tr>{''.join(parts)}</tr>"

        body = "".join(line(cells, "td", row.depth) for row, cells in self._cells())
        foot = "<br>".join(map(escape, self._totals()))
        return (
            f"<table><thead>{line(_TITLES, 'th')}</thead><tbody>{body}</tbody>"
            f'<tfoot><tr><td colspan="{len(_TITLES)}" style="text-align:left">{foot}</td></tr></tfoot></table>'
        )


_TITLES = ["layer", "output shape", "parameters", "their memory", "results"]


def summary(
    model: Module,
    *inputs: Any,
    input_size: Sequence[Any] | None = None,
    depth: int | None = None,
    device: str | Device | None = None,
    **kwargs: Any,
) -> Summary:
    """The layers of a model with shapes, numbers of parameters and memory.

    With inputs, the model is called once, in evaluation mode and without recording. Modes, buffers, hooks and the
    stream of random numbers are afterwards what they were, also if the call raises.

    Parameters
    ----------
    model : Module
        The model.
    *inputs : object
        What it is called with: tensors, or structures of tensors.
    input_size : tuple of int, or list of such tuples, optional
        In place of `inputs`: shapes, with the batch dimension, of zeros of the dtype of the first parameter. Without
        either the model is not called, and there are no shapes.
    depth : int, optional
        Rows for modules down to this depth; the numbers of deeper ones are added to the row above them.
    device : str or Device, optional
        Where the inputs of `input_size` are made, and `inputs` moved to; that of the first parameter, and where they
        are, if not given.
    **kwargs : object
        Further arguments of the call.

    Returns
    -------
    Summary
        It prints as a table, shows itself in notebooks, and has the numbers in ``rows``.

    Raises
    ------
    ValueError
        If there are both `inputs` and `input_size`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> model = ag.nn.Sequential(ag.nn.Linear(4, 8), ag.nn.ReLU(), ag.nn.Linear(8, 2))
    >>> ag.viz.summary(model, input_size=(5, 4))
    layer         output shape  parameters  their memory  results
    -------------------------------------------------------------
    Sequential    (5, 2)
      0 (Linear)  (5, 8)                40         160 B    160 B
      1 (ReLU)    (5, 8)                                    160 B
      2 (Linear)  (5, 2)                18          72 B     40 B
    -------------------------------------------------------------
    58 parameters: 58 trainable, 0 frozen
    parameters 232 B, buffers 0 B, inputs 80 B, results 360 B
    """
    if input_size is not None:
        if inputs:
            raise ValueError("give inputs or input_size, not both")
        inputs = _zeros(model, input_size, device)
    elif device is not None:
        inputs = replaced(lambda tensor: tensor.to(device), inputs)
    results = _Results(model, (*inputs, *kwargs.values()))
    if inputs or kwargs:
        with undisturbed(model), ag.no_grad(), watched(model, lambda under_way: None, results.note):
            model(*inputs, **kwargs)
    tensors = tensors_in((inputs, kwargs))
    return Summary(_rows(model, results, depth), sum(map(_bytes, _once(model.buffers()))), sum(map(_bytes, tensors)))


class _Results:
    """What the modules of a model return, by their names."""

    def __init__(self, model: Module, given: Any) -> None:
        self.calls: dict[str, int] = {}
        self.shapes: dict[str, Any] = {}
        self.bytes: dict[str, int] = {}
        #: memory that is no result, or counted already; kept so that no other comes to be in its place
        self.known: set[Storage] = {
            tensor._storage for tensor in (*_once(model.parameters()), *_once(model.buffers()), *tensors_in(given))
        }

    def note(self, under_way: list[Call], args: tuple[Any, ...], result: Any) -> None:
        name = under_way[-1].name
        self.calls[name] = self.calls.get(name, 0) + 1
        self.shapes[name] = replaced(lambda tensor: tuple(tensor.shape), result)
        for tensor in tensors_in(result):
            if tensor._storage not in self.known:
                self.known.add(tensor._storage)
                self.bytes[name] = self.bytes.get(name, 0) + _bytes(tensor)


def _rows(model: Module, results: _Results, depth: int | None) -> list[Row]:
    rows: list[Row] = []
    counted: set[int] = set()
    shown: list[str] = []
    for name, module in model.named_modules():
        level = name.count(".") + 1 if name else 0
        numbers = [0] * 5
        for parameter in module._parameters.values():
            if parameter is None or id(parameter) in counted or not has_values(parameter):
                continue
            counted.add(id(parameter))
            size = parameter.numel()
            trained = size if parameter.requires_grad else 0
            for i, number in enumerate((size, trained, size - trained, _bytes(parameter))):
                numbers[i] += number
        numbers[4] = results.bytes.get(name, 0)
        if depth is None or level <= depth:
            shown.append(name)
            rows.append(
                Row(name, type(module).__name__, level, results.calls.get(name, 0), results.shapes.get(name), *numbers)
            )
        else:  # modules come after those that they are in
            above = next(i for i in reversed(range(len(shown))) if not shown[i] or name.startswith(f"{shown[i]}."))
            row = rows[above]
            rows[above] = row._replace(
                **{key: getattr(row, key) + number for key, number in zip(Row._fields[5:], numbers, strict=True)}
            )
    return rows


def _zeros(model: Module, input_size: Sequence[Any], device: str | Device | None) -> tuple[Tensor, ...]:
    first = next((p for p in model.parameters() if p.is_floating_point()), None)
    if device is None and first is not None:
        device = first.device
    several = any(isinstance(size, (tuple, list)) for size in input_size)
    sizes = input_size if several else [input_size]
    return tuple(ag.zeros(*size, dtype=None if first is None else first.dtype, device=device) for size in sizes)


def _once(tensors: Iterator[Any]) -> list[Tensor]:
    return list({id(tensor): tensor for tensor in tensors if has_values(tensor)}.values())


def _bytes(tensor: Tensor) -> int:
    return prod(tensor.shape) * tensor.element_size()


def _shapes(value: Any) -> str:
    """A structure of shapes as text, without the inside of anything long."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ") if number else ""


def _size(number: int) -> str:
    """Bytes in a unit that makes the number short; nothing for none."""
    size, units = float(number), iter(("B", "KiB", "MiB", "GiB", "TiB"))
    unit = next(units)
    while size >= 1024 and unit != "TiB":
        size, unit = size / 1024, next(units)
    return "" if not number else f"{number} B" if unit == "B" else f"{size:.1f} {unit}"
