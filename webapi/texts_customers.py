"""What is said about customers, tiers and tables: code -> (Chinese, English). See texts.py."""
# ruff: noqa: E501  (a row a code reads best)

CUSTOMERS: dict[str, tuple[str, str]] = {
    "customer_unknown": ("没有编号为“{customer}”的客户，或您无权查看。", "There is no customer “{customer}” that you may see."),
    "customer_exists": ("客户编号“{number}”已存在。", "The customer number “{number}” is taken."),
    "number_invalid": ("“{number}”不能作客户编号：1 到 64 个字符。", "“{number}” is no customer number: 1 to 64 characters."),
    "name_missing": ("客户名称不能为空。", "A customer needs a name."),
    "kind_unknown": ("没有客户类别“{kind}”。", "There is no kind “{kind}” of customer."),
    "field_unknown": ("客户没有这些字段：{fields}。", "A customer has no such fields: {fields}."),
    "contact_one_reach": ("请只填电话或邮箱之一。", "Give either a phone number or a mail address."),
    "opening_balance_exists": ("客户“{customer}”已有期初。", "“{customer}” has an opening balance already."),
    "opening_months_wrong": ("期初月数须在 1 到 1200 之间，现为 {months}。", "An opening balance covers 1 to 1200 months, not {months}."),
    "template_unknown": ("没有模板“{template}”，可用：{templates}。", "There is no template “{template}”; there are {templates}."),
}  # fmt: skip

TIERS: dict[str, tuple[str, str]] = {
    "scheme_unknown": ("没有等级方案“{scheme}”。", "There is no tier scheme “{scheme}”."),
    "scheme_leads_already": ("方案“{scheme}”已是主方案。", "“{scheme}” is the leading scheme already."),
    "scheme_table_missing": ("方案须指明规则表。", "A scheme names its rule table."),
    "scheme_setting_wrong": ("方案的 {setting} 不能是 {value}。", "{setting} of a scheme cannot be {value}."),
    "member_unknown": ("方案“{scheme}”没有等级“{member}”。", "The scheme “{scheme}” has no tier “{member}”."),
    "mode_unknown": ("没有评定方式“{mode}”，可用：{known}。", "There is no mode “{mode}”; there are {known}."),
    "as_of_in_future": ("评定日 {as_of} 在今天 {today} 之后。", "{as_of} lies after today, {today}."),
    "as_of_evaluated": ("方案“{scheme}”在 {as_of} 已按别的规则评定过。", "“{scheme}” was evaluated as of {as_of} under other rules."),
    "as_of_before_last_run": ("评定日 {as_of} 早于上次评定 {last}。", "{as_of} lies before the last evaluation, {last}."),
    "run_unknown": ("没有评定批次“{run}”。", "There is no run “{run}”."),
    "move_unknown": ("批次“{run}”里没有客户“{customer}”的变动。", "The run “{run}” has no move of “{customer}”."),
    "exceptions_unknown": ("有 {count} 个例外客户不在变动名单里：{customers}。", "{count} exceptions are not among the movers: {customers}."),
    "customers_uncovered": ("规则没有覆盖 {count} 个客户：{customers}。", "The rules leave {count} customers without a tier: {customers}."),
    "tier_unknown": ("客户“{customer}”在方案“{scheme}”里还没有等级。", "“{customer}” has no tier in “{scheme}” yet."),
    "proposal_not_by_the_rules": ("按现行规则应为“{rules}”，不能提议“{proposed}”。", "By the rules it is “{rules}”; “{proposed}” cannot be proposed."),
    "tier_moved": ("客户“{customer}”的等级已从 {seen} 变为 {now}，请重新评定。", "The tier of “{customer}” has moved from {seen} to {now}; evaluate again."),
    "tier_not_locked": ("客户“{customer}”没有锁定等级。", "The tier of “{customer}” is not locked."),
    "lock_reason_missing": ("锁定等级须写明理由。", "A lock needs a reason."),
    "lock_expiry_past": ("锁定期限 {until} 已过。", "The lock would end on {until}, which is past."),
    "decision_failed": ("规则表“{decision}”第 {version} 版出错：{error}。", "The table “{decision}”, version {version}, failed: {error}."),
    "decision_not_a_table": ("决策“{decision}”不是一张规则表。", "“{decision}” is not a decision table."),
}  # fmt: skip

