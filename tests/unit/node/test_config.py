"""Settings of a node go round, and nothing else is read."""

from __future__ import annotations

import json

import pytest

from safeconduct.node.config import Config, OwnLog, config_from_bytes, config_to_bytes
from safeconduct.node.errors import NodeFolderError
from safeconduct.notes.keys import Signer

VKEY = Signer.from_seed("road.example/high-road/hq/e1", bytes(range(32))).vkey
LOG = OwnLog("high-road", VKEY, "high-road.e1")
CONFIG = Config("road.example", "hq", (LOG,))


def test_settings_go_round() -> None:
    assert config_from_bytes(config_to_bytes(CONFIG), "node.json") == CONFIG
    assert LOG.origin == "road.example/high-road/hq/e1"


def test_logs_stand_in_the_order_of_their_corridors() -> None:
    other = OwnLog("a-road", VKEY, "a-road.e1")
    assert [log.corridor for log in CONFIG.with_log(other).logs] == ["a-road", "high-road"]


GOOD = json.loads(config_to_bytes(CONFIG))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"\xff",
        config_to_bytes(CONFIG) + b"\n",
        json.dumps(GOOD, indent=1).encode(),
        *(
            json.dumps({**GOOD, key: value}, sort_keys=True, separators=(",", ":")).encode()
            for key, value in {
                "v": 2,
                "name": "a b",
                "organisation": "",
                "more": 1,
                "logs": [{"corridor": "../etc", "key": "high-road.e1", "vkey": VKEY}],
            }.items()
        ),
        json.dumps(
            {**GOOD, "logs": [{"corridor": "high-road", "key": "../../x", "vkey": VKEY}]},
            sort_keys=True,
            separators=(",", ":"),
        ).encode(),
        json.dumps(
            {**GOOD, "logs": [{"corridor": "high-road", "key": "high-road.e1", "vkey": VKEY[:-1]}]},
            sort_keys=True,
            separators=(",", ":"),
        ).encode(),
    ],
)
def test_what_the_writer_would_not_have_written_is_refused(data: bytes) -> None:
    with pytest.raises(NodeFolderError, match="settings of this node") as caught:
        config_from_bytes(data, "x/node.json")
    assert caught.value.where == "x/node.json"
