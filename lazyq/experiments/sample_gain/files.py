"""Learning curves to take away: as arrays, and as a program that computes them."""

import numpy as np

from lazyq.experiments.exporting import npz
from lazyq.experiments.sample_gain.gaining import GROUPS, LEVELS, SIZES, TAUS, SampleGain, SampleGainSpec


def sample_gain_npz(spec: SampleGainSpec, result: SampleGain) -> bytes:
    """Return all that is known as a NumPy archive.

    Arrays: n (N,); tau (T,), 0 trusts the symmetry alone and 1 not at all; risks (T, N, trials); multiplier,
    multiplier_low and multiplier_high (N,), NaN where there is none; overall (3,), value and interval; and
    group, assumed, outside, smoothness, noise, seed as the settings say.
    """
    return npz(
        n=np.array(SIZES),
        tau=np.array(TAUS),
        risks=result.risks,
        multiplier=result.at,
        multiplier_low=result.low,
        multiplier_high=result.high,
        overall=result.overall,
        group=spec.group,
        assumed=spec.assumed,
        outside=spec.outside,
        smoothness=spec.smoothness,
        noise=spec.noise,
        seed=spec.seed,
    )


def sample_gain_python(spec: SampleGainSpec) -> str:
    """Return a program that prints the mean risks and the multiplier."""
    group, assumed = (repr(GROUPS[name]) for name in (spec.group, spec.assumed))
    level = LEVELS[GROUPS[spec.group].space]
    names = sorted({"lazy_kernel", "learning_curves", "random_target", "sample_multiplier", "sobolev_kernel"}
                   | {name.split("(")[0] for name in (group, assumed)})  # fmt: skip
    lines = [
        "import numpy as np",
        "",
        "from lazyq.spectral import (",
        *(f"    {name}," for name in sorted(names, key=lambda name: (name.islower(), name))),
        ")",
        "",
        f"group, assumed = {group}, {assumed}",
        f"kernel = sobolev_kernel(group.space, {spec.smoothness:g}, {level:g})",
        f"random = np.random.default_rng({spec.seed})",
        f"target = random_target(kernel.basis, group, {spec.smoothness:g}, random, {spec.outside:g})",
        f"kernels = {{f'{{tau:g}}': lazy_kernel(kernel, assumed, tau) for tau in {TAUS}}}",
        "curves = learning_curves(",
        f"    target, kernels, {SIZES}, noise={spec.noise:g}, trials={spec.trials}, seed={spec.seed}",
        ")",
        "for name, risks in zip(curves.learners, curves.risks.mean(2)):",
        "    print('tau', name, risks.round(5))",
        f"multiplier = sample_multiplier(curves, '1', '0', seed={spec.seed})",
        "print(multiplier.overall, multiplier.overall_low, multiplier.overall_high)",
        "",
    ]
    return "\n".join(lines)
