"""The average digit at every laziness, and what digits are read as by the nearest average."""

from lazyq.experiments.average.files import average_npz, average_python
from lazyq.experiments.average.layout import DigitMap, MapSpec, digit_map
from lazyq.experiments.average.means import LAMS, Average, AverageSpec, average, averaged_places
from lazyq.experiments.average.reading import Reading, ReadingSpec, reading
from lazyq.experiments.average.several import (
    COUNTS,
    Several,
    SeveralReadingSpec,
    SeveralSpec,
    several,
    several_reading,
)

__all__ = [
    "COUNTS",
    "LAMS",
    "Average",
    "AverageSpec",
    "DigitMap",
    "MapSpec",
    "Reading",
    "ReadingSpec",
    "Several",
    "SeveralReadingSpec",
    "SeveralSpec",
    "average",
    "average_npz",
    "average_python",
    "averaged_places",
    "digit_map",
    "reading",
    "several",
    "several_reading",
]
