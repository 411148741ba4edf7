"""Where results are not PyTorch's, and why. Everything else is.

A difference names functions, what was compared, and the beginning of what was found, each as a regular expression; the
comparison counts it in the column of its own and never as passed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["DIFFERENCES", "Difference", "reason_for"]


@dataclass(frozen=True)
class Difference:
    """One reason.

    Attributes
    ----------
    reason : str
    found : str
        Matches what `Record.differing` says.
    names : str
        Matches public names such as ``"torch.add"``, from the beginning to the end.
    aspects : str
        Matches ``"values"``, ``"gradients"``, ``"errors"``, ...
    """

    reason: str
    found: str
    names: str = ".*"
    aspects: str = ".*"

    def covers(self, name: str, aspect: str, found: str) -> bool:
        return bool(
            re.fullmatch(self.names, name) and re.fullmatch(self.aspects, aspect) and re.match(self.found, found)
        )


_LOW_LEVEL = (
    r"torch\.(adaptive_max_pool1d|alpha_dropout_?|binary_cross_entropy_with_logits|cosine_embedding_loss|dropout_?|"
    r"feature_\w*dropout_?|hinge_embedding_loss|instance_norm|kl_div|margin_ranking_loss|max_pool\dd|"
    r"triplet_margin_loss)"
)

DIFFERENCES = [
    Difference(
        "PyTorch's functions of these names at top level are not the documented ones but what those call, with other "
        "parameters; ours are those of nn.functional",
        "",
        _LOW_LEVEL,
    ),
    Difference(
        "PyTorch has no kernel for these dtypes; ours computes in the dtype that the rules of promotion give",
        r"accepted, expected NotImplementedError: .*not (implemented|supported) for",
        aspects="errors",
    ),
]


def reason_for(name: str, aspect: str, found: str) -> str | None:
    """The reason of a difference, or None: then it is a failure."""
    return next((d.reason for d in DIFFERENCES if d.covers(name, aspect, found)), None)
