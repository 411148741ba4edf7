"""The recorded graph as text in the DOT language, and as a picture through Graphviz."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from arraygrad.graph import Node
from arraygrad.nn import Module
from arraygrad.tensor import Tensor
from arraygrad.viz.nested import tensors_in
from arraygrad.viz.recorded import attributes, is_view, is_write, nodes_behind, operation, origin, saved, sources

if TYPE_CHECKING:
    from arraygrad.viz.drawing import Drawing

__all__ = ["make_dot", "to_dot"]

#: Fill and outline of each kind of box: light ones, so that the dark letters can be read on any page.
_COLORS = {
    "leaf": ("#dbeafe", "#2563eb"),
    "operation": ("#f8fafc", "#64748b"),
    "view": ("#f8fafc", "#94a3b8"),
    "write": ("#fee2e2", "#dc2626"),
    "saved": ("#ffedd5", "#ea580c"),
    "output": ("#dcfce7", "#16a34a"),
    "rest": ("#ffffff", "#94a3b8"),
}
_STYLES = {"leaf": "filled", "view": "rounded,filled,dashed", "rest": "filled,dashed", "saved": "filled"}
#: The box that stands for operations that are not drawn.
_REST = "rest"

_HEAD = """\
graph [bgcolor="#ffffff" nodesep=0.25 pad=0.15 rankdir=TB ranksep=0.3]
node [fontcolor="#0f172a" fontname="Helvetica,Arial,sans-serif" fontsize=11 height=0.25 margin="0.1,0.05" shape=box]
edge [arrowsize=0.6 color="#64748b"]
"""


def to_dot(
    outputs: Any,
    params: Mapping[str, Tensor] | Module | None = None,
    show_attrs: bool = False,
    show_saved: bool = False,
    max_attr_chars: int = 50,
    max_nodes: int | None = 1000,
) -> str:
    """The recorded graph behind tensors as text in the DOT language; see `make_dot` for what it shows.

    It needs no other package. The text can be given to Graphviz's program ``dot``, or to any page that draws DOT.

    Parameters
    ----------
    outputs, params, show_attrs, show_saved, max_attr_chars, max_nodes
        As for `make_dot`.

    Returns
    -------
    str

    Raises
    ------
    TypeError
        If there is no tensor in `outputs`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> w = ag.ones(2, requires_grad=True)
    >>> text = ag.viz.to_dot((w * 3).sum(), params={"w": w})
    >>> [line for line in text.splitlines() if "->" in line]
    ['\\tleaf0 -> op0', '\\top0 -> op1', '\\top1 -> out0']
    """
    lines = _Writer(params, show_attrs, show_saved, max_attr_chars).lines(outputs, max_nodes)
    return "".join(["digraph {\n", *lines, "}\n"])


def make_dot(
    outputs: Any,
    params: Mapping[str, Tensor] | Module | None = None,
    show_attrs: bool = False,
    show_saved: bool = False,
    max_attr_chars: int = 50,
    max_nodes: int | None = 1000,
) -> Drawing:
    """Draw the recorded graph behind tensors.

    Leaves are blue, results green. A view has a dashed outline. A write through a view is red: it takes the tensor as
    it was and the part that is new. Arrows go the way of the computation; the gradient goes the other way.

    Parameters
    ----------
    outputs : Tensor, or tuple, list or dict of tensors
        Where to begin.
    params : dict of str to Tensor, or Module, optional
        Names of leaves; those of a module are its parameters'.
    show_attrs : bool
        Also write the settings of operations.
    show_saved : bool
        Also draw what the graph keeps for the backward pass, in orange.
    max_attr_chars : int
        Longer settings are cut.
    max_nodes : int, optional
        How many operations are drawn at most, the last ones; a box says how many more there are. None draws all.

    Returns
    -------
    graphviz.Digraph
        It shows itself in a notebook; ``render("file", format="png")`` writes a file, ``source`` is the text.

    Raises
    ------
    ImportError
        If the package graphviz is not installed; `to_dot` needs none.
    TypeError
        If there is no tensor in `outputs`.

    Examples
    --------
    >>> import arraygrad as ag
    >>> model = ag.nn.Linear(2, 1)
    >>> picture = ag.viz.make_dot(model(ag.ones(1, 2)), params=model)
    >>> picture.source.splitlines()[0]
    'digraph {'
    """
    lines = _Writer(params, show_attrs, show_saved, max_attr_chars).lines(outputs, max_nodes)
    try:
        from arraygrad.viz.drawing import Drawing
    except ImportError as error:
        raise ImportError("viz.make_dot needs the package graphviz: pip install 'arraygrad[viz]'") from error
    return Drawing(body=lines)


class _Writer:
    """Writes the lines of one graph."""

    def __init__(
        self, params: Mapping[str, Tensor] | Module | None, show_attrs: bool, show_saved: bool, max_attr_chars: int
    ) -> None:
        named = dict(params.named_parameters()) if isinstance(params, Module) else params or {}
        self.names = {id(tensor): name for name, tensor in named.items()}
        self.show_attrs = show_attrs
        self.show_saved = show_saved
        self.most = max_attr_chars
        self.ids: dict[int, str] = {}
        self.made: list[str] = []
        self.n_leaves = 0

    def lines(self, outputs: Any, max_nodes: int | None) -> list[str]:
        tensors = list(tensors_in(outputs))
        if not tensors:
            raise TypeError(f"expected a tensor, or tensors in a tuple, list or dict, got {type(outputs).__name__}")
        if isinstance(outputs, Mapping):
            for name, tensor in outputs.items():
                self.names.setdefault(id(tensor), str(name))
        nodes = nodes_behind(tensors)
        left_out = 0 if max_nodes is None else max(len(nodes) - max_nodes, 0)
        if left_out:
            self.box(_REST, "rest", f"{left_out} earlier operations, not drawn (max_nodes={max_nodes})")
            self.ids.update((id(node), _REST) for node in nodes[:left_out])
        for i, node in enumerate(nodes[left_out:]):
            self.operation(node, f"op{i}")
        for i, tensor in enumerate(tensors):
            self.output(tensor, f"out{i}")
        return [f"\t{line}\n" for line in [*_HEAD.splitlines(), *self.made]]

    def operation(self, node: Node, name: str) -> None:
        """The box of an operation, after those of its leaves and of what it saves."""
        self.ids[id(node)] = name
        kind = "write" if is_write(node) else "view" if is_view(node) else "operation"
        label, settings = operation(node), list(attributes(node))
        if kind != "operation" or self.show_attrs:
            label = "\n".join([label, *(f"{key}={self.short(_readable(value))}" for key, value in settings)])
        starts = [self.source(source) for source in sources(node)]
        self.box(name, kind, label, node.name())
        for i, start in enumerate(starts):
            if start != _REST or i == starts.index(_REST):  # one arrow per operand, but one for all that is not drawn
                self.arrow(start, name)
        if self.show_saved:
            labels = [f"{what}\n{'packed by a hook' if shape is None else shape}" for what, shape, _ in saved(node)]
            for i, text in enumerate(["freed by a backward pass"] if node.saved is None else labels):
                self.box(f"{name}_saved{i}", "saved", text)
                self.arrow(f"{name}_saved{i}", name, f'arrowhead=none color="{_COLORS["saved"][1]}" style=dashed')

    def source(self, source: Any) -> str:
        """What the box of a node or leaf is called; a leaf that is met for the first time is drawn."""
        if id(source) not in self.ids:
            self.ids[id(source)] = name = f"leaf{self.n_leaves}"
            self.n_leaves += 1
            self.box(name, "leaf", f"{self.names.get(id(source), 'leaf')}\n{tuple(source.shape)}", str(source.dtype))
        return self.ids[id(source)]

    def output(self, tensor: Tensor, name: str) -> None:
        lines = [self.names.get(id(tensor), "output"), str(tuple(tensor.shape))]
        if not tensor.requires_grad:
            lines.append("not recorded")
        self.box(name, "output", "\n".join(lines), str(tensor.dtype))
        edge = origin(tensor._edge)
        if edge is not None:
            self.arrow(self.source(edge), name)

    def box(self, name: str, kind: str, label: str, tooltip: str = "") -> None:
        fill, outline = _COLORS[kind]
        style = _STYLES.get(kind, "rounded,filled")
        note = f" tooltip={_quoted(tooltip)}" if tooltip else ""
        self.made.append(f'{name} [label={_quoted(label)} color="{outline}" fillcolor="{fill}" style="{style}"{note}]')

    def arrow(self, start: str, end: str, style: str = "") -> None:
        self.made.append(f"{start} -> {end}{f' [{style}]' if style else ''}")

    def short(self, text: str) -> str:
        return text if len(text) <= self.most else text[: self.most] + "..."


def _quoted(text: str) -> str:
    """A string of the DOT language."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{escaped}"'


def _readable(value: Any) -> str:
    """An index as it is written between brackets, anything else as Python writes it."""
    if isinstance(value, tuple) and any(isinstance(item, slice) or item is Ellipsis for item in value):
        items = list(value)
        while len(items) > 1 and items[-1] is Ellipsis:
            items.pop()
        return f"[{', '.join(_readable(item) for item in items)}]"
    if isinstance(value, slice):
        parts = ["" if part is None else str(part) for part in (value.start, value.stop, value.step)]
        return ":".join(parts if parts[2] else parts[:2])
    return "..." if value is Ellipsis else repr(value)
