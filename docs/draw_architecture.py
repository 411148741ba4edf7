"""Draws ``architecture.svg``: ``python docs/draw_architecture.py``."""

from __future__ import annotations

from html import escape
from pathlib import Path

WIDTH, HEIGHT = 1080, 950
LEFT, INNER = 40, 1000

INK, MUTED, LINE = "#1f2933", "#52606d", "#8594a3"
SANS = "font-family='Helvetica, Arial, sans-serif'"
MONO = "font-family='DejaVu Sans Mono, Menlo, Consolas, monospace'"

parts: list[str] = []
arrows: list[str] = []


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    mono: bool = False,
    bold: bool = False,
    anchor: str = "start",
    fill: str = INK,
) -> None:
    style = f"{MONO if mono else SANS} font-size='{size}' fill='{fill}'" + (" font-weight='700'" if bold else "")
    parts.append(f"<text x='{x}' y='{y}' {style} text-anchor='{anchor}'>{escape(words)}</text>")


def band(y: float, height: float, title: str, note: str, fill: str) -> None:
    """A layer of the house, with its name at the left and a remark at the right."""
    parts.append(f"<rect x='{LEFT}' y='{y}' width='{INNER}' height='{height}' rx='10' fill='{fill}'/>")
    text(LEFT + 16, y + 24, title, size=15, bold=True)
    text(LEFT + INNER - 16, y + 24, note, anchor="end", fill=MUTED)


def box(
    x: float,
    y: float,
    width: float,
    title: str,
    *lines: str,
    mono: bool = True,
    height: float = 0,
    dashed: bool = False,
) -> None:
    height = height or 34 + 18 * len(lines)
    dash = " stroke-dasharray='5 4'" if dashed else ""
    parts.append(
        f"<rect x='{x}' y='{y}' width='{width}' height='{height}' rx='6' fill='#ffffff' stroke='{LINE}'{dash}/>"
    )
    text(x + 12, y + 22, title, size=13, mono=mono, bold=True)
    for i, words in enumerate(lines):
        text(x + 12, y + 42 + 18 * i, words, size=12, fill=MUTED)


def arrow(
    *points: tuple[float, float], label: str = "", at: tuple[float, float] = (0, 0), anchor: str = "start"
) -> None:
    path = " ".join(f"{'M' if i == 0 else 'L'}{x} {y}" for i, (x, y) in enumerate(points))
    arrows.append(f"<path d='{path}' fill='none' stroke='{INK}' stroke-width='1.5' marker-end='url(#tip)'/>")
    if label:
        text(*at, label, size=12, anchor=anchor)


def draw() -> str:
    # Faces.
    band(20, 112, "Faces", "PyTorch's names", "#e3eefb")
    for i, (title, words) in enumerate(
        (
            ("arraygrad", "functions, methods, linalg"),
            ("arraygrad.nn", "modules, functional"),
            ("arraygrad.optim", "rules, schedules"),
            ("arraygrad.utils", "data, tensorboard"),
            ("save, load", "safetensors files"),
        )
    ):
        box(LEFT + 16 + i * 195, 62, 187, title, words)

    # From records to calls.
    band(162, 176, "Ops", "one declaration per operation", "#e6f4ea")
    box(
        56,
        204,
        250,
        "caller",
        "a function written for the op:",
        "checks device and dtype,",
        "computes, then records",
        "(else: the general path)",
        height=118,
    )
    box(
        396,
        204,
        258,
        "op record",
        "body over a namespace xp",
        "rules: derivative per operand",
        "category, sample inputs,",
        "documentation",
        height=118,
    )
    box(
        744,
        204,
        280,
        "kinds of op",
        "view: get and put, a lens",
        "composite: a body over tensors",
        "in place: compute, commit, rebase",
        "kernel: a backend's own fast body",
        mono=False,
        height=118,
    )
    arrow((396, 263), (306, 263), label="at first use", at=(351, 254), anchor="middle")

    # State and graph.
    band(368, 214, "Tensors and the graph", "the same for every backend", "#fdf3dc")
    box(56, 410, 250, "Tensor", "a handle: storage, path, node, grad", height=58)
    box(56, 508, 250, "Storage", "array, device, version", height=58)
    box(
        396,
        410,
        258,
        "path of lenses",
        "how a view is reached; a stale view",
        "is read, and its history made, anew",
        height=76,
    )
    box(396, 508, 258, "Node", "op, edges, saved values, sequence", height=58)
    box(
        744,
        410,
        280,
        "engine",
        "takes nodes in falling sequence,",
        "frees what it has used, knows",
        "neither tensors nor backends;",
        "what arrives at a leaf goes into",
        "its grad when all is done",
        height=130,
    )
    arrow((181, 468), (181, 508))
    arrow((306, 432), (396, 432), label="view", at=(351, 426), anchor="middle")
    arrow((306, 454), (350, 454), (350, 537), (396, 537), label="history", at=(349, 556), anchor="middle")
    arrow((654, 537), (699, 537), (699, 475), (744, 475), label="backward", at=(700, 556), anchor="middle")
    arrow((270, 322), (270, 410), label="result", at=(278, 357))
    arrow((525, 322), (525, 353), (790, 353), (790, 410), label="rules", at=(640, 348))
    arrow((181, 132), (181, 204), label="call", at=(190, 151))
    arrow((56, 263), (22, 263), (22, 682), (56, 682), label="computes", at=(46, 601))

    # Contract.
    band(612, 118, "Contract", "arraygrad.backend: what the standard leaves out", "#f1eafb")
    for i, (title, words) in enumerate(
        (
            ("xp", "array API namespace"),
            ("from_host, to_host", "to and from NumPy"),
            ("read, write, add_at", "indexing beyond xp"),
            ("scope, devices", "where calls run"),
            ("random_bits, kernels", "for speed"),
        )
    ):
        box(LEFT + 16 + i * 195, 656, 187, title, words)
    arrow((181, 566), (181, 612), label="array", at=(190, 601))

    # Backends.
    band(760, 170, "Backends", "packages found by the entry points arraygrad.backends", "#f0f2f5")
    for i, (title, device, library) in enumerate(
        (
            ("arraygrad_numpy", "cpu", "NumPy"),
            ("arraygrad_jax", "jax, jax:gpu:0", "JAX"),
            ("arraygrad_cupy", "cuda, cuda:0", "CuPy"),
            ("arraygrad_strict", "strict", "array-api-strict"),
        )
    ):
        box(LEFT + 16 + i * 195, 802, 187, title, f"device {device}", library, height=84)
    box(LEFT + 16 + 4 * 195, 802, 187, "yours", "a class and", "an entry point", height=84, dashed=True)
    text(
        LEFT + INNER / 2,
        914,
        "array libraries: arrays, and functions of the array API standard",
        anchor="middle",
        fill=MUTED,
    )
    arrow((525, 730), (525, 760))

    head = f"<path d='M0 0 L8 4 L0 8 z' fill='{INK}'/>"
    tip = "<marker id='tip' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' markerHeight='8' orient='auto'>"
    size = f"viewBox='0 0 {WIDTH} {HEIGHT}' width='{WIDTH}' height='{HEIGHT}'"
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='The layers of arraygrad'>",
            f"<defs>{tip}{head}</marker></defs>",
            f"<rect width='{WIDTH}' height='{HEIGHT}' rx='12' fill='#ffffff'/>",
            *parts,
            *arrows,
            "</svg>",
            "",
        ]
    )


if __name__ == "__main__":
    Path(__file__).with_name("architecture.svg").write_text(draw(), encoding="utf-8")
