"""The texts that keflow brings along, until the house saves its own under the same key."""

from typing import Any

Template = tuple[str, dict[str, dict[str, str]]]


def _pair(zh: tuple[str, str], en: tuple[str, str]) -> dict[str, dict[str, str]]:
    return {"zh": {"subject": zh[0], "body": zh[1]}, "en": {"subject": en[0], "body": en[1]}}


TEMPLATES: dict[str, Template] = {
    "complaint_received": (
        "service",
        _pair(
            (
                "已收到您的投诉 {number}",
                "您好:\n您的投诉我们已收到,编号 {number}。我们将在 {reply_by} 前首次答复,"
                "在 {solve_by} 前解决。\n进度查询:{status_link}",
            ),
            (
                "We have your complaint {number}",
                "Hello,\nwe have your complaint; its number is {number}. You hear from us by {reply_by} and have a "
                "solution by {solve_by}.\nSee how it goes: {status_link}",
            ),
        ),
    ),
    "complaint_decided": (
        "service",
        _pair(
            (
                "投诉 {number} 的处理结果",
                "您好:\n您的投诉 {number} 已有处理结果:{result}\n"
                "如不接受,请回复本消息,我们会转交上一级。进度查询:{status_link}",
            ),
            (
                "What we decided on your complaint {number}",
                "Hello,\nthis is what we decided on your complaint {number}: {result}\nIf you do not agree, answer "
                "this message and it goes one level up. See how it goes: {status_link}",
            ),
        ),
    ),
    "privacy_received": (
        "service",
        _pair(
            (
                "已收到您的个人信息请求 {number}",
                "您好:\n您关于个人信息的请求我们已收到,编号 {number}。我们会先用已有资料核实您的身份,"
                "再在法定期限内答复。",
            ),
            (
                "We have your request {number}",
                "Hello,\nwe have your request about your personal information; its number is {number}. We first verify "
                "who you are with what is on record, and answer within the time that the law sets.",
            ),
        ),
    ),
    "privacy_mismatch": (
        "service",
        _pair(
            (
                "关于您的请求 {number}",
                "您好:\n请求 {number} 未能核实身份,因此没有办理。请用在我们这里留存的手机或邮箱再次提出。",
            ),
            (
                "About your request {number}",
                "Hello,\nwe could not verify who asks, so request {number} was not carried out. Please ask again from "
                "the phone or mail address that we have on record.",
            ),
        ),
    ),
    "privacy_answered": (
        "service",
        _pair(
            ("关于您的请求 {number} 的答复", "您好:\n关于请求 {number}:{result}\n如不满意:{remedy}"),
            ("Our answer to your request {number}", "Hello,\nabout request {number}: {result}\nRemedy: {remedy}"),
        ),
    ),
    "privacy_refused": (
        "service",
        _pair(
            ("关于您的请求 {number} 的答复", "您好:\n请求 {number} 暂不能办理:{result}\n如不同意:{remedy}"),
            (
                "Our answer to your request {number}",
                "Hello,\nrequest {number} cannot be granted for now: {result}\nIf you disagree: {remedy}",
            ),
        ),
    ),
    "privacy_copy": (
        "service",
        _pair(
            (
                "您的个人信息副本 {number}",
                "您好:\n{result}\n请在 15 天内打开链接取走副本,取走后即失效:{copy_link}",
            ),
            (
                "A copy of your data {number}",
                "Hello,\n{result}\nFetch the copy within 15 days; the link ends when it was used: {copy_link}",
            ),
        ),
    ),
    "privacy_erased": (
        "service",
        _pair(
            ("您的个人信息已删除 {number}", "您好:\n{result}\n这是我们最后一次使用这个联系方式。"),
            ("Your data were erased {number}", "Hello,\n{result}\nThis is the last time that we use this address."),
        ),
    ),
    "service_received": (
        "service",
        _pair(
            (
                "已收到您的服务请求 {number}",
                "您好:\n服务请求 {number} 已登记,我们将在 {reply_by} 前首次答复。\n进度查询:{status_link}",
            ),
            (
                "We have your request {number}",
                "Hello,\nyour request {number} is registered; you hear from us by {reply_by}.\nSee how it goes: "
                "{status_link}",
            ),
        ),
    ),
    "answer_back": (
        "service",
        _pair(
            ("关于 {number} 的答复", "您好:\n关于 {number}:{result}\n进度查询:{status_link}"),
            ("An answer to {number}", "Hello,\nabout {number}: {result}\nSee how it goes: {status_link}"),
        ),
    ),
    "survey_invitation": (
        "care",
        _pair(
            ("请为我们的服务打分", "您好:\n想听听您对 {topic} 的评价,只需一分钟:{survey_link}"),
            (
                "How did we do?",
                "Hello,\nwe would like to know what you think of {topic}. It takes a minute: {survey_link}",
            ),
        ),
    ),
    "survey_reminder": (
        "care",
        _pair(
            ("还差您的评价", "您好:\n如方便,请为 {topic} 打分:{survey_link}"),
            ("Your opinion is missing", "Hello,\nif you have a minute, please rate {topic}: {survey_link}"),
        ),
    ),
    "improvement_news": (
        "service",
        _pair(
            (
                "您的反馈有了结果",
                "您好:\n针对您反馈的“{topic}”,我们已优化:{improvement},预计 {effective_from} 起实施。",
            ),
            (
                "Your feedback changed something",
                "Hello,\nyou told us about “{topic}”. This is what we changed: {improvement}, "
                "from {effective_from} on.",
            ),
        ),
    ),
    "tier_promoted": (
        "service",
        _pair(
            ("您的会员等级已提升为 {tier}", "您好:\n您的等级已提升为 {tier},即日起享受:{benefits}。"),
            ("You are now {tier}", "Hello,\nyou are now {tier}. From today you have: {benefits}."),
        ),
    ),
    "reward_granted": (
        "marketing",
        _pair(
            ("送您一份回馈:{reward}", "您好:\n感谢您的支持,送您 {reward},有效期至 {valid_until}。"),
            (
                "Something for you: {reward}",
                "Hello,\nthank you for staying with us. Here is {reward}, valid until {valid_until}.",
            ),
        ),
    ),
    "care_greeting": (
        "care",
        _pair(
            ("{occasion}祝福", "您好:\n{house}全体同仁祝您{occasion}快乐!"),
            ("{occasion} greetings", "Hello,\nall of us at {house} wish you a happy {occasion}."),
        ),
    ),
    "advisory_answer": (
        "care",
        _pair(
            ("您在{topic}上的建议", "您好:\n感谢您在{topic}上的建议。{result}"),
            ("Your advice at {topic}", "Hello,\nthank you for your advice at {topic}. {result}"),
        ),
    ),
    "care_offer": (
        "marketing",
        _pair(
            ("{topic}", "您好:\n{house}为您准备了{topic},欢迎了解。"),
            ("{topic}", "Hello,\n{house} has something for you: {topic}."),
        ),
    ),
    "rescue_contact": (
        "care",
        _pair(
            (
                "想听听您的想法",
                "您好:\n近来与您联系少了,想了解您对我们服务的看法。我们会尽快与您联系,您也可以直接回复。",
            ),
            (
                "We would like to hear from you",
                "Hello,\nwe have not heard from you for a while and would like to know what you think of our service. "
                "We will be in touch; you may also answer this message.",
            ),
        ),
    ),
    "visit_invitation": (
        "service",
        _pair(
            ("{topic}邀请", "您好:\n诚邀您参加 {topic},时间 {date},地点 {place}。议程:{agenda}。"),
            ("An invitation: {topic}", "Hello,\nyou are invited to {topic} on {date}, {place}. Agenda: {agenda}."),
        ),
    ),
}

FOOTER = {"zh": "\n\n不想再收到此类消息:{opt_out_link}", "en": "\n\nNo more messages like this: {opt_out_link}"}


def told(key: str) -> dict[str, Any] | None:
    """A shipped text as a row would hold it; None when there is none of this key."""
    if key not in TEMPLATES:
        return None
    purpose, texts = TEMPLATES[key]
    return {"key": key, "version": 0, "purpose": purpose, "texts": texts}
