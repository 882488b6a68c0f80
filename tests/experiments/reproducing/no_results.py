"""Figures of the texts that are no results of ours, each with its reason, as they stand there."""

from typing import NamedTuple

TALK = "the talk's"
SETTING = "chosen: data, a method, an angle to show"
DEFINITION = "follows from a definition, or is a scale"
BOUND = "a bound that the app keeps"
EXAMPLE = "an example of what to write"
SOURCE = "a reference"

README, BENCHMARKS, DEPLOYMENT = "README.md", "benchmarks/README.md", "docs/manual/deployment.rst"
MANUAL, EXAMPLES = "docs/manual", "docs/manual/examples"
CATALOGUE = "assets/text/es.po"


class NoResult(NamedTuple):
    """A piece of a text with figures that nothing computes, and why."""

    file: str
    text: str
    reason: str


NO_RESULTS = tuple(
    NoResult(file, text, reason)
    for file, reason, texts in (
        (
            README,
            TALK,
            (
                "| the talk | 0.6630 | 0.7819 | 0.7827 | 0.7840 | 0.7837 | 0.7665 | 0.7665 |",
                "| the talk: f, then S f | 0.428, 0.187 | 0.9516, 0.9532 |",
            ),
        ),
        (README, DEFINITION, ("beyond √28 ≈ 5.3",)),
        (README, SETTING, ("rotations by up to 30°", "f averaged uniformly in ±15°")),
        (
            BENCHMARKS,
            SETTING,
            (
                "Scrambled at strength 0.6",
                "learning rates (0.003 and 0.01)",
                "with 0, 1, 5 and 10 % of the labels flipped",
                "the target turned by 45° and moved, 10 % outliers",
            ),
        ),
        (DEPLOYMENT, SETTING, ("each with 4 GB of memory",)),
        (
            DEPLOYMENT,
            BOUND,
            (
                "has at most 8 MB",
                "together have at most 512 MB",
                "At most 256 MB of them are on their way",
                "gives those who are there 5 seconds",
                "waits up to 20 seconds for them",
                "wait 30 seconds before they kill it",
                "90 seconds after their teacher's last look or 10 minutes after their opening",
                "nobody has looked for 5 minutes",
                "90 minutes after it was opened",
                "at most 1 GB and 2,000 of them",
            ),
        ),
        (f"{MANUAL}/lessons.rst", EXAMPLE, ("tolerance = 0.02", "is = 1.414")),
        (f"{EXAMPLES}/plot_3_images.py", DEFINITION, ("λ = 0.05 is 255 times as little",)),
        (f"{EXAMPLES}/plot_4_clouds.py", DEFINITION, ("√2 times the angle",)),
        (
            f"{EXAMPLES}/plot_4_clouds.py",
            SETTING,
            ("one turned by 15°, the same one turned by 120°",),
        ),
        (f"{EXAMPLES}/plot_6_averaging.py", SETTING, ("turned by up to 25°",)),
        (f"{EXAMPLES}/plot_7_exactness.py", SETTING, ("turned by 10°",)),
        (f"{EXAMPLES}/plot_8_comparison.py", SOURCE, ("doi 10.1007/s10208-024-09656-9",)),
        (
            CATALOGUE,
            TALK,
            ("The best λ lies in 0.3 to 1", "lies outside 0.3 to 1", "the talk’s angles to ±30°"),
        ),
        (
            CATALOGUE,
            SETTING,
            (
                "less than 10⁻⁶ of the mass, at most 100 steps, its marginals to 10⁻¹⁰",
                "±15°, each degree",
                "±90° by 6°",
                "the whole circle by 10°",
                "the latter 5 times",
                "0.3 for d = 3",
                "turns up to 15°",
                "mutual information to 0.02 nats",
                "on lines of 0, 1, 2 and 3 times the turn",
                "0 and 2 times the turn",
                "1 and 3 times",
                "dots within 10°",
                "scrambled a little (30 %)",
                "a turn by 5° and another by 5°",
                "from one by 10°",
                "stay within ±12°",
                "within ±6°",
                "up to ±30°",
                "uniform in ±30°",
                "from 0.1 to 1",
            ),
        ),
        (
            CATALOGUE,
            DEFINITION,
            (
                "π at 0°",
                "from 0° to 360°",
                "of π stays at 0°",
                "All of π is at 0°",
                "Only 0°",
                "A coin has 50 %",
                "of which it is 80 % sure, it gets 80 % right",
                "the full 180°",
                "0.16 times that",
            ),
        ),
        (CATALOGUE, BOUND, ("below 0.001",)),
        (CATALOGUE, EXAMPLE, ("a number such as 0.5", "such as 1.5_0.5", "such as 1.2_0.4_1")),
    )
    for text in texts
)
