"""A small vocabulary that the tests of conditions share."""

from __future__ import annotations

import pytest

from safeconduct.agreement.cel import CodeList, Constant, FactType, Kind, Vocabulary


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    parties = ("am", "az", "rpkf")
    return Vocabulary(
        facts={
            "armed": FactType(Kind.BOOL),
            "ok": FactType(Kind.BOOL),
            "record.ok": FactType(Kind.BOOL),
            "delay": FactType(Kind.INT, low=0, high=1000),
            "load_kg": FactType(Kind.INT),
            "note": FactType(Kind.STRING),
            "port": FactType(Kind.STRING),
            "direction": FactType(Kind.ENUM, ("inbound", "outbound")),
            "way": FactType(Kind.ENUM, ("outbound", "inbound")),
            "category": FactType(Kind.ENUM, ("truck", "bus")),
            "carrier": FactType(Kind.PARTY, (*parties, "none")),
            "goods": FactType(Kind.CODE),
            "at": FactType(Kind.INSTANT),
            "wait": FactType(Kind.DURATION),
            "cargo": FactType(Kind.CODES),
            "checked_by": FactType(Kind.PARTIES, parties),
        },
        lists={
            "arms": CodeList(exact=("un_class:1",), prefixes=("hs:93",)),
            "empty": CodeList(),
            "bad": CodeList(exact=("93",)),
        },
        limits={"delay": Constant(Kind.INT, 120), "end": Constant(Kind.INSTANT, 10**15)},
    )
