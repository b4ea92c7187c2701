"""The review desk by plain HTTP, as a browser without scripts uses it, and as somebody else would misuse it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.node.press import open_work
from safeconduct.node.press.desk import ReviewDesk
from safeconduct.node.press.passes import note_passes
from safeconduct.node.reading import check
from safeconduct.press.extraction import Pass
from safeconduct.press.source import read_source
from safeconduct.testing import FakeClock
from tests.web.fixture_desk import (
    CORRIDOR,
    HOSTILE,
    PAYLOADS,
    PUBLISHED,
    REPORT,
    Visitor,
    desk_app,
    desk_of,
    draft_of,
    lachin_node,
    with_claim,
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock("2031-03-05T12:00:00.000Z")


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> ReviewDesk:
    return desk_of(lachin_node(tmp_path, clock), "first", REPORT)


@pytest.fixture
def visitor(desk: ReviewDesk) -> Visitor:
    return Visitor(desk_app(desk))


def test_a_statement_is_accepted_without_scripts(desk: ReviewDesk, visitor: Visitor, clock: FakeClock) -> None:
    assert visitor.get("/next").status == 303
    first = visitor.get("/next").headers["location"]
    page = visitor.get(first)
    assert page.status == 200
    assert 'class="m-said' in page.text
    clock.advance(7_000_000)
    done = visitor.post(first, {**page.form(), "action": "accept"})
    assert done.status == 303
    assert "done=" in done.headers["location"]
    seen = desk.see(first.removeprefix("/drafts/"))
    assert seen.stands.state == "accepted"
    assert seen.proposal == seen.case.draft.proposal
    assert seen.decisions[0].seconds == 7
    assert "accepted" in visitor.get(done.headers["location"]).text


def test_a_field_is_mended_and_the_change_is_known(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    page = visitor.get(f"/drafts/{draft}")
    changes = {"type": "report", "topic": "corridor.blockade", "said": "2031-03-02", "basis": "", "reason": "Sunday"}
    visitor.post(f"/drafts/{draft}", {**page.form(), **changes, "action": "accept"})
    kept = desk.see(draft).proposal
    assert (kept.type, kept.topic, kept.clauses) == ("report", "corridor.blockade", ("TS/6",))
    assert kept.said is not None
    assert (kept.said.edtf, kept.said.basis, kept.said.reason) == ("2031-03-02", "entered", "Sunday")


def test_nothing_of_the_report_is_proposed_as_a_wording(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    assert form["wording"] == ""
    visitor.post(f"/drafts/{draft}", {**form, "wording": "No passage, it says.", "action": "accept"})
    desk.append(desk.reports()[0].source_sha256)
    with desk.node.signed(desk.log) as reader:
        body = entry_from_bytes(reader.entry(reader.size - 1)).body
    assert body["wording"] == "No passage, it says."
    assert "wording" in body["review"]["edited"]
    assert desk.figures()[0].edited == 0


def test_what_it_says_happened_is_entered_and_enters_the_log(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    assert form["happening"] == ""
    visitor.post(f"/drafts/{draft}", {**form, "happening": "blockade 2031-02 wanted", "action": "accept"})
    page = visitor.get(f"/drafts/{draft}")
    assert page.form()["happening"] == "blockade 2031-02 wanted"
    assert "only wanted then" in page.text
    desk.append(desk.reports()[0].source_sha256)
    with desk.node.signed(desk.log) as reader:
        body = entry_from_bytes(reader.entry(reader.size - 1)).body
    assert body["happening"] == {"kind": "blockade", "edtf": "2031-02", "wanted": True}
    assert "happening" in body["review"]["edited"]


def test_a_proposed_happening_stays_and_can_be_cleared(tmp_path: Path) -> None:
    desk = desk_of(lachin_node(tmp_path), "first", "EAST (AA) - The road was closed by guards on March 1, 2031.\n")
    visitor = Visitor(desk_app(desk))
    draft = desk.next()
    form = visitor.get(f"/drafts/{draft}").form()
    assert form["happening"] == "blockade 2031-03-01"
    kept = desk.edited(draft, {"happening": form["happening"]})
    assert kept == desk.see(draft).proposal
    assert desk.edited(draft, {"happening": ""}).happening is None


def test_topics_are_offered_by_their_names_in_the_language(desk: ReviewDesk, visitor: Visitor) -> None:
    address = f"/drafts/{draft_of(desk, 'is blocked')}"
    for language, name in (("en", "The road blocked or closed"), ("ru", "Дорога перекрыта или закрыта")):
        page = visitor.get(f"{address}?lang={language}").text
        assert re.search(rf'<option value="corridor.blockade"[^>]*>{name}</option>', page)


def test_claims_it_may_be_about_are_suggested_and_none_is_chosen(desk: ReviewDesk, visitor: Visitor) -> None:
    with_claim(desk)
    draft = draft_of(desk, "was blocked")
    page = visitor.get(f"/drafts/{draft}")
    assert [(one.claim, one.stance) for one in desk.see(draft).claims] == [("claim-blocked", "denies")]
    assert "Suggested claims" in page.text
    assert "perhaps: denies it" in page.text
    assert page.form()["claim-0"] == ""


def test_looking_at_changes_decides_nothing(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    page = visitor.post(f"/drafts/{draft}", {**form, "type": "demand", "action": "check"})
    assert page.status == 200
    assert "Not decided yet" in page.text
    assert '<option value="demand" selected>' in page.text
    assert desk.see(draft).decisions == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"words": "words that nobody wrote"}, "words"),
        ({"wording": "the armenian foreign ministry said on Monday that the road would open soon"}, "wording"),
        ({"said": "yesterday"}, "said"),
        ({"said": "2031-03-01", "basis": ""}, "reason"),
        ({"topic": "free.text"}, "topic"),
        ({"claim-0": "no-such-claim", "stance-0": "denies"}, "stances"),
        ({"against": "nobody"}, "against"),
        ({"via": "no such body"}, "via"),
        ({"happening": "checkpoint"}, "happening"),
        ({"happening": "war 2031-03-01"}, "happening"),
        ({"happening": "checkpoint 1 March"}, "happening"),
        ({"happening": "checkpoint March"}, "happening"),
    ],
)
def test_what_does_not_fit_is_told_and_kept(
    desk: ReviewDesk, visitor: Visitor, change: dict[str, str], field: str
) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    page = visitor.post(f"/drafts/{draft}", {**form, **change, "action": "accept"})
    assert page.status == 422
    assert 'role="alert"' in page.text
    assert f'href="#f-{field}"' in page.text
    assert "SC-PRS-02" in page.text
    assert desk.see(draft).decisions == ()


def test_a_rejection_keeps_its_reason_and_needs_one(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "would open soon")
    form = visitor.get(f"/drafts/{draft}").form()
    assert visitor.post(f"/drafts/{draft}", {**form, "action": "reject"}).status == 422
    assert visitor.post(f"/drafts/{draft}", {**form, "action": "reject", "rejection": "a headline"}).status == 303
    seen = desk.see(draft)
    assert (seen.stands.state, seen.decisions[0].reason) == ("rejected", "a headline")
    assert "a headline" in visitor.get(f"/drafts/{draft}").text


def test_a_denial_waits_for_another_account_that_sees_nothing_before(desk: ReviewDesk, visitor: Visitor) -> None:
    with_claim(desk)
    draft = draft_of(desk, "was blocked")
    change = {"claim-0": "claim-blocked", "stance-0": "denies", "action": "accept"}
    form = visitor.get(f"/drafts/{draft}").form()
    told = visitor.get(visitor.post(f"/drafts/{draft}", {**form, **change}).headers["location"]).text
    assert "waits for a second person" in told
    assert "it denies or disputes a claim" in told
    other = Visitor(desk_app(desk_of(desk.node, "second")))
    page = other.get(f"/drafts/{draft}")
    assert "first:" not in page.text
    assert "claim-blocked&#34; selected" not in page.text
    assert page.form()["claim-0"] == ""
    other.post(f"/drafts/{draft}", {**page.form(), "action": "accept"})
    differs = other.get(f"/drafts/{draft}")
    assert "two persons differ" in differs.text
    assert "?as=first" in differs.text
    taken = other.get(f"/drafts/{draft}?as=first")
    assert taken.form()["claim-0"] == "claim-blocked"
    other.post(f"/drafts/{draft}", {**taken.form(), "action": "accept"})
    stands = desk.see(draft).stands
    assert (stands.state, stands.by) == ("accepted", ("first", "second"))


def test_a_page_says_which_pass_proposed_it_and_which_ran(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    assert "Proposed by" in visitor.get(f"/drafts/{draft}").text
    report = desk.reports()[0].source_sha256
    with open_work(desk.node, CORRIDOR) as work:
        failed = Pass("endpoint", "1", "tiny <b>", "", {}, "the endpoint answered <503>")
        note_passes(work, report, (Pass(), failed))
    for address in (f"/drafts/{draft}", f"/reports/{report}"):
        page = visitor.get(address).text
        assert f"fast {Pass().version}" in page
        assert "tiny &lt;b&gt;" in page
        assert "adding the report again asks it again" in page
        assert "&lt;503&gt;" in page
    with open_work(desk.node, CORRIDOR) as work:
        note_passes(work, report, (Pass(), Pass("endpoint", "1", "tiny", "", {"not_found": 3})))
    assert "of its answer not used: 3" in visitor.get(f"/drafts/{draft}").text
    with open_work(desk.node, CORRIDOR) as work:
        note_passes(work, report, (Pass(note="there are no rules for the language 'de'"),))
    assert "read as English" in visitor.get(f"/reports/{report}").text


def test_a_near_copy_is_shown_on_the_report_and_decided_there(desk: ReviewDesk, visitor: Visitor) -> None:
    twin = REPORT.replace("Road may open soon", "<b>Opening</b> near").encode()
    desk.add(read_source(twin, "twin.txt"), twin, PUBLISHED)
    one, other = (row.source_sha256 for row in desk.reports())
    page = visitor.get(f"/reports/{one}")
    assert "nearly the same words" in page.text
    assert "&lt;b&gt;Opening" in page.text
    form = page.form()
    assert form["other"] == other
    where = f"/reports/{one}/copies"
    assert visitor.post(where, {**form, "same": "yes"}, origin="http://evil.example").status == 403
    assert visitor.post(where, {**form, "same": "yes", "token": "0"}).status == 403
    assert visitor.post(where, {**form, "same": "maybe"}).status == 400
    assert visitor.post(where, {**form, "same": "yes", "other": "x"}).status == 400
    assert visitor.post(where, {**form, "same": "yes", "other": "0" * 64}).status == 422
    assert visitor.get(where).status == 405
    assert desk.copies(one)[0].same is None
    done = visitor.post(where, {**form, "same": "yes"})
    assert (done.status, done.headers["location"]) == (303, f"/reports/{one}#copies")
    assert "The same words, says" in visitor.get(f"/reports/{other}").text
    visitor.post(where, {**form, "same": "no"})
    assert "Not the same words, says" in visitor.get(f"/reports/{one}").text
    assert desk.copies(other)[0].same is False


def test_without_its_text_a_statement_is_shown_and_cannot_be_decided(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    report = desk.reports()[0].source_sha256
    assert "Kept here since" in visitor.get(f"/reports/{report}").text
    desk.forget(report)
    page = visitor.get(f"/drafts/{draft}")
    assert page.status == 200
    assert "no longer held here" in page.text
    assert "The Lachin corridor is blocked" in page.text
    assert "<form" not in page.text
    done = visitor.post(f"/drafts/{draft}", {**form, "action": "accept"})
    assert done.status == 422
    assert "not held here" in done.text
    assert "/texts/" not in done.text
    assert "no longer held here" in visitor.get(f"/reports/{report}").text
    assert "text no longer held" in visitor.get("/").text
    assert visitor.get("/next").headers["location"] == "/?done=all"


def test_the_same_account_is_no_second_person(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "was blocked")
    for _ in range(2):
        form = visitor.get(f"/drafts/{draft}").form()
        visitor.post(f"/drafts/{draft}", {**form, "against": "am", "action": "accept"})
    assert desk.see(draft).stands.state == "second"


def test_what_is_accepted_enters_the_log_once(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    visitor.post(f"/drafts/{draft}", {**visitor.get(f"/drafts/{draft}").form(), "action": "accept"})
    report = f"/reports/{desk.reports()[0].source_sha256}"
    page = visitor.get(report)
    done = visitor.post(f"{report}/append", page.form())
    assert "2 entries were added" in done.text
    assert "0 entries were added" in visitor.post(f"{report}/append", page.form()).text
    assert check(desk.node, desk.log) == []
    settled = visitor.get(f"/drafts/{draft}")
    assert "in the log as entry" in settled.text
    assert 'value="accept"' not in settled.text
    again = visitor.post(f"/drafts/{draft}", {**settled.form(), "action": "accept"})
    assert again.status == 422
    assert "already" in again.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8766"},
        {"origin": "", "referer": "http://evil.example/127.0.0.1:8766"},
        {"origin": ""},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
)
def test_a_form_from_elsewhere_is_refused(desk: ReviewDesk, visitor: Visitor, headers: dict[str, str]) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    assert visitor.post(f"/drafts/{draft}", {**form, "action": "accept"}, **headers).status == 403
    report = f"/reports/{desk.reports()[0].source_sha256}/append"
    assert visitor.post(report, form, **headers).status == 403
    assert desk.see(draft).decisions == ()


@pytest.mark.parametrize("headers", [{"origin": "", "sec_fetch_site": "same-origin"}, {"sec_fetch_site": ""}])
def test_a_form_of_ours_is_taken_from_old_and_new_browsers(
    desk: ReviewDesk, visitor: Visitor, headers: dict[str, str]
) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    assert visitor.post(f"/drafts/{draft}", {**form, "action": "accept"}, **headers).status == 303


def test_a_form_without_the_token_of_its_session_is_refused(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = {**visitor.get(f"/drafts/{draft}").form(), "action": "accept"}
    for token in ("", "0" * 64, "é"):
        assert visitor.post(f"/drafts/{draft}", {**form, "token": token}).status == 403
    stranger = Visitor(visitor.app)
    assert stranger.post(f"/drafts/{draft}", form).status == 403
    stranger.cookies["desk"] = "00.11"
    assert stranger.post(f"/drafts/{draft}", form).status == 403
    later = Visitor(desk_app(desk_of(desk.node, "first")), cookies=dict(visitor.cookies))
    assert later.post(f"/drafts/{draft}", form).status == 403
    assert desk.see(draft).decisions == ()


def test_a_moment_that_we_did_not_sign_counts_for_nothing(desk: ReviewDesk, visitor: Visitor, clock: FakeClock) -> None:
    draft = draft_of(desk, "is blocked")
    clock.advance(60_000_000)
    form = {**visitor.get(f"/drafts/{draft}").form(), "action": "accept"}
    visitor.post(f"/drafts/{draft}", {**form, "start": "0." + form["start"].partition(".")[2]})
    assert desk.see(draft).decisions[0].seconds == 0


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8766", "127.0.0.1.evil.example", "0.0.0.0"])
def test_other_names_of_this_machine_are_refused(desk: ReviewDesk, host: str) -> None:
    assert Visitor(desk_app(desk), host=host).get("/").status == 400


def test_no_state_changes_by_asking(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = visitor.get(f"/drafts/{draft}").form()
    query = "&".join(f"{name}=x" for name in form)
    assert visitor.get(f"/drafts/{draft}?action=accept&{query}").status == 200
    assert visitor.get(f"/reports/{desk.reports()[0].source_sha256}/append").status == 405
    assert desk.see(draft).decisions == ()


def test_forms_have_a_size_a_type_and_a_number_of_fields(desk: ReviewDesk, visitor: Visitor) -> None:
    draft = draft_of(desk, "is blocked")
    form = {**visitor.get(f"/drafts/{draft}").form(), "action": "accept"}
    where = f"/drafts/{draft}"
    assert visitor.post(where, {**form, "rejection": "x" * 70_000}).status == 413
    assert visitor.post(where, form, content_type="multipart/form-data; boundary=x").status == 400
    assert visitor.post(where, form, content_type="text/plain").status == 400
    assert visitor.post(where, b"\xff\xfe").status == 400
    assert visitor.post(where, b"a=%FF").status == 400
    assert visitor.post(where, {**form, **{f"x{n}": "1" for n in range(130)}}).status == 400
    assert visitor.post(where, {**form, "action": "burn"}).status == 400
    assert desk.see(draft).decisions == ()


@pytest.mark.parametrize(
    "address", ["/drafts/xyz", f"/drafts/{'0' * 64}", f"/reports/{'0' * 64}", "/reports/..", "/c/x"]
)
def test_addresses_that_name_nothing(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status == 404


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    desk = desk_of(lachin_node(tmp_path), "first", HOSTILE)
    visitor = Visitor(desk_app(desk))
    rows = desk.report(desk.reports()[0].source_sha256)[1]
    assert len(rows) >= len(PAYLOADS)
    for row in rows:
        page = visitor.get(f"/drafts/{row.draft}")
        assert page.status == 200
        for bad in ("<script>alert", "<img src=x", "</textarea></form>", "49{%", "\u202e", "\u200b", "\u2066"):
            assert bad not in page.text
        assert not re.search(r'(href|src|action)="(?!/|#)', page.text)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        done = visitor.post(f"/drafts/{row.draft}", {**page.form(), "action": "accept"})
        assert done.status == 303, done.text
        assert desk.see(row.draft).proposal == row.proposal
    assert "[U+202E]" in visitor.get(f"/drafts/{draft_of(desk, 'evitca')}").text
