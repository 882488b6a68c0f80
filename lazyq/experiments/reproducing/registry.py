"""All numbers that the texts quote as results, each with what computes it."""

from dataclasses import replace

from lazyq.experiments.about import SurveySpec, survey
from lazyq.experiments.accuracy import AccuracySpec, accuracy_table
from lazyq.experiments.aligning import METHODS, AligningSpec, CloudsSpec, StartsSpec, starts
from lazyq.experiments.averaging import OVERFIT, AveragingSpec, averaging
from lazyq.experiments.reproducing import telling
from lazyq.experiments.reproducing.claim import NONE, Claim, Part, Quote
from lazyq.experiments.reproducing.measured import (
    AlignedSpec,
    ClassMeansSpec,
    EliminationSpec,
    GraphSpec,
    ParitySpec,
    SpoiltSpec,
    TwoDigitsSpec,
    aligned,
    class_means,
    elimination,
    graph_runs,
    parity,
    spoilt_words,
    two_digits,
)
from lazyq.experiments.six_or_nine import FlipsSpec, flips
from lazyq.experiments.steering import LiveTraining, SteeringSpec, steering
from lazyq.wording import worded

README, BENCHMARKS = "README.md", "benchmarks/README.md"
QUICK = 20.0
"""Seconds that a claim may take to be computed unasked."""

_TRAIN, _TEST = "mnist-train", "mnist-test"
_ALL = "| 0.9165 | 0.9684 | 0.9710 | 0.9719 | 0.9696 | 0.9665 | 0.9665 |"


def _quotes(file: str, *texts: str) -> tuple[Quote, ...]:
    return tuple(Quote(file, text) for text in texts)


def _table(train: int, draws: int = 0) -> tuple[Part, ...]:
    return (Part(accuracy_table, AccuracySpec(train=train, draws=draws), (_TRAIN, _TEST)),)


def _trained(steps: int) -> tuple[Part, ...]:
    live = LiveTraining(_TRAIN, steps)
    specs = (SteeringSpec(_TEST, 8, 30, "", 36, replace(live, seed=seed)) for seed in range(3))
    return tuple(Part(steering, spec, (_TEST, _TRAIN)) for spec in specs)


