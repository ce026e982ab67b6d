"""The one table of sentences: code -> (Chinese, English). Whatever stands in ledgers, findings and refusals is a code;
here, at the edge, it becomes words in the reader's language.

Braces take the parameters of the code; one that was not given stays visible as its name. Each room's codes stand
together; a code without a sentence is told as the code itself, and a test looks for those.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from webapi import texts_customers, texts_notify, texts_people, texts_privacy, texts_times, texts_training

TITLES: dict[int, tuple[str, str]] = {
    400: ("请求有误", "Bad request"),
    401: ("请先登录", "Please sign in"),
    403: ("无权操作", "Not allowed"),
    404: ("找不到", "Not found"),
    405: ("不支持此方法", "Method not allowed"),
    406: ("无法按所要求的格式回答", "Not acceptable"),
    409: ("与当前状态冲突", "Conflict"),
    413: ("内容过大", "Too large"),
    415: ("不支持此内容类型", "Unsupported media type"),
    422: ("输入无效", "Invalid input"),
    429: ("尝试过多", "Too many attempts"),
    500: ("内部错误", "Internal error"),
    503: ("暂不可用", "Unavailable"),
}

HTTP = {
    "bad_request": ("请求无法读取。", "The request cannot be read."),
    "json_invalid": ("请求正文不是有效的 JSON。", "The body is not valid JSON."),
    "route_unknown": ("没有这个地址。", "There is nothing at this address."),
    "method_not_allowed": ("此地址不支持该方法。", "This address does not take that method."),
    "too_large": ("内容超过允许的大小。", "The content is larger than allowed."),
    "input_invalid": ("有字段填写有误。", "Some fields are not as they should be."),
    "internal_error": ("服务器出错，已记录；请稍后再试。", "The server failed; it was logged. Please try again later."),
    "signed_out": ("尚未登录，或登录已过期。", "You are not signed in, or the session has ended."),
    "sign_in_failed": ("用户名或密码不正确。", "The name or the password is not right."),
    "sign_in_limited": (
        "连续失败次数过多，请在 {minutes} 分钟后再试。",
        "Too many failed attempts; please try again in {minutes} minutes.",
    ),
    "csrf_failed": ("缺少或错误的 X-CSRF-Token。", "X-CSRF-Token is missing or wrong."),
    "idempotency_key_reused": (
        "这个 Idempotency-Key 已用于另一个请求。",
        "This Idempotency-Key was used for another request.",
    ),
    "idempotency_key_invalid": ("Idempotency-Key 须为 1 到 255 个字符。", "Idempotency-Key takes 1 to 255 characters."),
    "cursor_invalid": (
        "cursor 无效，请从第一页重新开始。",
        "The cursor is not one of ours; start from the first page.",
    ),
    "taken_meanwhile": (
        "同一编号刚被别人写入，本次没有任何改动，请刷新后再试。",
        "Somebody else has just written the same key; nothing was changed. Please look again.",
    ),
    "busy": ("数据库正忙，请重试。", "The database is busy; please try again."),
}

COMMANDS = {
    "tiers_scored": (
        "{scheme}，评定日 {as_of}：{customers} 位客户，{movers} 位变动（升 {promotions}，降 {demotions}）。",
        "{scheme} as of {as_of}: {customers} customers, {movers} move ({promotions} up, {demotions} down).",
    ),
    "tiers_leads": ("主方案", "leads"),
    "tiers_beside": ("并列", "beside"),
    "tiers_sample": ("可启用", "could be used"),
    "tiers_used": ("已启用“{scheme}”，{members} 个等级。", "“{scheme}” is in use, {members} tiers."),
}

LEDGER = {
    "ledger_sound": (
        "账本完好：{streams} 条链、{entries} 条记录均与写入时一致。",
        "The ledger is sound: {entries} entries in {streams} chains are as they were written.",
    ),
    "ledger_unsigned": (
        "记录完好：{streams} 条链、{entries} 条记录前后一致；没有密钥，未核对签名。",
        "The entries are sound: {entries} in {streams} chains; without the secret key the signature was not checked.",
    ),
    "ledger_broken": (
        "账本被改动（{what}）：{stream} 第 {seq} 条 {fact}。",
        "The ledger was altered ({what}): {stream}, entry {seq}, {fact}.",
    ),
}

ACCESS = {
    "privacy_only": (
        "只有隐私负责人和系统管理员可以查看。",
        "Only those who look after privacy, and administrators, may see this.",
    ),
    "not_allowed": ("您的角色不允许此操作。", "Your roles do not allow this."),
    "person_unknown": ("没有名为“{person}”的在职人员。", "Nobody here is called “{person}”."),
    "person_exists": ("用户名“{person}”已被占用。", "The name “{person}” is taken."),
    "role_unknown": ("没有角色“{role}”，可用：{roles}。", "There is no role “{role}”; there are {roles}."),
    "group_unknown": ("没有名为“{group}”的组。", "There is no group “{group}”."),
    "group_exists": ("“{group}”已是一个组的名称或别名。", "“{group}” already names a group."),
    "department_unknown": ("没有部门“{department}”。", "There is no department “{department}”."),
    "department_exists": ("部门编号“{department}”已被占用。", "The department key “{department}” is taken."),
    "name_invalid": (
        "“{name}”不能作为名称：不得为空，不得含逗号、分号、斜杠、花括号，不得以 * = $ 开头。",
        "“{name}” cannot be a name: not empty, no commas, semicolons, slashes or braces, not starting with * = $.",
    ),
    "password_invalid": (
        "密码不得为空、不得与用户名相同、不得超过 1024 个字符。",
        "A password is not empty, not the name itself, and has at most 1024 characters.",
    ),
    "language_unknown": ("不支持语言“{language}”，可用：zh、en。", "There is no language “{language}”; use zh or en."),
    "manager_circle": ("“{person}”不能是自己的上级。", "“{person}” cannot be their own manager, directly or not."),
    "last_admin": ("“{person}”是最后一位管理员。", "“{person}” is the last admin."),
    "import_refused": ("有 {rows} 行被拒绝，未导入任何内容。", "{rows} rows were refused; nothing was imported."),
    "header_unknown": (
        "表头无法识别：{header}；需要：{wanted}。",
        "The header is not known: {header}; wanted: {wanted}.",
    ),
}

CLOCK = {
    "clock_not_manual": ("时钟只能在演练模式下拨动。", "Only the manual clock can be moved."),
    "clock.not_manual": ("时钟只能在演练模式下拨动。", "Only the manual clock can be moved."),
    "clock_never_back": ("时钟不能往回拨。", "The clock never goes back."),
    "clock.never_back": ("时钟不能往回拨，现在是 {now}。", "The clock never goes back; it is {now}."),
    "history.stream_moved": ("刚有别人写入，请重试。", "Somebody wrote at the same time; please try again."),
    "decision_needed": ("这个模型有几个决策，请指明：{names}。", "The model has several decisions; name one: {names}."),
    "model_unknown": ("没有部署模型“{model}”。", "There is no model “{model}”."),
    "file_missing": ("请附上文件（file）。", "Send the file as multipart field “file”."),
    "instant_invalid": (
        "应为时刻，例如 2026-01-05T09:00:00+08:00。",
        "An instant is wanted, such as 2026-01-05T09:00:00+08:00.",
    ),
}

CASES = {
    "nothing_to_deploy": ("没有可部署的文件。", "There is nothing to deploy."),
    "draft_unknown": ("没有编号为“{id}”的草稿。", "There is no draft “{id}”."),
    "draft_decided": ("这份草稿已由{by}处理。", "This draft has been decided by {by}."),
    "draft_of_another": ("这份草稿是{person}的,只有本人可以修改。", "This draft is {person}'s; only they change it."),
    "draft_outdated": (
        "“{key}”在此期间已发布第 {version} 版;请作者以它为基础重新保存草稿。",
        "Version {version} of “{key}” was published meanwhile; its author saves the draft anew on top of it.",
    ),
    "stopped_draft_outdated": ("在此期间已有人发布了新版本。", "Somebody has published another version meanwhile."),
    "stopped_deployment_refused": (
        "到期时已不能部署,请看检查结果。",
        "It could no longer be deployed; see the findings.",
    ),
    "rehearsal_waiting": ("场景还在演练:{processes}。", "The scenarios are still being played: {processes}."),
    "rehearsal_red": ("场景演练没有通过:{processes}。", "The scenarios went astray: {processes}."),
    "effective_past": ("生效时间须在将来。", "The effective date must lie ahead."),
    "deployment_refused": ("文件未部署,请看各条说明。", "Nothing was deployed; see the findings."),
    "scenario_unknown": ("流程“{key}”没有场景。", "The process “{key}” has no scenarios."),
    "process_unknown": ("没有部署流程“{key}”。", "There is no process “{key}”."),
    "process_version_unknown": ("流程“{key}”没有第 {version} 版。", "The process “{key}” has no version {version}."),
    "check_item_unknown": ("没有检查项“{item}”。", "There is no item “{item}” in a check."),
    "process_off": ("流程“{key}”已停用，不能发起。", "The process “{key}” is switched off and cannot be started."),
    "process_documentation_only": (
        "流程“{key}”只是文档,不能启动。",
        "The process “{key}” is documentation only and cannot be started.",
    ),
    "decision_unknown": ("没有部署决策“{key}”。", "There is no decision “{key}”."),
    "decision_version_unknown": ("决策“{key}”没有第 {version} 版。", "The decision “{key}” has no version {version}."),
    "form_unknown": ("没有部署表单“{key}”。", "There is no form “{key}”."),
    "form_version_unknown": ("表单“{key}”没有第 {version} 版。", "The form “{key}” has no version {version}."),
    "start_ambiguous": ("有几个开始事件,请指明从哪个开始:{elements}", "Say at which start event to begin: {elements}"),
    "business_key_taken": ("业务编号“{key}”已经发起过。", "“{key}” has been started before."),
    "instance_unknown": ("没有这个流程实例。", "There is no such case."),
    "instance_over": ("流程实例已经结束。", "The case is over."),
    "instance_suspended": ("流程实例已暂停。", "The case is suspended."),
    "instance_not_suspended": ("流程实例没有暂停。", "The case is not suspended."),
    "instance_called": ("它由另一个实例调用,请取消调用者。", "Another case called it; cancel that one."),
    "instance_changed": ("流程实例刚被别人改动,请刷新。", "Somebody has just changed the case; look again."),
    "token_gone": ("流程已经走过这一步,请刷新。", "The case has moved on; look again."),
    "message_ambiguous": (
        "有不止一个实例在等消息“{name}”:{instances}",
        "More than one case waits for “{name}”: {instances}",
    ),
    "migration_refused": (
        "不能迁移到第 {version} 版,实例保持原版。",
        "The case cannot go on in version {version}; it stays as it is.",
    ),
    "migration_same_version": ("实例已经是第 {version} 版。", "The case is in version {version} already."),
    "move_refused": (
        "不能移到“{to}”,实例保持原样。",
        "The case cannot be moved to “{to}”; it stays as it is.",
    ),
    "token_unknown": ("实例现在不在“{element}”。", "The case does not stand at “{element}”."),
    "token_ambiguous": ("“{element}”上有几处未办,请指明是哪一处。", "Several are open at “{element}”; say which."),
    "incident_unknown": ("没有这个故障。", "There is no such incident."),
    "incident_waits": ("流程还在等这项后台工作,只能重试。", "The case waits for this job; it can only be retried."),
    "incident_resolved": ("这个故障已经处理。", "The incident is resolved."),
    "task_unknown": ("没有这个任务。", "There is no such task."),
    "task_completed": ("{by} 已经办完这个任务。", "{by} has already completed this task."),
    "task_cancelled": ("这个任务已不再需要办理。", "This task is no longer needed."),
    "task_claimed": ("{by} 已领取这个任务。", "{by} has claimed this task."),
    "undo_too_late": ("之后已有别的动作，不能撤销了。", "Something has happened since, so this cannot be undone."),
    "task_not_claimed": ("这个任务还没有人领取。", "Nobody has claimed this task."),
    "task_not_yours": ("这个任务不归您办理。", "This task is not yours."),
    "task_personal": (
        "这个任务须本人办理,不能转给别人。",
        "Only the person it is meant for can do this task; it cannot be handed over.",
    ),
    "four_eyes": (
        "{person} 经手过前面的步骤,不能再办这一步(双人复核)。",
        "{person} did an earlier step and may not do this one (four eyes).",
    ),
    "role_needed": ("需要角色 {role}。", "The role {role} is needed."),
    "not_before": ("不得早于 {day}。", "It may not be before {day}."),
    "form_invalid": ("有字段填写有误。", "Some fields are not as they should be."),
    # what a form's schema says of a place: its keyword is the code
    "minLength": ("至少 {limit} 个字。", "At least {limit} characters."),
    "maxLength": ("最多 {limit} 个字。", "At most {limit} characters."),
    "minimum": ("不能小于 {limit}。", "Not below {limit}."),
    "maximum": ("不能大于 {limit}。", "Not above {limit}."),
    "exclusiveMinimum": ("必须大于 {limit}。", "More than {limit}."),
    "exclusiveMaximum": ("必须小于 {limit}。", "Less than {limit}."),
    "multipleOf": ("必须是 {multiple_of} 的倍数。", "A multiple of {multiple_of}."),
    "minItems": ("至少 {limit} 项。", "At least {limit} items."),
    "maxItems": ("最多 {limit} 项。", "At most {limit} items."),
    "uniqueItems": ("有重复项。", "Items repeat."),
    "pattern": ("格式不对。", "Not in the expected format."),
    "format": ("格式不对（{format}）。", "Not a valid {format}."),
    "type": ("类型不对，应为 {types}。", "Not of the right kind: {types} is expected."),
    "enum": ("只能是其中之一：{options}。", "Must be one of {options}."),
    "oneOf": ("请从选项中选择。", "Choose one of the options."),
    "anyOf": ("请从选项中选择。", "Choose one of the options."),
    "const": ("应为 {expected_value}。", "{expected_value} is expected."),
    "additionalProperties": ("没有这些字段：{unexpected}。", "There are no such fields: {unexpected}."),
    "minProperties": ("请至少填写一项。", "Fill in at least one."),
    "evidence_guide": (
        "案件 {case} 的证据,制作于 {at}。\n\n"
        "ledger.csv     本案及其调用的案件的账本,带封签\n"
        "models/        当时有效的流程图、规则表和表单\n"
        "case.json      案件;tasks.json 任务、期限及其推导\n"
        "MANIFEST.sha256 各文件的指纹(sha256sum -c 核对)\n\n"
        "验证:keflow history verify ledger.csv(离线;KEFLOW_SECRET_KEY 给出时连同签名)。\n",
        "Evidence of case {case}, made at {at}.\n\n"
        "ledger.csv     the ledger of the case and of those it called, sealed\n"
        "models/        drawings, rule tables and forms then valid\n"
        "case.json      the cases; tasks.json: tasks, due times and how they came about\n"
        "MANIFEST.sha256 hashes of the files (sha256sum -c)\n\n"
        "Verify: keflow history verify ledger.csv (offline; with KEFLOW_SECRET_KEY the signature too).\n",
    ),
    "report_unknown": ("没有报表“{report}”。", "There is no report “{report}”."),
    "report_of_the_house": (
        "报表“{report}”只对流程负责人、审计员和高管开放。",
        "The report “{report}” is for process owners, auditors and executives.",
    ),
    "report_span_invalid": (
        "起始日不能晚于结束日,期间不超过 {days} 天。",
        "A span begins before it ends, and is {days} days at most.",
    ),
    "report_filter_unknown": (
        "报表“{report}”不能按“{filter}”筛选。",
        "The report “{report}” has no filter “{filter}”.",
    ),
    "leads_nobody": ("您没有下属部门。", "You head no department."),
    "view_unnamed": ("请给这个视图取个名字。", "Please give the view a name."),
    "view_unknown": ("没有这个视图。", "There is no such view."),
    "views_too_many": ("最多保存 {most} 个视图。", "At most {most} views can be kept."),
    "group_not_yours": ("您不在“{group}”组里。", "You are not in the group “{group}”."),
    "comment_empty": ("评论不能为空。", "A comment cannot be empty."),
}

HANDBOOK = {
    "handbook_unknown": ("没有手册“{key}”。", "There is no handbook “{key}”."),
    "handbook_copy_unknown": ("手册没有发布过第 {number} 版。", "The handbook has no published copy {number}."),
    "handbook_without_charter": (
        "手册“{key}”还没有章程（给谁看、找什么、核心目标），不能发布。",
        "The handbook “{key}” has no charter yet (for whom, what for, which goal) and cannot be published.",
    ),
    "handbook_fonts_missing": (
        "服务器上没有字体（页面未构建），无法生成 PDF；HTML 和 Word 仍可下载。",
        "The server has no fonts (the pages are not built), so there is no PDF; HTML and Word can be had.",
    ),
    "handbook_figure_unknown": ("流程“{process}”没有可绘的图。", "The process “{process}” holds no drawing."),
    "handbook_unchanged": (
        "内容与已发布的第 {number} 版相同，无需再发布。",
        "It says what the published copy {number} says; there is nothing to publish.",
    ),
    "day_not_ahead": ("{day} 不在今天之后,请选一个以后的日子。", "{day} is not after today: choose a later day."),
    "review_decision": (
        "管理评审的结论“{decision}”不可用:维持时下次评审日须在今天之后。",
        "The review cannot decide “{decision}”: what is kept needs a next day after today.",
    ),
}

SENTENCES: dict[str, tuple[str, str]] = (
    HTTP
    | COMMANDS
    | LEDGER
    | ACCESS
    | CASES
    | CLOCK
    | HANDBOOK
    | texts_customers.ALL
    | texts_people.ALL
    | texts_times.ALL
    | texts_notify.ALL
    | texts_privacy.ALL
    | texts_training.ALL
)

FIELD_MESSAGES = {
    "Missing data for required field.": "此项必填。",
    "Unknown field.": "没有这个字段。",
    "Field may not be null.": "此项不能为空值。",
    "Not a valid string.": "应为文本。",
    "Not a valid integer.": "应为整数。",
    "Not a valid number.": "应为数字。",
    "Not a valid boolean.": "应为是或否。",
    "Not a valid datetime.": "应为日期时间，例如 2026-01-05T09:00:00+08:00。",
    "Not a valid date.": "应为日期，例如 2026-01-05。",
    "Not a valid list.": "应为列表。",
    "Not a valid mapping type.": "应为对象。",
    "Not a valid UUID.": "应为 UUID。",
    "Invalid input type.": "应为对象。",
}


class Params(dict[str, Any]):
    """Parameters of a sentence; one that was not given stays visible as its name."""

    def __missing__(self, name: str) -> str:
        return str(self["value"]) if "value" in self else f"{{{name}}}"


def language() -> str:
    """`zh` or `en`, as the reader's browser prefers; Chinese where it does not say."""
    return request.accept_languages.best_match(["zh", "en"], "zh")


def terminal_language() -> str:
    """The language of a command's words: Chinese where the terminal says so, else English."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if told.startswith("zh") else "en"


def dotted(path: str | Sequence[Any]) -> str:
    """A place in the body, `errors.0.path`; a text is taken as it is."""
    return path if isinstance(path, str) else ".".join(str(part) for part in path)


def say(code: str, params: Mapping[str, Any], lang: str) -> str:
    """The sentence of a code in a language."""
    pair = SENTENCES.get(code)
    if pair is None:
        told = ", ".join(f"{name}={value}" for name, value in params.items())
        return f"{code}: {told}" if told else code
    listed = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in params.items()}
    return pair[lang == "en"].format_map(Params(listed))


def title(status: int, lang: str) -> str:
    """What a status is called."""
    return TITLES.get(status, TITLES[400 if status < 500 else 500])[lang == "en"]


def field_message(english: str, lang: str) -> str:
    """What marshmallow says about a field, in the reader's language where we know it."""
    return FIELD_MESSAGES.get(english, english) if lang == "zh" else english
