"""Origins, not articles: agency copy, copies, reports of several outlets, what is known through others alone."""

from __future__ import annotations

import pytest

from safeconduct.assess.public import claim_told, claims_told, copies_of, origin_count, origins_of, through_others
from tests.unit.assess.public.bodies import claim, digest, document, record, said, stance

MASTHEADS = ("one", "two", "three", "four", "five", "six")


def test_agency_copy_under_six_mastheads_counts_once() -> None:
    told = [document(each, f"text {each}", compiled_from=["aa"]) for each in MASTHEADS]
    told += [said(f"s-{each}", "2023-01-18", "az-mfa", f"text {each}") for each in MASTHEADS]
    told += [claim("mines", "s-one"), *(stance(f"s-{each}", "mines", "asserts") for each in MASTHEADS)]
    (found,) = claims_told(record(*told))
    side = found.side("asserts")
    assert (len(side.taken), side.speakers, side.origins) == (6, 1, 1)
    assert {one.origins for one in side.taken} == {("aa",)}


def test_two_agencies_are_two_origins_and_a_report_of_both_adds_none() -> None:
    told = [document("one", "a", compiled_from=["aa"]), document("two", "b", compiled_from=["tass"]),
            document("three", "c", compiled_from=["tass", "aa"])]  # fmt: skip
    told += [said(f"s-{text}", "2023-01-18", "az-mfa", text) for text in "abc"]
    told += [claim("mines", "s-a"), *(stance(f"s-{text}", "mines", "asserts") for text in "abc")]
    assert claims_told(record(*told))[0].side("asserts").origins == 2


@pytest.mark.parametrize("confirmed", [False, True])
def test_reports_with_the_same_words_are_one_origin_once_a_reviewer_confirmed_it(*, confirmed: bool) -> None:
    first = document("one", "a", "2023-01-17")
    more = {"same_text_as": [first[1]["sha256"]]} if confirmed else {}
    told = [first, document("two", "b", "2023-01-18", **more), said("s-a", "2023-01-17", "az-mfa", "a"),
            said("s-b", "2023-01-17", "az-mfa", "b"), claim("c", "s-a"), stance("s-b", "c", "asserts"),
            stance("s-a", "c", "asserts")]  # fmt: skip
    found = record(*told)
    assert claims_told(found)[0].side("asserts").origins == (1 if confirmed else 2)
    assert origins_of(found, found.named("s-b")[0]) == (("one",) if confirmed else ("two",))
    assert len(copies_of(found, found.named("s-b")[0].reports)) == (2 if confirmed else 1)


def test_one_text_under_two_mastheads_is_one_statement_with_two_reports() -> None:
    found = record(
        document("b", "same", "2023-01-02"),
        document("a", "same", "2023-01-03"),
        said("s", "2023-01-02", "az-mfa", "same"),
    )
    (one,) = found.statements
    assert [report.outlet for report in one.reports] == ["b", "a"]
    assert origins_of(found, one) == ("b",)


def test_whoever_passed_words_on_next_to_the_speaker_held_them_first() -> None:
    found = record(
        document("one", "a", compiled_from=["tass"]), said("s", "2023-01-18", "az-mfa", "a", via=["aa", "lavrov"])
    )
    assert origins_of(found, found.statements[0]) == ("lavrov",)


def test_a_claim_known_only_through_another_party_is_marked_so() -> None:
    outer = said("outer", "2023-01-18", "lavrov", party="ru")
    inner = said("inner", "2023-01-18", "az-mfa", party="az", within="outer")
    (found,) = claims_told(record(outer, inner, claim("mines", "inner")))
    side = found.side("asserts")
    assert side.only_through
    assert side.taken[0].through == ("lavrov",)
    assert side.taken[0].origins == ("lavrov",)
    heard = record(outer, inner, said("direct", "2023-01-20", "az-mfa", party="az"), claim("mines", "inner"),
                   stance("inner", "mines", "asserts"), stance("direct", "mines", "asserts"))  # fmt: skip
    assert not claims_told(heard)[0].side("asserts").only_through


def test_an_agency_or_a_colleague_of_the_same_party_is_no_other_party() -> None:
    found = record(said("s", "2023-01-18", "az-mfa", party="az", via=["aa", "az-mfa"]))
    assert through_others(found, found.statements[0]) == ()


def test_without_a_report_the_hosts_of_the_citation_stand_for_the_origin() -> None:
    kind, body = said("s", "2023-01-18")
    cited = {**body, "source": "https://www.b.example/x https://a.example/y"}
    found = record((kind, cited), ("statement", {**body, "id": "t", "source": "A book"}))
    assert origins_of(found, found.named("s")[0]) == ("host:a.example", "host:b.example")
    assert origins_of(found, found.named("t")[0]) == ("source:A book",)


def test_a_report_without_an_outlet_is_its_own_origin() -> None:
    kind, body = document("x", "a")
    del body["outlet"]
    found = record((kind, body), said("s", "2023-01-18", "az-mfa", "a"))
    assert origins_of(found, found.statements[0]) == (f"report:{digest('xa')}",)


@pytest.mark.parametrize(
    ("origins", "count"),
    [
        ([], 0),
        ([("a",), ("a",)], 1),
        ([("a", "b"), ("b", "a")], 1),
        ([("a", "b"), ("c", "d")], 2),
        ([("a", "b"), ("b", "c"), ("c", "d")], 1),
        ([("a",), ("b",), ("a", "b")], 2),
        ([("a",), ("b", "c")], 2),
    ],
)
def test_origins_are_counted_so_that_none_counts_twice(origins: list[tuple[str, ...]], count: int) -> None:
    assert origin_count(origins) == count
    assert origin_count(reversed(origins)) == count


def test_the_statement_of_a_claim_asserts_it_unless_somebody_signed_otherwise() -> None:
    plain = record(said("s", "2023-01-18"), claim("c", "s"))
    assert [side.stance for side in claim_told(plain, plain.claims[0]).sides] == ["asserts"]
    signed = record(said("s", "2023-01-18"), claim("c", "s"), stance("s", "c", "reports"))
    assert [side.stance for side in claims_told(signed)[0].sides] == ["reports"]
