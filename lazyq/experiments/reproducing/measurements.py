"""All times, speeds and sizes that the texts quote, each with what measures it and what runs gave."""

from lazyq.experiments.reproducing.claim import Quote
from lazyq.experiments.reproducing.measurement import Measurement, Passage, Reading
from lazyq.wording import worded

_README, _BENCHMARKS, _SIZING = "README.md", "benchmarks/README.md", "docs/manual/deployment.rst"
_EPYC = worded("two cores of an AMD EPYC")
_H200 = worded("one NVIDIA H200")
_MEDIAN = r" +\d+ +([\d.]+) m?s"
_P95 = r" +[\d.]+ s +([\d.]+) s"


def _section(heading: str) -> tuple[Passage, ...]:
    return (Passage(_BENCHMARKS, f"## {heading}"),)


def _ratio(what: str, pattern: str, least: float, most: float, runs: int) -> Reading:
    return Reading(what, pattern, least, most, "", runs, faster=True)


MEASUREMENTS = (
    Measurement(
        "table-time",
        (
            Quote(_README, "60,000 at seven λ, takes a minute on two cores"),
            Quote(_BENCHMARKS, "53 seconds from the command to the table"),
        ),
        "lazyq table --train 60000 --test 10000",
        _EPYC,
        (Reading(worded("the whole command"), "", 53, 53, "s", 1),),
        seconds=53,
        passages=(Passage(_BENCHMARKS, "the 4.2 billion distances", "beyond the data."),),
    ),
    Measurement(
        "brute-force",
        (
            Quote(
                _BENCHMARKS, "indices and distances of 25 random rows are those of brute force, bit for bit"
            ),
        ),
        "python -m benchmarks.scaling --check 25 --test 1500",
        _EPYC,
        seconds=15,
        seed="0",
    ),
    Measurement(
        "pairwise",
        (
            Quote(_README, "a lazy neighbour costs about three plain ones"),
            Quote(_BENCHMARKS, "| this engine | 10,180,000 | 4,170,000 | |"),
        ),
        "python -m benchmarks.pairwise",
        _EPYC,
        (
            _ratio(
                worded("times as fast as NumPy’s FFT, one λ"),
                r"NumPy FFT, λ = 0\.5 .* ([\d,.]+)× as",
                73,
                93.2,
                4,
            ),
            _ratio(
                worded("times as fast as NumPy’s FFT, six λ"),
                r"NumPy FFT, six λ .* ([\d,.]+)× as",
                73,
                118.4,
                4,
            ),
            _ratio(worded("times as fast as loops in Numba"), r"Numba loops.* ([\d,.]+)× as", 226.1, 273, 4),
            Reading(
                worded("plain neighbours that a lazy one costs"),
                r"neighbour costs ([\d.]+)",
                2.8,
                2.8,
                "",
                1,
                needs="faiss-cpu",
            ),
        ),
        seconds=20,
        passages=(Passage(_BENCHMARKS, "pairs a second on one core, and how many", "16-bit integers"),),
    ),
    Measurement(
        "own-data",
        (Quote(_BENCHMARKS, "| all pairs of float32 MNIST, beside NumPy's FFT | 58 (50, 38, 38, 40) |"),),
        "python -m benchmarks.own_data",
        _EPYC,
        (
            _ratio(
                worded("times as fast as NumPy’s FFT, one λ"),
                r"pairwise, float32 MNIST, λ = 0\.5 +([\d.]+) ×",
                38,
                68.2,
                6,
            ),
            _ratio(
                worded("times as fast as NumPy’s FFT, seven λ"),
                r"pairwise, float32 MNIST, seven λ +([\d.]+) ×",
                53,
                131.5,
                6,
            ),
        ),
        seconds=220,
        seed="0",
        passages=_section("Data of one's own"),
    ),
    Measurement(
        "means-time",
        (Quote(_BENCHMARKS, "29.0 seconds on two quiet cores, 53 CPU seconds in two threads"),),
        "python -m benchmarks.means",
        _EPYC,
        (Reading(worded("processor time of all means"), r"([\d.]+) CPU s", 49.6, 53, "s", 2),),
        seconds=40,
        passages=(Passage(_BENCHMARKS, "64.5 and 121 before", "at a load of 20."),),
    ),
    Measurement(
        "growth",
        (Quote(_BENCHMARKS, "The line 0.30 + 0.000148·m"),),
        "python -m benchmarks.scaling",
        _EPYC,
        (Reading(worded("processor time among 60,000"), r"\| 60,000 \| ([\d.]+) \|", 8.1, 9.4, "s", 2),),
        seconds=20,
        passages=_section("Growth with the training set"),
    ),
    Measurement(
        "words-time",
        (Quote(_BENCHMARKS, "163 million distances a CPU second"),),
        "python -m benchmarks.words",
        _EPYC,
        (
            _ratio(
                worded("million distances a second of processor time"),
                r"(\d+),\d{3},\d{3} distances a CPU second",
                163,
                191,
                2,
            ),
            _ratio(worded("times as many as a loop finds"), r"a second, ratio ([\d,]+)", 1384, 1487, 2),
        ),
        seconds=30,
        seed="0",
        passages=(Passage(_BENCHMARKS, "take 0.76 CPU s", "1,487 times fewer."),),
    ),
    Measurement(
        "spectral",
        (Quote(_BENCHMARKS, "| 2,048, 317 | 0.053 |"),),
        "python -m benchmarks.spectral",
        _EPYC,
        (
            _ratio(
                worded("times as fast as KernelRidge"), r"n = 2048.*without \(([\d.]+) times", 121, 125, 2
            ),
            _ratio(worded("times as fast as RidgeCV"), r"n = 2048.*\(([\d.]+) times\)$", 7.8, 10.4, 2),
        ),
        seconds=170,
        seed="0",
        passages=_section("What symmetry buys"),
    ),
    Measurement(
        "hardness-time",
        (Quote(_BENCHMARKS, "one thread, load 1 to 8, 5 CPU minutes"),),
        "python -m benchmarks.hardness",
        _EPYC,
        (Reading(worded("the whole command"), "", 300, 300, "s", 1),),
        seconds=300,
        seed="0",
    ),
    Measurement(
        "aligning-time",
        (Quote(_BENCHMARKS, "2,000 points take 8.2 s by the clock"),),
        "python -m benchmarks.infoot",
        _EPYC,
        (
            Reading(
                worded("processor time of one alignment, lazy"),
                r"lazy .*  ([\d.]+) CPU s",
                1.68,
                2.03,
                "s",
                2,
            ),
            Reading(worded("2,000 points"), r"2,000 points: ([\d.]+) s", 8.2, 8.2, "s", 1),
        ),
        seconds=35,
        seed=worded("0 to 4"),
        passages=(
            Passage(_BENCHMARKS, "| optimal transport | 0.785", "2.03 |"),
            Passage(_BENCHMARKS, "with marginals to", "7e-11"),
        ),
    ),
    Measurement(
        "steering-time",
        (Quote(_BENCHMARKS, "27 seconds of processor time for three encoders"),),
        "python -m benchmarks.steering --steps 300",
        _EPYC,
        (Reading(worded("processor time"), r"seed 0, (\d+) s of processor time", 27, 27, "s", 1),),
        seconds=80,
        seed=worded("0 to 2"),
    ),
    Measurement(
        "cold-server",
        (Quote(_BENCHMARKS, "| Start | 5.8 | 5.5 | 1.3 | 1.0 |"),),
        "python -m benchmarks.cold_server",
        _EPYC,
        (
            Reading(
                worded("Start’s first figure, processor time"),
                r"^start +[\d.]+, [\d.]+ +[\d.]+, [\d.]+ +[\d.]+, ([\d.]+)",
                1.0,
                1.3,
                "s",
                2,
            ),
        ),
        seconds=110,
        passages=_section("The first visitor of a server"),
    ),
    Measurement(
        "classroom",
        (
            Quote(_BENCHMARKS, "a p95 of 0.66 to 0.81 s on the Lens"),
            Quote(_SIZING, "Lens, all at once - 200 - 0.66 to 0.81"),
            Quote(_SIZING, "Neighbours, all at once - 200 - 0.69 to 0.91"),
        ),
        "python -m benchmarks.classroom",
        _EPYC,
        (
            Reading(
                worded("95 % of 200 have the Lens within"),
                rf"lens, all at once +200{_P95}",
                0.66,
                0.81,
                "s",
                6,
            ),
            Reading(
                worded("95 % of 200 have Neighbours within"),
                rf"neighbours, all at once +200{_P95}",
                0.69,
                0.91,
                "s",
                6,
            ),
            Reading(
                worded("95 % beside three long computations within"),
                rf"the same beside 3 computations +\d+{_P95}",
                0.04,
                0.14,
                "s",
                6,
            ),
            Reading(
                worded("a visit, processor time"), r"([\d.]+) ms of processor time a visit", 6.5, 9.5, "ms", 6
            ),
            Reading(
                worded("a room of 200, share of a core"), r"a room, 200 look  .* ([\d.]+)%", 6.7, 8.8, "%", 4
            ),
        ),
        seconds=141,
        passages=(
            *_section("A class at once"),
            Passage(_SIZING, "Measured by ``python -m benchmarks.classroom``", "So two cores and 4 GB serve"),
        ),
    ),
    Measurement(
        "dials",
        (Quote(_BENCHMARKS, "| Words, scrambling | 17.5 |"),),
        "python -m benchmarks.dials",
        _EPYC,
        (
            Reading(worded("Lens, λ, from the hand to the frame"), rf"Lens, λ{_MEDIAN}", 13.3, 14, "ms", 4),
            Reading(
                worded("Words, scrambling, from the hand to the frame"),
                rf"Words, scrambling{_MEDIAN}",
                12.1,
                17.5,
                "ms",
                6,
            ),
        ),
        seconds=210,
        passages=_section("Every dial"),
    ),
    Measurement(
        "drawn-digit",
        (Quote(_BENCHMARKS, "121 ms (90 %: 149) for the two-layer network"),),
        "python -m benchmarks.drawn_digit",
        _EPYC,
        (Reading(worded("the two-layer network"), rf"Two-layer network{_MEDIAN}", 121, 143.2, "ms", 2),),
        seconds=120,
    ),
    Measurement(
        "gpu",
        (
            Quote(_README, "takes 1.2 s and gives the same accuracies"),
            Quote(_BENCHMARKS, "| bytes | 4.2 ms | 5.9 ms | 21.5 ms | 452.6 ms |"),
        ),
        "python -m benchmarks.cuda",
        _H200,
        (
            Reading(
                worded("10,000 digits among 60,000, seven λ"),
                r"Accuracy's table, 10,000 of 60,000, 7 λ +([\d.]+) s",
                1.1,
                1.2,
                "s",
                2,
            ),
            Reading(
                worded("all pairs of 1,000 and 10,000, one λ"),
                r"pairwise, 1,000 × 10,000, uint8, 1 λ +([\d.]+) ms",
                4.2,
                4.2,
                "ms",
                1,
            ),
        ),
        passages=_section("On a GPU"),
    ),
    Measurement(
        "fuzz",
        (Quote(_BENCHMARKS, "| links, read as every page does | 10,000 | 44 | 0 | 0 | 2.2 | 2 |"),),
        "python -m benchmarks.fuzz --count 10000 --seed 1",
        _EPYC,
        seconds=1200,
        estimated=True,
        seed="1",
        passages=_section("Whatever a stranger sends"),
    ),
    Measurement(
        "power-cut",
        (Quote(_BENCHMARKS, "| killed while writing | 200 | 200 | 77 | | 0 |"),),
        "python -m benchmarks.power_cut --kills 200 --seed 1",
        _EPYC,
        seconds=480,
        estimated=True,
        seed="1",
        passages=_section("The power cut"),
    ),
    Measurement(
        "image-size",
        (Quote(_SIZING, "without ``TORCH_INDEX``: 5.92 GB"),),
        "python docs/deployment/steps.py BASE WORK",
        _EPYC,
        passages=(
            Passage(_SIZING, "With it 1.3 GB", "is larger."),
            Passage(_SIZING, "from Debian 12 with Python 3.12.1", "named above."),
        ),
    ),
)
