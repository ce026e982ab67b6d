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
    "channel_address": ("须是 https 地址。", "An https address is needed."),
    "notify_setting_invalid": ("设置“{name}”的值无效。", "The setting “{name}” does not take this value."),
    "quiet_hours_half": ("免打扰时间须同时填写起止。", "Quiet hours need a beginning and an end."),
    "operator_only": (
        "只有运维人员能用命令行（keflow notify）更改此项。",
        "Only an operator changes this, by the command “keflow notify”.",
    ),
}
