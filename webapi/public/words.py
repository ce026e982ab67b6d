"""The words around the forms of the public pages, Chinese and English."""

from typing import Any

WORDS: dict[str, tuple[str, str]] = {
    "complaint": ("投诉", "Complaint"),
    "service": ("服务请求", "Service request"),
    "feedback": ("意见箱", "Suggestion box"),
    "survey": ("满意度调查", "Survey"),
    "privacy": ("个人信息请求", "Personal information request"),
    "copy": ("个人信息副本", "A copy of your data"),
    "status": ("处理进度", "How it goes"),
    "opt-out": ("退订", "No more messages"),
    "trouble": ("打不开", "This did not work"),
    "intro.complaint": (
        "请说明情况。提交后马上给您编号,并告诉您何时答复、何时解决。",
        "Tell us what happened. You get a number at once, and the time by which you hear from us.",
    ),
    "intro.service": (
        "请说明需要。提交后马上给您编号,并告诉您何时答复。",
        "Tell us what you need. You get a number at once, and the time by which you hear from us.",
    ),
    "intro.feedback": (
        "请写下您的意见或建议,可以匿名。提交后马上给您编号和进度页,答复也在那里。",
        "Tell us what you think; you may stay anonymous. You get a number and a status page at once, and our answer "
        "stands there.",
    ),
    "intro.privacy": (
        "查看、更正、删除您的信息,了解等级怎么来的,或要求停止使用。提交后马上给您编号;我们先核实身份,再在法定期限内答复。",
        "See, correct or erase your data, learn how your tier came about, or have their use stopped. You get a number "
        "at once; we verify who you are and answer within the time that the law sets.",
    ),
    "intro.survey": ("只需一分钟。", "It takes a minute."),
    "files": ("附件(选填,最多 {most} 个,每个不超过 20 MB)", "Files (optional, {most} at most, 20 MB each)"),
    "send": ("提交", "Send"),
    "required": ("必填", "required"),
    "errors": ("有 {n} 处需要修改", "{n} to mend"),
    "sealed": (
        "您填写的内容加密保存,只有处理此事的人能看到。",
        "What you write is kept sealed; only who deals with it can read it.",
    ),
    "notice": ("隐私告知(第 {n} 版)", "How we use your data (notice, version {n})"),
    "number": ("编号", "Number"),
    "received": ("收到时间", "Received"),
    "first_response": ("首次答复不晚于", "You hear from us by"),
    "resolution": ("解决不晚于", "Solved by"),
    "keep": ("请保存这个链接,可随时查看进度:", "Keep this link to see how it goes:"),
    "thanks.complaint": ("已收到您的投诉", "We have your complaint"),
    "thanks.service": ("已收到您的请求", "We have your request"),
    "thanks.feedback": ("已收到您的意见", "We have your suggestion"),
    "thanks.privacy": ("已收到您的请求", "We have your request"),
    "copy.ask": (
        "里面是您的全部个人信息,请在自己的设备上打开。",
        "It holds all of your data; use a device of your own.",
    ),
    "copy.button": ("下载副本", "Download the copy"),
    "thanks.survey": ("谢谢您的评价", "Thank you"),
    "done.survey": ("这份问卷已经回答过了,谢谢您。", "This survey has its answer. Thank you."),
    "state.received": ("已收到,等待首次答复", "Received; our first answer is on its way"),
    "state.answered": ("已答复,正在处理", "Answered; being worked on"),
    "state.closed": ("已办结", "Closed"),
    "closed": ("办结时间", "Closed on"),
    "answer": ("我们的答复", "Our answer"),
    "out.ask": (
        "不再接收关怀和营销消息?与服务有关的必要通知仍会发送。",
        "No more greetings and offers? What your service needs is still sent.",
    ),
    "out.button": ("确认退订", "Yes, no more"),
    "out.done": (
        "已退订,立即生效。以后又想收到的,告诉我们任何一位同事即可。",
        "Done. It holds from this moment. If you change your mind, tell any of us.",
    ),
    "other": ("English", "中文"),
    "http_400": ("请求无法读取,请重试。", "The request could not be read; please try again."),
    "http_403": ("请从我们的页面提交。", "Please send it from our own page."),
    "http_404": ("没有这个页面。", "There is no such page."),
    "http_413": ("附件过大,每个不超过 20 MB。", "A file is too large: 20 MB each at most."),
    "http_other": ("暂时打不开,请稍后再试。", "This does not work just now; please try again later."),
}


def say(code: str, lang: str, **params: Any) -> str:
    """A sentence in the reader's language."""
    return WORDS[code][lang == "en"].format(**params)
