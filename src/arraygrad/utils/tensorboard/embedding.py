"""The files of TensorBoard's projector: points, labels, one picture with all pictures, and what belongs together."""

from __future__ import annotations

import json
import math
import os
import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arraygrad.utils.tensorboard.messages import pillow
from arraygrad.utils.tensorboard.values import ArrayLike, Pixels, to_host, to_pixels

__all__ = ["Embedding"]

#: What graphics cards take at most, in pixels.
_LARGEST_SPRITE = 8192


class Embedding(NamedTuple):
    """Points with labels and pictures, checked and ready to be written."""

    points: NDArray[Any]
    lines: list[str] | None
    sprite: Pixels | None
    picture: tuple[int, int]

    @classmethod
    def of(
        cls,
        mat: ArrayLike,
        metadata: Sequence[Any] | None,
        label_img: ArrayLike | None,
        header: Sequence[str] | None,
    ) -> Embedding:
        """Check what `SummaryWriter.add_embedding` was given.

        Raises
        ------
        AssertionError
            If numbers of points, labels, columns and pictures do not go together.
        ValueError
            If all the pictures together are too large to be shown.
        """
        points = to_host(mat)
        if points.ndim != 2:
            raise AssertionError("mat should be 2D, where mat.size(0) is the number of data points")
        lines: list[str] | None = None
        if metadata is not None:
            if len(metadata) != len(points):
                raise AssertionError("#labels should equal with #data points")
            lines = [_line(label) for label in metadata] if not header else [_line("\t".join(map(str, header)))]
            if header:
                for row in metadata:
                    if len(row) != len(header):
                        raise AssertionError("len of header must be equal to the number of columns in metadata")
                    lines.append("\t".join(_line(cell).replace("\t", " ") for cell in row))
        if label_img is None:
            return cls(points, lines, None, (0, 0))
        pictures = to_pixels(label_img)
        if len(pictures) != len(points):
            raise AssertionError("#images should equal with #data points")
        if pictures.ndim != 4 or pictures.shape[1] not in (1, 3):
            raise AssertionError(f"label_img should be [N, C, H, W] with 1 or 3 channels, got shape {pictures.shape}")
        return cls(points, lines, _sprite(pictures), (pictures.shape[3], pictures.shape[2]))

    def write(self, folder: str, subfolder: str, name: str) -> str:
        """Write the files into a subfolder; returns the entry of the projector's configuration.

        Raises
        ------
        NotADirectoryError
            If there is a file in the subfolder's place.
        """
        sprite = None if self.sprite is None else pillow().fromarray(self.sprite)
        place = os.path.join(folder, subfolder)
        if os.path.isdir(place):
            warnings.warn(
                "Embedding dir exists, did you set global_step for add_embedding()? Its files are replaced",
                stacklevel=3,
            )
        elif os.path.exists(place):
            raise NotADirectoryError(f"Path: `{place}` exists, but is a file. Cannot proceed.")
        os.makedirs(place, exist_ok=True)

        def text(file: str, lines: Sequence[str]) -> str:
            with open(os.path.join(place, file), "w", encoding="utf-8", newline="\n") as out:
                out.writelines(f"{line}\n" for line in lines)
            return json.dumps(f"{subfolder}/{file}", ensure_ascii=False)

        points = ["\t".join(map(str, row)) for row in self.points.tolist()]
        entry = [
            f"  tensor_name: {json.dumps(name, ensure_ascii=False)}",
            f"  tensor_path: {text('tensors.tsv', points)}",
        ]
        if self.lines is not None:
            entry.append(f"  metadata_path: {text('metadata.tsv', self.lines)}")
        if sprite is not None:
            sprite.save(os.path.join(place, "sprite.png"))
            width, height = self.picture
            path = json.dumps(f"{subfolder}/sprite.png", ensure_ascii=False)
            entry += [
                "  sprite {",
                f"    image_path: {path}",
                f"    single_image_dim: {width}",
                f"    single_image_dim: {height}",
                "  }",
            ]
        return "\n".join(["embeddings {", *entry, "}", ""])


def _line(label: Any) -> str:
    return str(label).replace("\n", " ").replace("\r", " ")


def _sprite(pictures: Pixels) -> Pixels:
    """Pictures [N, C, H, W] row by row in one that is square, as the projector wants it: it is filled from the left."""
    number, _, height, width = pictures.shape
    columns = math.ceil(math.sqrt(number))
    while -(-number // columns) * height > columns * width:
        columns += 1
    side = columns * width
    if side > _LARGEST_SPRITE:
        raise ValueError(
            f"the pictures of label_img make one of {side} x {side} pixels, and no more than {_LARGEST_SPRITE} in a "
            "direction can be shown: use fewer or smaller ones"
        )
    sprite = np.zeros((side, side, 3), np.uint8)
    for i, picture in enumerate(pictures):
        y, x = i // columns * height, i % columns * width
        sprite[y : y + height, x : x + width] = picture.transpose(1, 2, 0)
    return sprite
