"""Reading an agreement file. `agreement_from_yaml` is the only way in; `keys.BLOCKS` lists what it accepts."""

from __future__ import annotations

from safeconduct.agreement.load.file import agreement_from_yaml
from safeconduct.agreement.load.keys import BLOCKS, COMMON, Keys

__all__ = ["BLOCKS", "COMMON", "Keys", "agreement_from_yaml"]
