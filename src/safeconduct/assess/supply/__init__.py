"""What is left, for how long it lasts, what is cut, and whether as many come in as go out.

    stock and delivery entries --stocks--> kilograms a day, as intervals --> days of supply
    outage entries --outages--> days without a service, as an interval
    daily flows --balance--> vehicles in and out of a window

Everything is an interval where the record leaves something open; a figure of one party stays that party's.
"""

from __future__ import annotations

from safeconduct.assess.supply.balance import Balance, balance_of
from safeconduct.assess.supply.outages import Cut, Without, days_without
from safeconduct.assess.supply.stocks import Counted, Delivered, Finding, StockDay, Use, stock_days, use_between

__all__ = [
    "Balance",
    "Counted",
    "Cut",
    "Delivered",
    "Finding",
    "StockDay",
    "Use",
    "Without",
    "balance_of",
    "days_without",
    "stock_days",
    "use_between",
]
