"""Every bound on what comes from outside, in one place, with its unit in its name.

Values of formats are fixed by their documents; the others are choices that may be raised with a reason.
"""

from __future__ import annotations

# Formats: c2sp.org/tlog-tiles and c2sp.org/signed-note.
ENTRY_BYTES_MAX = 65_535
TILE_WIDTH = 256
PROOF_HASHES_MAX = 63
NOTE_BYTES_MAX = 256 * 1024
NOTE_SIGNATURES_MAX = 64
KEY_NAME_BYTES_MAX = 255
LOG_SIZE_MAX = 2**63 - 1
COSIGNATURE_SECONDS_MAX = 2**63 - 1
RECEIPT_BYTES_MAX = 512 * 1024

# JSON.
INTEGER_MAX = 2**53 - 1
JSON_DEPTH_MAX = 12
JSON_MEMBERS_MAX = 4_096
JSON_STRING_CHARS_MAX = 16 * 1024

# YAML written by people: mappings, corridors, claims.
YAML_BYTES_MAX = 4 * 1024 * 1024
YAML_DEPTH_MAX = 32
YAML_NODES_MAX = 400_000

# Conditions (the CEL profile).
CONDITION_CHARS_MAX = 4 * 1024
CONDITION_NODES_MAX = 4_096
CONDITION_DEPTH_MAX = 64
CONDITION_SQL_OPERATORS_MAX = 20_000
CONDITION_ELEMENT_PREDICATES_MAX = 62

# Tables read by `import`.
CSV_BYTES_MAX = 16 * 1024**3
CSV_FIELD_CHARS_MAX = 16 * 1024
CSV_COLUMNS_MAX = 512
SPREADSHEET_BYTES_MAX = 8 * 1024**2
SPREADSHEET_UNPACKED_BYTES_MAX = 64 * 1024**2
SPREADSHEET_RATIO_MAX = 100
SPREADSHEET_MEMBERS_MAX = 2_000
SPREADSHEET_CELLS_MAX = 200_000
SPREADSHEET_SECONDS_MAX = 5
SPREADSHEET_MEMORY_BYTES_MAX = 256 * 1024**2
TABLE_ERRORS_SHOWN_MAX = 20

# Claims.
CLAIMS_MAX = 4_000
RECONCILE_ROWS_MAX = 300
RECONCILE_SHIFT_DAYS_MAX = 3
RECONCILE_SHOWN_MAX = 5
CONVENTIONS_MAX = 500
EVIDENCE_ROWS_MAX = 200

# Bundles with proofs: as large as a zip file without its 64-bit extensions can be.
BUNDLE_BYTES_MAX = 2**32 - 2
BUNDLE_MEMBERS_MAX = 2**16 - 2
BUNDLE_CONTENTS_BYTES_MAX = 32 * 1024**2
BUNDLE_ANSWER_BYTES_MAX = 256 * 1024**2
BUNDLE_FINDINGS_MAX = 100
BUNDLE_DIFFERENCES_MAX = 20

# Logs.
APPEND_ENTRIES_MAX = 65_536
APPEND_BYTES_MAX = 256 * 1024**2
LOG_FINDINGS_MAX = 100

# Agreement files. Rules of one question are one bit each in a BIGINT.
AGREEMENT_RULES_MAX = 62
AGREEMENT_PARTIES_MAX = 60
AGREEMENT_READINGS_MAX = 32
AGREEMENT_MEMBERS_MAX = 1_000
AGREEMENT_CODES_MAX = 10_000
AGREEMENT_PROBLEMS_MAX = 100
AGREEMENT_CONDITION_WORK_MAX = 4_000_000

# Cases: the facts of one movement, and their explanation.
CASE_BYTES_MAX = 1024 * 1024
CASE_VIEWS_MAX = 16
CASE_CONTESTED_MAX = 64
CASE_ENTRIES_MAX = 256
COMPLETIONS_MAX = 4_096
CHANGES_TRIED_MAX = 20_000
EXPLANATIONS_KEPT_MAX = 4_096
EXPLAINED_CODES_KEPT_MAX = 8_192

