"""What a store knows without computing it."""

from store_experiments import Sums, sums

from lazyq.compute import ResultStore


def test_what_was_computed_is_known_in_memory_and_on_disk_and_nothing_else_is(spec, folder):
    store = ResultStore(folder)
    assert store.known(sums, spec) is None
    computed = store.run(sums, spec)
    assert store.known(sums, spec) is computed
    read = ResultStore(folder).known(sums, spec)
    assert isinstance(read, Sums)
    assert read.total == computed.total
    assert not read.values.flags.writeable
    assert store.known(sums, spec, data=("other",)) is None
