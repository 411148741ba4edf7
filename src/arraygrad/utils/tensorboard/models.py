"""What a model is and what it has learned: its graph, and points to look at in the projector."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from arraygrad.nn import Module
from arraygrad.utils.tensorboard.embedding import Embedding
from arraygrad.utils.tensorboard.files import Files
from arraygrad.utils.tensorboard.messages import tool
from arraygrad.utils.tensorboard.values import ArrayLike

__all__ = ["Models"]


class Models(Files):
    """The part of `SummaryWriter` for models and embeddings."""

    def add_graph(
        self, model: Module, input_to_model: Any = None, verbose: bool = False, use_strict_trace: bool = True
    ) -> None:
        """Add the graph of a model: its modules, and in them the operations with the shapes of their results.

        The model is called once, in evaluation mode, and left as it was. Drawn is what a gradient would go through:
        operations on integers alone are not recorded.

        Parameters
        ----------
        model : Module
            The model.
        input_to_model : Tensor, or tuple or list of arguments
            What it is called with.
        verbose : bool
            Print the graph too.
        use_strict_trace : bool
            Taken for compatibility.
        """
        from arraygrad.utils.tensorboard.graph_def import graph_def

        if input_to_model is None:
            arguments: tuple[Any, ...] = ()
        else:
            arguments = tuple(input_to_model) if isinstance(input_to_model, (tuple, list)) else (input_to_model,)
        graph = graph_def(model, arguments)
        if verbose:
            print(graph)
        self._file(self.log_dir).add(None, None, graph_def=graph.SerializeToString())

    def add_onnx_graph(self, prototxt: str | os.PathLike[str]) -> None:
        """Add the graph in an ONNX file.

        Raises
        ------
        ImportError
            If the package onnx is not installed.
        """
        load = tool("onnx_graph", "load_onnx_graph")
        try:
            graph = load(os.fspath(prototxt))
        except ImportError as error:
            raise ImportError("add_onnx_graph needs the package onnx: pip install onnx") from error
        self._file(self.log_dir).add(None, None, graph_def=graph.SerializeToString())

    def add_embedding(
        self,
        mat: ArrayLike,
        metadata: Sequence[Any] | None = None,
        label_img: ArrayLike | None = None,
        global_step: int | None = None,
        tag: str = "default",
        metadata_header: Sequence[str] | None = None,
    ) -> None:
        """Add points of a space with many dimensions, to look at in the projector.

        Parameters
        ----------
        mat : Tensor or array
            The points, of shape [number, dimensions].
        metadata : list, optional
            A label per point, turned into text.
        label_img : Tensor or array, optional
            A picture per point, of shape [number, channels, height, width] with 1 or 3 channels; pixels as in
            `add_image`.
        global_step : int, optional
            The training step; 0 if not given.
        tag : str
            The name of the points.
        metadata_header : list of str, optional
            Names of columns; each label is then a list with a value per column.

        Raises
        ------
        AssertionError
            If numbers of points, labels, columns and pictures do not go together.
        NotADirectoryError
            If there is a file where the points' folder should be.

        Notes
        -----
        The folder ``<step>/<tag>`` gets the files, and ``projector_config.pbtxt`` lists all embeddings of this writer.
        """
        made = Embedding.of(mat, metadata, label_img, metadata_header)
        step = str(global_step or 0).zfill(5)
        encoded = tag.replace("%", "%25").replace("/", "%2f").replace("\\", "%5c")
        entry = made.write(self.log_dir, f"{step}/{encoded}", f"{tag}:{step}")
        self._embeddings.append(entry)
        with open(os.path.join(self.log_dir, "projector_config.pbtxt"), "w", encoding="utf-8") as file:
            file.write("".join(self._embeddings))
