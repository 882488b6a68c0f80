"""An accuracy table to take away: as arrays, and as a program that computes it."""

from lazyq.compute import canonical
from lazyq.experiments.accuracy.pairing import pairs
from lazyq.experiments.accuracy.summary import gains, mean_accuracies
from lazyq.experiments.accuracy.table import AccuracySpec, AccuracyTable
from lazyq.experiments.exporting import npz, spec_code


def accuracy_npz(spec: AccuracySpec, table: AccuracyTable) -> bytes:
    """Return the table as a NumPy archive.

    Arrays: lams (L,); labels (tested,); answers (draws, L, tested); nearest (L, tested, k), of the first
    draw, by place in the training set; confusion (draws, L, 10, 10); accuracies (draws, L); mean, low and
    high (L,); gain, gain_low and gain_high (L, 10); pair, pair_low and pair_high (L, L), row minus column;
    only and mcnemar_p (L, L), of the first draw; leave_one_out (draws, L); spec, as JSON.
    """
    mean, gain, pair = mean_accuracies(table), gains(table), pairs(table)
    return npz(
        lams=table.lams,
        labels=table.labels,
        answers=table.answers,
        nearest=table.nearest,
        confusion=table.confusion,
        accuracies=table.accuracies,
        mean=mean.value,
        low=mean.low,
        high=mean.high,
        gain=gain.value,
        gain_low=gain.low,
        gain_high=gain.high,
        pair=pair.value,
        pair_low=pair.low,
        pair_high=pair.high,
        only=pair.only,
        mcnemar_p=pair.p,
        leave_one_out=table.leave_one_out,
        spec=canonical(spec),
    )


def accuracy_python(spec: AccuracySpec) -> str:
    """Return a program that computes the same table and prints every λ with its mean accuracy."""
    return (
        "from lazyq.experiments.accuracy import AccuracySpec, accuracy_table\n\n"
        f"table = accuracy_table({spec_code(spec)})\n"
        "for lam, accuracy in zip(table.lams, table.accuracies.mean(0)):\n"
        '    print(f"{lam:g} {accuracy:.4f}")\n'
    )