# Facts of an agreement, movement by movement.
AGREED_MOVEMENTS_MAX = 200_000
JUDGED_MOVEMENTS_MAX = 1_500
CONFORMANCE_ROWS_SHOWN_MAX = 20

# Agreements: the table of regions that checks and comparisons of versions work on.
REGION_VALUES_MAX = 1_024
REGION_CELLS_MAX = 10_000_000
REGION_STEPS_MAX = 2_000_000_000
REGION_TEST_CELLS_MAX = 100_000

# Plans: queues at a post, by closed forms and by simulation.
QUEUE_PLACES_MAX = 1_000_000
PLAN_DAYS_MAX = 366
PLAN_RUNS_MIN = 20
PLAN_RUNS_MAX = 1_000
PLAN_LANES_MAX = 500
PLAN_CATEGORIES_MAX = 32
PLAN_METHODS_MAX = 32
PLAN_VARIANTS_MAX = 400
PLAN_VEHICLES_A_RUN_MAX = 2_000_000
PLAN_VEHICLES_MAX = 200_000_000
PLAN_CLEARING_DAYS_MAX = 3_660
PLAN_CHECK_SECONDS_MAX = 7 * 86_400
PLAN_RECORD_BYTES_MAX = 64 * 1024**2
PLAN_RECORD_DAYS_MAX = 3_660

# Inspections and allegations: vehicles of one period, groups of one question, work of one exact cut-point.
INSPECTION_ITEMS_MAX = 10_000_000
INSPECTION_GROUPS_MAX = 1_000
INSPECTION_CUTPOINT_STEPS_MAX = 10_000_000

# Status: days of one road, direction and category in one computation.
STATUS_DAYS_MAX = 36_525

# Facts: hours of one record for which posts are held to have promised to watch (twelve years).
FACTS_HOURS_MAX = 105_192

# Situation reports: movements of a record that a report still puts to the agreement one by one (about two seconds).
REPORT_MOVEMENTS_MAX = 500

# Pages about a road: rows of one file, bars in one drawing of outages.
JOURNEYS_FILE_MAX = 200_000
OUTAGE_BARS_MAX = 60

# News reports: bytes of one page, its markup, and what of it may be quoted in a log.
PRESS_SOURCE_BYTES_MAX = 8 * 1024**2
PRESS_MARKS_MAX = 600_000
PRESS_QUOTE_CHARS_MAX = 280
PRESS_CONTEXT_CHARS_MAX = 32
# A reviewer's own wording of a statement: characters, and words in a row that the report has, too.
PRESS_WORDING_CHARS_MAX = 280
PRESS_WORDING_RUN_MAX = 11
# Words of a report that are compared with other reports for copies.
PRESS_COPY_WORDS_MAX = 20_000
PRESS_FETCH_BYTES_MAX = 5 * 1024**2
PRESS_FETCH_SECONDS_MAX = 20
PRESS_FETCH_REDIRECTS_MAX = 5
PRESS_FETCH_MEMORY_BYTES_MAX = 512 * 1024**2
PRESS_READ_SECONDS_MAX = 30
PRESS_READ_MEMORY_BYTES_MAX = 1024**3
PRESS_ANSWER_BYTES_MAX = 128 * 1024**2
# An operator's own model: characters of a report sent, seconds, bytes and statements of its answer.
PRESS_ENDPOINT_TEXT_CHARS_MAX = 100_000
PRESS_ENDPOINT_SECONDS_MAX = 180
PRESS_ENDPOINT_BYTES_MAX = 1024**2
PRESS_ENDPOINT_MEMORY_BYTES_MAX = 512 * 1024**2
PRESS_ENDPOINT_STATEMENTS_MAX = 200
PRESS_ENDPOINT_PARTS_MAX = 8
PRESS_ENDPOINT_PART_CHARS_MAX = 4_000
