"""Airy's function."""

from __future__ import annotations

import math
from typing import Any

from arraygrad.cases import case, real
from arraygrad.op import Array, op
from arraygrad.ops._common import chebyshev, require_floating

# Ai(x) on -5 <= x <= 2.
_AI_NEAR = (
    0.15168947628223672, -0.005228692408472365, -0.007183007563342123, -0.2750085825170078, 0.15267285652736612,
    0.11299722901833571, -0.12930163519980795, 0.021717950423082666, 0.024911850702736413, -0.01433585742189573,
    0.000696689451639598, 0.001974398933529019, -0.0007230393972252199, -1.6112414526177467e-05,
    8.133273673249939e-05, -2.0775365813975462e-05, -1.6054762687164758e-06, 2.0560158255601387e-06,
    -3.825520517284178e-07, -4.913870596184178e-08, 3.514168642051892e-08, -4.846385010860496e-09,
    -8.897812059422213e-10, 4.329786248648808e-10, -4.414745597439301e-11, -1.1096862995764342e-11,
    4.024832028797832e-12, -2.9609936249846454e-13, -1.0257635127287476e-13, 2.920579876829024e-14,
    -1.4619955511486232e-15, -7.35505053091767e-16, 1.6986548408182807e-16, -5.0563208224652944e-18,
    -4.2234448483626644e-18, 8.087008847190025e-19,
)  # fmt: skip
# exp(zeta) * x ** (1 / 4) * Ai(x) for x >= 2, on 0 <= start / zeta <= 1, where zeta is 2 / 3 * x ** (3 / 2).
_AI_FAR = (
    0.2776956095117059, -0.004172967562045923, 0.00020669586013998011, -1.7280997841068207e-05, 1.928052166797157e-06,
    -2.605774398776262e-07, 4.051516883512395e-08, -7.022240440986223e-09, 1.3286081997701028e-09,
    -2.703558037129289e-10, 5.852297782838998e-11, -1.3363584416519756e-11, 3.1978547149289153e-12,
    -7.976813559559603e-13, 2.0651347541109665e-13, -5.52899978215978e-14, 1.526165619010181e-14,
    -4.331979304955806e-15, 1.2616239319898747e-15, -3.7626070399357594e-16, 1.1471616156264618e-16,
    -3.570144365109208e-17, 1.1326462271400218e-17, -3.658761589006902e-18, 1.2021046148071358e-18,
)  # fmt: skip
# The amplitudes f and g * zeta / start of the wave for x <= -5, on 0 <= (start / zeta) ** 2 <= 1.
_AI_F = (
    0.9996723415461005, -0.0003255483561055322, 2.069745155969119e-06, -3.890961736474424e-08, 1.3645959446950337e-09,
    -7.265563438866682e-11, 5.234675629062907e-12, -4.749669415821452e-13, 5.172156139604189e-14,
    -6.533725295545284e-15, 9.33927407277721e-16, -1.4823330512580455e-16, 2.5745988399644002e-17,
    -4.8369440585693956e-18,
)  # fmt: skip
_AI_G = (
    0.009272787915716868, -4.36175518450266e-05, 5.29408468379181e-07, -1.434118865710255e-08, 6.440324847796898e-10,
    -4.1176387496476087e-11, 3.4235445378828598e-12, -3.490421701751702e-13, 4.190838856265692e-14,
    -5.756075237141602e-15, 8.850415992299218e-16, -1.4983889943593537e-16, 2.7572529590754257e-17,
    -5.457802245876769e-18, 1.1523597740972649e-18, -2.5773171990728105e-19, 6.07062870393373e-20,
)  # fmt: skip
_START_ABOVE = 2 / 3 * 2**1.5
_START_BELOW = 2 / 3 * 5**1.5


def _airy(xp: Any, x: Any) -> Any:
    far = xp.clip(x, 2, 200)  # the result is zero long before
    zeta = 2 / 3 * far * xp.sqrt(far)
    above = chebyshev(2 * _START_ABOVE / zeta - 1, _AI_FAR) * xp.exp(-zeta) / xp.sqrt(xp.sqrt(far))
    far = xp.clip(-x, 5, 1e25)  # beyond, the phase has no digits left
    zeta = 2 / 3 * far * xp.sqrt(far)
    inverse = _START_BELOW / zeta
    place = 2 * inverse * inverse - 1
    sine, cosine = xp.sin(zeta + math.pi / 4), xp.cos(zeta + math.pi / 4)
    wave = chebyshev(place, _AI_F) * sine - chebyshev(place, _AI_G) * inverse * cosine
    below = wave / (math.sqrt(math.pi) * xp.sqrt(xp.sqrt(far)))
    near = xp.where(xp.logical_or(x > 2, x < -5), 0, x)
    between = chebyshev((2 * near + 3) / 7, _AI_NEAR)
    value = xp.where(x > 2, above, xp.where(x < -5, below, between))
    return xp.where(xp.isinf(x), math.nan, value)


@op(category="float", faces=("special",))
def airy_ai(xp: Any, input: Array) -> Array:
    """Airy function Ai: the solution of ``y'' = x * y`` that vanishes for large x.

    Parameters
    ----------
    input : Tensor

    Returns
    -------
    Tensor

    Examples
    --------
    >>> import arraygrad as ag
    >>> ag.special.airy_ai(ag.tensor([0.0, 1.0]))
    tensor([0.3550, 0.1353])
    """
    require_floating(xp, input, "airy_ai")
    return _airy(xp, input)


# PyTorch gives it no derivative, which would be another function.
airy_ai.cases(*(case(real(3, 4, low=low, high=high), first=False) for low, high in ((-5, 2), (2, 9), (-20, -5))))
