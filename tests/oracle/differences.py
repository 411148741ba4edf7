"""Where results are not PyTorch's, and why. Everything else is.

A difference names functions, what was compared, and the beginning of what was found, each as a regular expression; the
comparison counts it in the column of its own and never as passed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["DIFFERENCES", "Difference", "difference_for"]


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
    open : bool
        Not meant: known, and still to be made the same.
    """

    reason: str
    found: str
    names: str = ".*"
    aspects: str = ".*"
    open: bool = False

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
        "PyTorch has no kernel for these dtypes, or wants operands of one dtype; ours computes in the dtype "
        "that the rules of "
        "promotion give",
        r"accepted, expected \w+: .*(not implemented for|not support|upported (on|for|dtype|in)|scalar type|"
        r"can't be cast|"
        r"[Tt]ype promoting|[Ii]ntegral|[Ii]nteger|[Ff]loating|dtype|[Bb]ool|[Cc]omplex|parameter to have|same type)",
        aspects="errors",
    ),
    Difference(
        "PyTorch's arguments have types, and another type is a TypeError before anything else; ours are "
        "looked at when they "
        "are needed: some are taken for what they are true of, some are refused with another class",
        r"accepted, expected TypeError|(class|message): \w+ .*(expected TypeError|PyTorch's: .*(must be|"
        r"received an invalid))",
        aspects="errors",
    ),
    Difference(
        "What is no tensor is a TypeError; from functions that PyTorch wrote in Python it is an AttributeError",
        r"class: TypeError .*, expected AttributeError",
        aspects="errors",
    ),
    Difference(
        "A `reduction` that is no string is a TypeError",
        r"class: TypeError .*must be \w+, not .*, expected ValueError",
        aspects="errors",
    ),
    Difference(
        "Which of several equal elements is found, and gets the gradient, is not said",
        r"(of tensor \d: )?value: ",
        r"\w+\.(kthvalue|topk|mode|median|nanmedian)",
    ),
    Difference(
        "What has no sign has none: NaN stays NaN, as the array API standard wants it; PyTorch's is 0",
        r"value: nan at .*expected 0\.0",
        r"\w+\.(sign|sgn|heaviside)_?",
    ),
    Difference(
        "Operands of two precisions give the wider one; in PyTorch these keep the type of one operand",
        r"dtype: (float|complex)\d+, expected float\d+|value: .*\(0 of \d+\)",
        r"nn\.functional\.\w*(loss|with_logits|rms_norm)|torch\.rms_norm",
    ),
    Difference(
        "Mixed dtypes are refused; PyTorch has kernels here that happen to take them",
        r"refused: \w+: \w+: expected operands to have the same dtype",
        r"\w+(\.\w+)*\.(conv3d|conv_tbc|solve_triangular|index_fill|adaptive_avg_pool1d)_?",
    ),
    Difference(
        "A number that a type cannot hold is refused; PyTorch wraps it around",
        r"refused: (OverflowError|RuntimeError): (Python integer|value cannot be converted)",
    ),
    Difference(
        "`out` has to be empty or of the result's shape; PyTorch resizes it, with a warning",
        r"refused: .*('out' has shape|keyword argument 'out')",
    ),
    Difference(
        "Sums of infinite terms are made in another order, or as products of matrices: they are NaN where "
        "PyTorch's are "
        "infinite, or the other way round",
        r"value: (\(?(nan|-?inf).* at .*expected \(?(-?inf|nan|-?\d)|.* at .*expected \(?(-?inf|nan))",
        r"fft\.\w+|torch\.(stft|istft|std_mean|var_mean)|\w+(\.\w+)*\.(adaptive_avg_pool\dd|conv_transpose\dd|"
        r"instance_norm|"
        r"grid_sample|grid_sampler_2d|upsample\w*)",
        "values",
    ),
    Difference(
        "At a pole the value is infinite, or has the limit's sign; PyTorch's is finite by rounding",
        r"(of tensor \d: )?value: (-?inf|nan) at",
        r"\w+\.(polygamma|digamma|psi|zeta|acosh|arccosh|entr)_?",
    ),
    Difference(
        "Averages of integers are floating point numbers",
        r"dtype: float32, expected u?int\d+",
        r"(nn\.functional|torch)\.avg_pool\dd|nn\.functional\.hinge_embedding_loss",
    ),
    Difference("Random numbers are real", r"refused: .*(random numbers of this kind|'complex\d+')"),
    Difference(
        "Of real numbers only",
        r"refused: NotImplementedError: .*complex",
        r"nn\.functional\.(silu|soft_margin_loss|fold|unfold|dropout1d)|\w+\.(logcumsumexp|cummax|cummin)",
    ),
    Difference(
        "A derivative that is infinite by a logarithm of zero is kept finite",
        r"of tensor \d: value: .*expected (-?inf|nan)",
        r"nn\.functional\.(binary_cross_entropy|poisson_nll_loss)",
    ),
    Difference(
        "The derivative by the triangle that is not read is zero; PyTorch's formula fills it",
        r"of tensor \d: value: ",
        r"\w+\.cholesky_solve",
    ),
    Difference("NumPy has no such type", r"refused: TypeError: arraygrad.bfloat16", r"Tensor\.bfloat16"),
    # -- open ----------------------------------------------------------------------------------------------------------
    Difference("Refused with an exception of another class", r"class: ", aspects="errors", open=True),
    Difference("A call that PyTorch refuses is accepted", r"accepted, ", aspects="errors", open=True),
    Difference("A message is the array library's", r"message: ", aspects="errors", open=True),
    Difference(
        "Shapes, indices and values to be copied may come from another device, as PyTorch takes them beside a GPU",
        r"devices: ",
        aspects="errors",
    ),
    Difference(
        "Results that do not depend on values, or have no derivative, are not tracked",
        r"requires_grad of results",
        r"\w+(\.\w+)*\.(matrix_power|pdist|lstsq)_?",
        open=True,
    ),
    Difference(
        "Indices of another number of dimensions are refused",
        r"refused: RuntimeError: Index tensor must",
        r"\w+\.(gather|scatter\w*)",
        open=True,
    ),
    Difference(
        "Arguments at the edge of what is taken (of no elements or dimensions, not finite, of bools) are refused",
        r"refused: ",
        r"Tensor\.addbmm_|\w+(\.\w+)*\.(adjoint|avg_pool2d|batch_norm|cholesky|cholesky_inverse|conv_tbc|"
        r"cosine_embedding_loss|"
        r"diff|eigh|eigvalsh|fold|"
        r"fractional_max_pool\dd_with_indices|"
        r"hardtanh_|hash_tensor|histogram|instance_norm|linear|m[TH]|multi_margin_loss|multilabel_margin_loss|"
        r"nonzero_static|"
        r"soft_margin_loss|triplet_margin_with_distance_loss|unfold|vander|vecdot)|masked\.\w+",
        open=True,
    ),
    Difference(
        "The dtype of integers and bools, and of masks with another dtype, is not PyTorch's",
        r"dtype: ",
        r"\w+(\.\w+)*\.(vander)|masked\.\w+",
        open=True,
    ),
    Difference(
        "Orders of polynomials that are not finite, and given as tensors of another precision",
        r"refused: |dtype: |value: ",
        r"special\.\w*(chebyshev|hermite|laguerre|legendre)\w*",
        open=True,
    ),
    Difference(
        "The derivative of nextafter where its operands are equal",
        r"of tensor|requires",
        r"\w+\.nextafter_?",
        open=True,
    ),
    Difference(
        "A dropout probability that makes no sense is taken by some of PyTorch's functions",
        r"refused: ValueError: dropout probability",
        r"nn\.functional\.(multi_head_attention_forward|scaled_dot_product_attention)",
    ),
    Difference("A tuple without PyTorch's names", r"type: ", r"torch\.lu", open=True),
    Difference(
        "Values at the edge (infinities, unsigned differences, broadcast targets, no elements), and Bessel "
        "functions to eight digits",
        r"(of tensor \d: )?(value|shape): ",
        r"\w+(\.\w+)*\.(airy_ai|as_strided_scatter|bessel_\w+|cdist|cholesky_ex|conv_tbc|igammac?|logaddexp|"
        r"lp_pool\dd|"
        r"margin_ranking_loss|multilabel_soft_margin_loss|pdist|pixel_unshuffle|polar|qr|upsample_bilinear)|"
        r"masked\.\w+",
        open=True,
    ),
]


def difference_for(name: str, aspect: str, found: str) -> Difference | None:
    """The difference that covers what was found, or None: then it is a failure."""
    return next((d for d in DIFFERENCES if d.covers(name, aspect, found)), None)
