"""What the API says about notices, their channels, messages to customers and public links."""

ALL = {
    "required": ("必填。", "This is needed."),
    "channel_unknown": ("没有这个通知渠道。", "There is no such channel."),
    "channel_exists": ("已有名为“{name}”的通知渠道。", "A channel is called “{name}” already."),
    "channel_kind_fixed": (
        "渠道类型（{kind}）不能更改，请新建。",
        "The kind of a channel ({kind}) stays; make a new one.",
    ),
    "channel_invalid": ("通知渠道的设置不完整或有误。", "The channel is not complete, or something in it is wrong."),
    "channel_value": ("不能是“{value}”，可用：{allowed}。", "Not “{value}”; one of {allowed}."),
    "channel_robot_customers": ("群机器人不能给客户发消息。", "A group's robot does not write to customers."),
    "channel_country": (
        "“{value}”不是国家或地区代码,例如 CN、SG。",
        "“{value}” is no country code such as CN.",
    ),
    "channel_address": ("须是 https 地址。", "An https address is needed."),
    "notify_setting_invalid": ("设置“{name}”的值无效。", "The setting “{name}” does not take this value."),
    "quiet_hours_half": ("免打扰时间须同时填写起止。", "Quiet hours need a beginning and an end."),
    "operator_only": (
        "只有运维人员能用命令行（keflow notify）更改此项。",
        "Only an operator changes this, by the command “keflow notify”.",
    ),
}

OUTREACH = {
    "template_unknown": ("没有模板“{template}”。", "There is no template “{template}”."),
    "template_key": (
        "“{key}”不能作为模板标识：小写字母开头。",
        "“{key}” cannot be a template's key: small letters first.",
    ),
    "template_invalid": ("模板不能这样发出。", "The template cannot go out like this."),
    "field_internal": ("“{field}”是内部信息，不得对外发送。", "“{field}” is internal and never leaves the house."),
    "field_unknown": ("没有可用的字段“{field}”。", "There is no field “{field}” to use."),
    "field_missing": ("字段“{field}”没有值。", "The field “{field}” has no value."),
    "field_too_long": ("字段“{field}”的值太长。", "The value of the field “{field}” is too long."),
    "subject_one_line": ("标题只能有一行。", "A subject is one line."),
    "message_to_nobody": ("没有说明发给谁。", "It does not say whom the message is for."),
    "contact_unknown": ("没有这个联系人。", "There is no such contact."),
    "link_invalid": ("链接无效，请向我们索取新的链接。", "This link is not valid; please ask us for a new one."),
    "link_expired": ("链接已过期，请向我们索取新的链接。", "This link has expired; please ask us for a new one."),
    "attachment_unknown": ("没有这个附件。", "There is no such file."),
    "file_empty": ("文件是空的。", "The file is empty."),
    "file_too_large": ("文件过大，最多 {most} MB。", "The file is too large: {most} MB at most."),
    "deviation_unknown": ("没有“{kind}”这种偏离。", "There is no deviation “{kind}”."),
    "deviation_cases_unknown": (
        "没有编号为“{numbers}”的未结案件。",
        "There is no open case with the number “{numbers}”.",
    ),
    "deviation_gone_on": (
        "案件已经往前走,撤销不了。",
        "The case has gone on; it cannot be taken back.",
    ),
    "deviation_due_unknown": ("偏离之前没有期限,恢复不了。", "There was no due time before; it cannot be put back."),
    "deviation_not_later": ("任务到 {due} 才到期,无需延长。", "The task is due at {due} only; that is no extension."),
    "nobody_listens": ("暂时无法受理，请直接联系我们。", "This cannot be taken just now; please contact us directly."),
    "survey_over": ("问卷已结束，谢谢您。", "The survey is over. Thank you."),
    "public_limited": (
        "提交过于频繁，请 {minutes} 分钟后再试。",
        "Too many at once; please try again in {minutes} minutes.",
    ),
    "field_too_many": ("附件过多，最多 {most} 个。", "Too many files: {most} at most."),
    "field_file_empty": ("文件是空的。", "The file is empty."),
    "field_file_too_large": ("文件过大，最多 {most} MB。", "The file is too large: {most} MB at most."),
    "field_required": ("请填写。", "Please fill this in."),
    "field_minLength": ("请填写。", "Please fill this in."),
    "field_pattern": ("请填写。", "Please fill this in."),
    "field_maxLength": ("太长，最多 {limit} 个字。", "Too long: {limit} characters at most."),
    "field_oneOf": ("请选择一项。", "Please choose one."),
    "field_type": ("请选择或填写有效的内容。", "Please choose or write something valid."),
    "field_minimum": ("超出范围。", "Out of range."),
    "field_maximum": ("超出范围。", "Out of range."),
    "field_multipleOf": ("请选择一项。", "Please choose one."),
}
ALL |= OUTREACH
