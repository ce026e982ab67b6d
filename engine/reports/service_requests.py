"""P24: service requests and how they ended."""

from engine.reports import outcomes
from engine.reports.report import Chart, Report, Words

REPORT = Report(
    key="service_requests",
    theme="service",
    keepers=("质检",),
    name=Words("服务请求", "Service requests"),
    definition=Words(
        "期间内登记的服务请求(咨询与售后)及其结果。",
        "Service requests registered in the span (enquiries and after-sales), by outcome.",
    ),
    formula=Words("占比 = 该结果 ÷ 已结束 × 100%", "share = of the outcome ÷ ended × 100"),
    columns=outcomes.COLUMNS,
    chart=Chart("bar", "outcome", ["cases"]),
    rows=outcomes.of("service_request"),
)
