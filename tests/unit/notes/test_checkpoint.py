from __future__ import annotations

import base64

import pytest

from safeconduct.notes.checkpoint import Checkpoint, number_from_text
from safeconduct.notes.errors import CheckpointError

ROOT = bytes(range(32))
ROOT_TEXT = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    ("checkpoint", "text"),
    [
        (Checkpoint("post.example", 0, ROOT), f"post.example\n0\n{ROOT_TEXT}\n"),
        (
            Checkpoint("go.sum database tree", 2**63 - 1, ROOT),
            f"go.sum database tree\n{2**63 - 1}\n{ROOT_TEXT}\n",
        ),
        (Checkpoint("ü", 10, ROOT, ("one", " two ")), f"ü\n10\n{ROOT_TEXT}\none\n two \n"),
    ],
)
def test_a_checkpoint_is_read_and_written_back(checkpoint: Checkpoint, text: str) -> None:
    assert checkpoint.to_text() == text
    assert Checkpoint.from_text(text) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "post\n3\n",
        f"post\n3\n{ROOT_TEXT}",
        f"\n3\n{ROOT_TEXT}\n",
        f"post\n\n{ROOT_TEXT}\n",
        f"post\n03\n{ROOT_TEXT}\n",
        f"post\n+3\n{ROOT_TEXT}\n",
        f"post\n-3\n{ROOT_TEXT}\n",
        f"post\n 3\n{ROOT_TEXT}\n",
        f"post\n3_0\n{ROOT_TEXT}\n",
        f"post\n\u0663\n{ROOT_TEXT}\n",
        f"post\n1\u0663\n{ROOT_TEXT}\n",
        f"post\n3.0\n{ROOT_TEXT}\n",
        f"post\n{2**63}\n{ROOT_TEXT}\n",
        f"post\n{10**30}\n{ROOT_TEXT}\n",
        f"post\n3\n{ROOT_TEXT[:-1]}\n",
        f"post\n3\n{ROOT_TEXT} \n",
        f"post\n3\n{base64.b64encode(ROOT[:31]).decode()}\n",
        f"post\n3\n{base64.b64encode(ROOT + b'0').decode()}\n",
        "post\n3\n\n",
        f"post\n3\n{ROOT_TEXT}\n\n",
        f"post\n3\n{ROOT_TEXT}\n\nmore\n",
        f"post\n3\n{ROOT_TEXT}\nmore",
        f"post\r\n3\n{ROOT_TEXT}\n",
        f"post\n3\n{ROOT_TEXT}\nta\tb\n",
        pytest.param(f"post\n3\n{ROOT_TEXT}\n" + "x" * 300_000 + "\n", id="long"),
    ],
)
def test_a_text_that_we_would_not_write_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint.from_text(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"origin": ""},
        {"origin": "a\nb"},
        {"origin": "\ud800"},
        {"size": -1},
        {"size": 2**63},
        {"root": b""},
        {"root": bytes(12)},
        {"root": bytes(33)},
        {"extensions": ("",)},
        {"extensions": ("a\nb",)},
    ],
)
def test_a_checkpoint_without_a_text_cannot_be_made(fields: dict[str, object]) -> None:
    whole: dict[str, object] = {"origin": "post", "size": 1, "root": ROOT, "extensions": ()}
    with pytest.raises(CheckpointError):
        Checkpoint(**(whole | fields))  # type: ignore[arg-type]  # wrong values on purpose


def test_numbers_are_quoted_in_part_when_refused() -> None:
    with pytest.raises(CheckpointError) as caught:
        number_from_text("9" * 1_000_000)
    assert len(caught.value.what) < 120
