from __future__ import annotations

import safeconduct.testing
from safeconduct.log import check_log
from safeconduct.testing import sample_entries, sample_signer, sample_writer


def test_samples_are_the_same_every_time() -> None:
    assert sample_signer().vkey == sample_signer().vkey != sample_signer(seed=2).vkey
    assert sample_entries(3, 7) == sample_entries(10)[7:]
    assert len(set(sample_entries(500))) == 500


def test_a_sample_writer_writes() -> None:
    writer = sample_writer()
    writer.append(sample_entries(3))
    writer.sign()
    assert check_log(writer._storage) == []


def test_what_is_exported_exists() -> None:
    assert all(hasattr(safeconduct.testing, name) for name in safeconduct.testing.__all__)
