"""What is said about absence, duty, dealings and contacts: code -> (Chinese, English). See texts.py."""
# ruff: noqa: E501  (a row a code reads best)

ALL: dict[str, tuple[str, str]] = {
    "absence_days_wrong": ("缺勤从 {first} 到 {last} 不成立:先后颠倒、已经过去或长于 400 天。", "{first} to {last} is no absence: in the wrong order, over already, or longer than 400 days."),
    "absence_overlaps": ("这段时间已登记缺勤:{first} 到 {last}。", "An absence is on record for these days: {first} to {last}."),
    "absence_unknown": ("没有这条缺勤记录。", "There is no such absence."),
    "substitute_wrong": ("“{substitute}”不能作代理人:须是另一位在职员工。", "“{substitute}” cannot stand in: it takes another member of staff."),
    "substitute_circle": ("“{substitute}”那时由“{person}”代理,不能互为代理。", "“{person}” stands in for “{substitute}” then; they cannot stand in for each other."),
    "skill_invalid": ("技能最长 64 个字符。", "A skill has at most 64 characters."),
    "roster_wrong": ("值班表“{roster}”不成立:须有人员,日期先后正确,一次最多 366 天。", "“{roster}” cannot be planned: it takes people, days in order, and at most 366 days at once."),
    "hours_wrong": ("“{hours}”不是班次,例如 20:00-08:00。", "“{hours}” is no shift; 20:00-08:00 is one."),
    "shift_unknown": ("没有这个班次。", "There is no such shift."),
    "swap_wrong": ("“{person}”不能接这个班:对换时须是另一班的值班人。", "“{person}” cannot take this shift: in an exchange it takes the person of the other shift."),
    "tag_invalid": ("“{tag}”不能作标签:1 到 64 个字符。", "“{tag}” is no tag: 1 to 64 characters."),
    "customer_not_pooled": ("客户“{customer}”不在公海。", "“{customer}” is not in the pool."),
    "task_number_taken": ("任务编号“{number}”已存在。", "The task number “{number}” is taken."),
    "work_unknown": ("这条记录没有待办的事。", "The record asks for nothing that is still to be done."),
    "prefix_invalid": ("“{prefix}”不能作编号前缀:1 到 16 个字母或数字。", "“{prefix}” is no prefix of numbers: 1 to 16 letters or digits."),
    "parameter_unknown": ("{parameter} 不能是“{value}”。", "{parameter} cannot be “{value}”."),
}  # fmt: skip