FILES: dict[str, tuple[str, str]] = {
    "file_empty": ("文件“{file}”是空的。", "The file “{file}” is empty."),
    "file_unreadable": ("文件“{file}”不是可读的表格。", "The file “{file}” cannot be read as a table."),
    "xls_is_too_old": ("“{file}”是旧的 .xls，请另存为 .xlsx 或 CSV。", "“{file}” is an old .xls; save it as .xlsx or CSV."),
    "xlsx_too_large": ("“{file}”展开后过大，请改用 CSV。", "“{file}” is too large unpacked; use CSV."),
    "csv_broken": ("CSV 在第 {row} 行断了：{reason}。", "The CSV is broken at row {row}: {reason}."),
    "encoding_unknown": ("“{file}”的编码无法识别，请存为 UTF-8 或 GB18030。", "The encoding of “{file}” is not known; save it as UTF-8 or GB18030."),
    "header_missing": ("“{file}”没有表头。", "“{file}” has no header."),
    "columns_missing": ("缺少列：{columns}。", "Columns are missing: {columns}."),
    "columns_unknown": ("不认识这些列：{columns}。", "These columns are not known: {columns}."),
    "columns_twice": ("这些列出现了两次：{columns}。", "These columns stand twice: {columns}."),
    "mapping_unknown": ("模板“{template}”没有名为“{mapping}”的列对应。", "“{template}” has no mapping “{mapping}”."),
    "mapping_to_unknown_columns": ("列对应指向不存在的列：{columns}。", "The mapping names columns that do not exist: {columns}."),
    "option_unknown": ("模板“{template}”没有选项 {option}。", "“{template}” has no option {option}."),
    "file_imported_before": ("同一文件已在 {at} 导入过（{file}）。", "This very file was imported before, at {at} ({file})."),
}  # fmt: skip

CELLS: dict[str, tuple[str, str]] = {
    "placeholder_empty": ("“{value}”只是占位，按空白处理。", "“{value}” only holds a place; it counts as empty."),
    "not_a_range": ("“{value}”不是起止时间。", "“{value}” is no range of days."),
    "range_backwards": ("“{value}”的结束早于开始。", "“{value}” ends before it starts."),
    "not_a_measure": ("“{value}”不是带单位的数值。", "“{value}” is no value with a unit."),
    "task_number_twice": ("任务编号在文件中重复。", "The task number stands in the file twice."),
    "cell_empty": ("此格不能为空。", "This cell must not be empty."),
    "text_too_long": ("文字过长，最多 {longest} 个字符。", "The text is too long; at most {longest} characters."),
    "too_many_cells": ("该行有 {found} 格，表头只有 {expected} 列。", "The row has {found} cells, the header {expected} columns."),
    "not_an_amount": ("不是金额。", "This is no amount."),
    "amount_too_large": ("金额过大。", "The amount is too large."),
    "amount_below_cents": ("金额小于一分。", "The amount is finer than a cent."),
    "not_a_date": ("不是日期。", "This is no date."),
    "no_such_date": ("没有这一天。", "There is no such day."),
    "no_such_time": ("没有这个时刻。", "There is no such time."),
    "date_out_of_range": ("日期超出范围。", "The date is out of range."),
    "not_a_duration": ("不是时长。", "This is no duration."),
    "value_unknown": ("不是允许的值。", "This value is not among those allowed."),
    "owner_unknown": ("没有这个人员。", "Nobody here has that name."),
    "formula_without_value": ("公式没有算出的值，请在表格程序里打开并保存一次。", "The formula has no computed value; open and save it in a spreadsheet."),
    "customer_twice": ("同一客户编号在文件里出现了两次。", "This customer stands twice in the file."),
    "order_known": ("单号已导入过，跳过。", "This order was imported before and is skipped."),
    "order_differs": ("单号已导入过，但内容不同。", "This order was imported before with other content."),
}  # fmt: skip

ALL: dict[str, tuple[str, str]] = CUSTOMERS | TIERS | FILES | CELLS
