"""Sentences about allegations: every template stands here, for translators; `Phrase` fills them.

None of them names a speaker or a party: what the record can say does not depend on who asks.
"""

from __future__ import annotations

# What the record says.
COMPATIBLE = "The record is compatible with 0 and with up to {bound}; it cannot show 0."
COMPATIBLE_FOUND = (
    "Checks found {found}. The record is compatible with {found} and with up to {bound}; it cannot show that these "
    "were all."
)
ZERO_ALONE = (
    "At this confidence the record is compatible with 0 alone, as long as every assumption holds; it cannot show that "
    "they hold."
)
FOUND_ALONE = (
    "Checks found {found}. At this confidence the record is compatible with these alone, as long as every assumption "
    "holds; it cannot show that they hold."
)
NO_BOUND = "The record is compatible with 0 and sets no upper bound: {why}. It cannot show 0."
NO_BOUND_FOUND = "Checks found {found}. The record sets no upper bound: {why}. It cannot show that these were all."
NOTHING_RECORDED = "The record does not say what checks found, so it sets no bound. No record is not 0."
WATCHED_ONLY = "{said} This is about watched time; up to {blind} vehicles more may have passed in blind time."
WATCHED_ONLY_OPEN = "{said} This is about watched time; how many vehicles passed in blind time is not recorded."

# Why there is no bound.
WHY_NO_RECORD = "how many vehicles passed or were checked is not recorded, and no record is not 0"
WHY_NOT_RANDOM = "nothing shows that vehicles were chosen for a check by chance"
WHY_MOST_UNCHECKED = "only {checked} of {passed} vehicles were checked"
WHY_SOME_ROWS = "{rows} of {all} rows have no bound"

# The worst case.
WORST = (
    "Whoever knows which vehicles are not checked, and when nobody watches, could have used any of {worst}: "
    "{unchecked} unchecked, up to {blind} in blind time. Checks may also have missed up to {missed} of those they "
    "looked at."
)
WORST_NONE = (
    "Every vehicle was checked and no time was blind. Checks may have missed up to {missed} of those they looked at."
)
WORST_UNKNOWN = "How many vehicles passed unchecked or in blind time is not recorded, so there is no worst case."

# Assumptions.
BY_CHANCE = "vehicles were chosen for a check by chance"
EVERY_CHECKED = "every vehicle was checked, so how they were chosen does not matter"
INDEPENDENT = "each check finds or misses independently of the others"
FINDS_REAL = "what was found had really been carried"
SENSITIVITY = "a check by {method} finds {share} % of what it looks for, according to {source}"
SENSITIVITY_ASSUMED = "a check by {method} finds {share} % of what it looks for: assumed, no source is given"
RANGE_OPEN = "at most {high} vehicles passed; the bound takes all of them"
RANGE = "between {low} and {high} vehicles passed; the bound takes {high}"
CONFIDENCE = "the confidence is {confidence} %"
CONFIDENCE_SPLIT = "the confidence is {confidence} % for all {rows} rows together; their bounds are added"
