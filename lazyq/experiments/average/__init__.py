"""The average digit at every laziness, and what digits are read as by the nearest average."""

from lazyq.experiments.average.files import Groups, average_npz, average_python
from lazyq.experiments.average.layout import DigitMap, MapSpec, digit_map
from lazyq.experiments.average.means import LAMS, Average, AverageSpec, average, averaged_places
from lazyq.experiments.average.reading import Reading, ReadingSpec, reading
from lazyq.experiments.average.several import (
    COUNTS,
    SEVERAL_LAMS,
    Gains,
    Several,
    SeveralReadingSpec,
    SeveralSpec,
    gains,
    several,
    several_reading,
)

__all__ = [
    "COUNTS",
    "LAMS",
    "SEVERAL_LAMS",
    "Average",
    "AverageSpec",
    "DigitMap",
    "Gains",
    "Groups",
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
    "gains",
    "reading",
    "several",
    "several_reading",
]
