"""P08: customers about to leave, and who stayed."""

from engine.reports import outcomes
from engine.reports.report import Chart, Report, Words

REPORT = Report(
    key="churn_rescue",
    theme="relations",
    name=Words("流失挽留", "Churn rescue"),
    definition=Words(
        "期间内因流失信号(D15)开始的挽留及其结果。",
        "Rescues begun in the span because of signals of leaving (D15), by outcome.",
    ),
    formula=Words("占比 = 该结果 ÷ 已结束 × 100%", "share = of the outcome ÷ ended × 100"),
    columns=outcomes.COLUMNS,
    chart=Chart("bar", "outcome", ["cases"]),
    rows=outcomes.of("churn_rescue"),
)
