"""Ed25519: 914 vectors of C2SP/CCTV under our one rule, and 151 of Wycheproof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safeconduct.notes.ed25519 import is_signed

pytestmark = pytest.mark.shared

REFUSED_FLAGS = {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R", "low_order_residue"}


def test_cctv_accepts_exactly_the_vectors_without_a_refused_flag(shared: Path) -> None:
    vectors = json.loads((shared / "vectors/cctv-ed25519/ed25519vectors.json").read_bytes())
    wanted = {v["number"] for v in vectors if REFUSED_FLAGS.isdisjoint(v["flags"] or ())}
    accepted = {
        v["number"] for v in vectors if is_signed(bytes.fromhex(v["key"]), v["msg"].encode(), bytes.fromhex(v["sig"]))
    }
    assert (len(vectors), len(accepted)) == (914, 43)
    assert accepted == wanted


def test_wycheproof_accepts_exactly_the_valid_signatures(shared: Path) -> None:
    groups = json.loads((shared / "vectors/wycheproof/ed25519_test.json").read_bytes())["testGroups"]
    cases = [(bytes.fromhex(group["publicKey"]["pk"]), case) for group in groups for case in group["tests"]]
    accepted = {
        case["tcId"] for key, case in cases if is_signed(key, bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"]))
    }
    assert (len(cases), len(accepted)) == (151, 88)
    assert accepted == {case["tcId"] for _, case in cases if case["result"] == "valid"}
