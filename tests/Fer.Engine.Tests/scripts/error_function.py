#!/usr/bin/env python3
"""The Chebyshev coefficients of ErrorFunction.cs, and Fixtures/error_function.json, from mpmath's functions with 40 digits.

Prints the coefficients of erf(x) / x by 2 x^2 - 1 for 0 <= x <= 1, and of erfc(x) exp(x^2) (x + 4) by 1 - 10 / (x + 4) for
x >= 1; both smooth, so that the coefficients fall off fast. Needs python3-mpmath.
"""
import json
import os
from mpmath import cos, erf, erfc, exp, mp, mpf, nstr, pi, sqrt

mp.dps = 40


def chebyshev(function, count, nodes=120):
    """The first coefficients of the interpolation in the Chebyshev nodes; the one of degree 0 already halved."""
    angles = [pi * (k + mpf(1) / 2) / nodes for k in range(nodes)]
    values = [function(cos(angle)) for angle in angles]
    sums = [2 * sum(v * cos(j * angle) for v, angle in zip(values, angles)) / nodes for j in range(count)]
    return [sums[0] / 2] + sums[1:]


def small(t):
    x = sqrt((t + 1) / 2)
    return erf(x) / x


def large(t):
    x = 10 / (1 - t) - 4
    return erfc(x) * exp(x * x) * (x + 4)


for name, function, count in (("Small", small, 13), ("Large", large, 22)):
    print(name, ", ".join(nstr(c, 18) for c in chebyshev(function, count)))

points = [i / 16 for i in range(-96, 97)] + [1e-300, 1e-20, 1e-5, 0.999999, 1.000001, 9.75, 17.5, 26.0]
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures")
with open(os.path.join(folder, "error_function.json"), "w") as file:
    json.dump({"x": points, "erf": [float(erf(x)) for x in points], "erfc": [float(erfc(x)) for x in points]}, file)
