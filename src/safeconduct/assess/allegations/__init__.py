"""Allegations: how many could have passed unnoticed, and what checks can show.

Chances are floats here, as in the sources; what a page or twin shows is made of integers (`table`).
"""

from safeconduct.assess.allegations.acceptance import acceptance_plan
from safeconduct.assess.allegations.bound import largest_undetected
from safeconduct.assess.allegations.cutpoints import (
    detect_cutpoint_exact,
    detect_cutpoint_infinite,
    detect_cutpoint_interpolated,
    sample_size_cutpoint,
    specificity_cutpoint_infinite,
)
from safeconduct.assess.allegations.detection import (
    design_prevalence,
    detect_census,
    detect_finite,
    detect_finite_mixed_se,
    detect_infinite,
    no_false_alarm,
    se_parallel,
    se_series,
)
from safeconduct.assess.allegations.freedom import (
    freedom_series,
    sample_size_for_freedom,
    sample_size_for_freedom_infinite,
)
from safeconduct.assess.allegations.proportions import proportion_interval, sample_size_proportion
from safeconduct.assess.allegations.risk import (
    detect_risk_finite,
    detect_risk_finite_mixed_se,
    detect_risk_infinite,
    detect_risk_infinite_mixed_se,
    relative_risk_adjusted,
    sample_size_risk,
)
from safeconduct.assess.allegations.sampling import (
    sample_size_exact,
    sample_size_finite,
    sample_size_iaea,
    sample_size_iaea_minus_exact,
    sample_size_infinite,
    sample_size_rbs,
)
from safeconduct.assess.allegations.strata import Stratum
from safeconduct.assess.allegations.table import AllegationTable, Bounded, allegation_table

__all__ = [
    "AllegationTable",
    "Bounded",
    "Stratum",
    "acceptance_plan",
    "allegation_table",
    "design_prevalence",
    "detect_census",
    "detect_cutpoint_exact",
    "detect_cutpoint_infinite",
    "detect_cutpoint_interpolated",
    "detect_finite",
    "detect_finite_mixed_se",
    "detect_infinite",
    "detect_risk_finite",
    "detect_risk_finite_mixed_se",
    "detect_risk_infinite",
    "detect_risk_infinite_mixed_se",
    "freedom_series",
    "largest_undetected",
    "no_false_alarm",
    "proportion_interval",
    "relative_risk_adjusted",
    "sample_size_cutpoint",
    "sample_size_exact",
    "sample_size_finite",
    "sample_size_for_freedom",
    "sample_size_for_freedom_infinite",
    "sample_size_iaea",
    "sample_size_iaea_minus_exact",
    "sample_size_infinite",
    "sample_size_proportion",
    "sample_size_rbs",
    "sample_size_risk",
    "se_parallel",
    "se_series",
    "specificity_cutpoint_infinite",
]