CLAIMS = (
    Claim(
        "program",
        _quotes(
            README,
            "40 events, the last at λ = 1.3602",
            "{0: 8.305, 0.5: 9.5579, 1: 10.1245, inf: 10.3208}",
        ),
        "lazyq distance mnist-test-21 mnist-test-9 --lam 0.5",
        NONE,
        worded("exact"),
        1,
        (Part(two_digits, TwoDigitsSpec(), (_TEST,)),),
        telling.tell_two_digits,
    ),
    Claim(
        "survey",
        _quotes(README, "In 2,000 random pairs none moves beyond λ = 1.98"),
        "lazyq reproduce survey",
        "0",
        worded("none, the largest of the pairs"),
        5,
        (Part(survey, SurveySpec(_TEST), (_TEST,)),),
        telling.tell_survey,
    ),
    Claim(
        "six-or-nine",
        _quotes(
            "tests/experiments/six_or_nine/test_flips.py",
            "2, 17, 33, 40 and 40 of 40 become a 9, half of them by 156°, 134°, 115° and 88°",
        ),
        "lazyq reproduce six-or-nine",
        NONE,
        worded("exact"),
        3,
        (Part(flips, FlipsSpec(_TEST, 6, 9, _TRAIN), (_TEST, _TRAIN)),),
        telling.tell_flips,
    ),
    Claim(
        "words",
        _quotes(
            BENCHMARKS,
            "0.994, 0.980, 0.846, 0.474 and 0.320 of the words are read right",
            "0.484 by the Damerau–Levenshtein distance",
        ),
        "python -m benchmarks.words",
        "0",
        worded("normal, 95 %, over the words"),
        14,
        (Part(spoilt_words, SpoiltSpec()),),
        telling.tell_spoilt,
    ),
    Claim(
        "elimination",
        _quotes(BENCHMARKS, "is exact in 100, 89, 46 and 15 of 100 draws"),
        "python -m benchmarks.hardness",
        "0",
        worded("at most ±10 of 100, 95 %"),
        2,
        (Part(elimination, EliminationSpec()),),
        telling.tell_elimination,
    ),
    Claim(
        "table-768",
        _quotes(README, "| 0.7543 | 0.8353 | 0.8484 | 0.8438 | 0.8376 | 0.8255 | 0.8255 |"),
        "lazyq table --train 768",
        NONE,
        worded("Wilson, 95 %"),
        10,
        _table(train=768),
        telling.tell_first,
    ),
    Claim(
        "aligning",
        _quotes(
            BENCHMARKS,
            "| optimal transport | 0.785 ± 0.037 |",
            "| information alone | 0.204 ± 0.231 |",
            "| fused | 0.996 ± 0.006 |",
            "| lazy | 0.998 ± 0.005 |",
            "0.995 to 1.044 nats, and at most 0.352 of the mass is right",
        ),
        "python -m benchmarks.infoot",
        worded("0 to 4"),
        worded("Student, 95 %, over the seeds"),
        19,
        (
            Part(starts, StartsSpec(AligningSpec(CloudsSpec(angle=45.0), "infoot"), 8)),
            *(Part(aligned, AlignedSpec(method)) for method in METHODS),
        ),
        telling.tell_aligning,
    ),
    Claim(
        "means",
        _quotes(
            BENCHMARKS,
            "| 7.917 | 12.181 | 16.915 | 20.047 | 22.253 | 22.476 | 22.476 |",
            "| 33.995 | 41.564 | 46.824 | 49.539 | 50.743 | 50.760 | 50.760 |",
            "| 27.420 | 33.694 | 39.423 | 42.822 | 44.869 | 44.944 | 44.944 |",
        ),
        "python -m benchmarks.means",
        NONE,
        worded("none, all digits"),
        14,
        tuple(Part(class_means, ClassMeansSpec(numeral), (_TRAIN,)) for numeral in (1, 2, 3)),
        telling.tell_means,
        slack=1e-4,
    ),
    Claim(
        "table-500",
        _quotes(
            README,
            "| 0.7429 | 0.8277 | 0.8359 | 0.8321 | 0.8258 | 0.8114 | 0.8114 |",
            "| 0.0093 | 0.0107 | 0.0095 | 0.0092 | 0.0092 | 0.0091 | 0.0091 |",
        ),
        "lazyq table --train 500 --draws 10",
        "0",
        worded("deviation over the draws"),
        25,
        _table(train=500, draws=10),
        telling.tell_draws,
    ),
    Claim(
        "table-60000",
        (
            Quote(README, _ALL),
            *_quotes(
                BENCHMARKS,
                _ALL,
                "| 0.9109 | 0.9648 | 0.9675 | 0.9685 | 0.9661 | 0.9628 | 0.9628 |",
                "| 0.9218 | 0.9717 | 0.9741 | 0.9750 | 0.9728 | 0.9699 | 0.9699 |",
            ),
        ),
        "lazyq table --train 60000 --test 10000",
        NONE,
        worded("Wilson, 95 %"),
        70,
        _table(train=60_000),
        telling.tell_all,
    ),
    Claim(
        "table-shape",
        _quotes(README, "λ = 0 is worst, the best lies between 0.3 and 1, and λ = 10 equals ∞"),
        "lazyq reproduce table-shape",
        "0",
        worded("none, all three tables of ours"),
        105,
        (*_table(train=500, draws=10), *_table(train=768), *_table(train=60_000)),
        telling.tell_shape,
    ),
    Claim(
        "steering",
        _quotes(
            BENCHMARKS,
            "| 0 | 0.505 → 0.081 | 0.501 → 0.132 | 0.452 → 0.924 | 0.016, 0.016, 14 |",
            "| 1 | 0.438 → 0.063 | 0.476 → 0.237 | 0.501 → 0.911 | 0.017, 0.017, 12 |",
            "| 2 | 0.571 → 0.080 | 0.555 → 0.377 | 0.439 → 0.947 | 0.016, 0.015, 13 |",
            "6.8 times smaller with the loss (95 % t-interval of the logarithms 5.7 to 8.1)",
            "3.8, 2.0 and 1.5 times smaller by seed; three seeds leave its mean ratio of 2.2 an interval of "
            "0.7 to 7.5",
        ),
        "python -m benchmarks.steering --steps 300",
        worded("0 to 2"),
        worded("Student, 95 %, of log ratios"),
        80,
        _trained(300),
        telling.tell_steering,
        slack=0.1,
    ),
    Claim(
        "steering-longer",
        _quotes(
            BENCHMARKS,
            "9.2, 6.6 and 6.8 times smaller, mean 7.4 [4.7, 11.8]",
            "4.4, 2.0 and 2.4 times, mean 2.8 [1.0, 7.6]",
        ),
        "python -m benchmarks.steering",
        worded("0 to 2"),
        worded("Student, 95 %, of log ratios"),
        100,
        _trained(400),
        telling.tell_longer,
        slack=0.1,
    ),
    Claim(
        "graph-network",
        _quotes(
            BENCHMARKS,
            "The graph network has 0.998 [0.995, 1.000] of the easy control",
            "0.980 [0.974, 0.981] of the parity of degrees {2, 4}",
            "0.507 [0.495, 0.519] of that of {4, 6, 7, 8, 10}",
        ),
        "python -m benchmarks.hardness",
        worded("0 to 2"),
        worded("least and most of six runs"),
        200,
        tuple(
            Part(graph_runs, GraphSpec(nodes, degrees))
            for nodes, degrees in ((15, ()), (8, (2, 4)), (15, (4, 6, 7, 8, 10)))
        ),
        telling.tell_graphs,
    ),
    Claim(
        "parity",
        _quotes(
            BENCHMARKS,
            "| 0.989 [0.979, 0.997] | 0.668 [0.631, 0.848] | 0.644 [0.630, 0.681] | 0.663 [0.637, 0.705] |",
            "| 0.983 [0.975, 0.992] | 0.532 [0.493, 0.801] | 0.491 [0.464, 0.514] | 0.499 [0.491, 0.520] |",
            "| 0.815 [0.519, 0.980] | 0.918 [0.908, 0.966] | 0.983 [0.855, 0.986] | 0.981 [0.969, 0.999] |",
            "the plain network comes over 0.75 in 2 of six runs, to 0.80 in the best",
        ),
        "python -m benchmarks.hardness",
        worded("0 to 2"),
        worded("least and most of six runs"),
        100,
        tuple(Part(parity, ParitySpec(nodes)) for nodes in (10, 15, 20, 25)),
        telling.tell_parity,
    ),
    Claim(
        "averaging",
        _quotes(
            README,
            "| 0.4367 ± 0.0289 | 0.9521 ± 0.0015 |",
            "| 0.2255 ± 0.0141 | 0.9560 ± 0.0017 |",
            "| 0.2046 ± 0.0116 | 0.9549 ± 0.0019 |",
            "| 0.1622 ± 0.0069 | 0.9521 ± 0.0015 |",
            "| 0.1891 ± 0.0108 | 0.9549 ± 0.0019 |",
            "| 0.1483 ± 0.0067 | 0.9561 ± 0.0014 |",
            "no other has a log-loss lower by more than 10⁻⁶",
            "Averaging brings the log-loss down by half",
            "the log-loss is 9 % below calibration alone",
        ),
        "python -m benchmarks.averaging",
        worded("0 to 4"),
        worded("Student, 95 %, over the seeds"),
        100,
        tuple(
            Part(averaging, AveragingSpec(training=replace(OVERFIT, seed=seed)), (_TRAIN, _TEST))
            for seed in range(5)
        ),
        telling.tell_averaging,
    ),
)
