"""What findings and incidents say: code -> (what is wrong, how to mend it), Chinese and English.

One row a code, in the process owner's words; the codes come from engine/runtime, engine/feel and engine/definitions,
and a test looks for codes without a row.
"""

from collections.abc import Mapping
from typing import Any

from webapi.texts import Params

Row = tuple[tuple[str, str], tuple[str, str]]

FILES: dict[str, Row] = {
    "nothing_to_deploy": (("没有可部署的文件。", "There is nothing to deploy."), ("请选择 .bpmn、.dmn 或表单 .json 文件。", "Choose .bpmn, .dmn or form .json files.")),
    "file_kind_unknown": (("不认识这种文件。", "This kind of file is not known."), ("可部署 .bpmn、.dmn、<表单>.schema.json、.ui.json、.zh.json、.en.json。", "Deploy .bpmn, .dmn, <form>.schema.json, .ui.json, .zh.json or .en.json.")),
    "file_empty": (("文件是空的。", "The file is empty."), ("请重新导出后再上传。", "Export it again.")),
    "empty_file": (("文件是空的。", "The file is empty."), ("请重新导出后再上传。", "Export it again.")),
    "file_too_large": (("文件过大。", "The file is too large."), ("请拆成几个流程。", "Split it into several processes.")),
    "not_xml": (("不是有效的 XML:{reason}", "This is not valid XML: {reason}"), ("请用建模工具重新保存。", "Save it again with a modeler.")),
    "xml_broken": (("XML 在第 {line} 行第 {column} 列断了。", "The XML is broken at line {line}, column {column}."), ("请用建模工具重新保存。", "Save it again with a modeler.")),
    "not_bpmn": (("不是 BPMN 2.0 文件。", "This is not a BPMN 2.0 file."), ("请用 BPMN 建模工具导出。", "Export it from a BPMN modeler.")),
    "not_dmn": (("不是 DMN 文件。", "This is not a DMN file."), ("请用 DMN 建模工具导出。", "Export it from a DMN modeler.")),
    "doctype": (("文件含 DOCTYPE 声明,出于安全不予接受。", "The file has a DOCTYPE, which is refused for safety."), ("删除 <!DOCTYPE …> 一行。", "Remove the <!DOCTYPE …> line.")),
    "json_unreadable": (("不是有效的 JSON:{detail}", "This is not valid JSON: {detail}"), ("检查逗号与引号,并存为 UTF-8。", "Check commas and quotes, and save as UTF-8.")),
    "scenarios_unreadable": (("场景文件无法读取。{detail}", "The scenarios cannot be read. {detail}"), ("写成 YAML:每个场景一个名字,下面是它的步骤。", "Write YAML: a name for each scenario, its steps below.")),
    "json_not_an_object": (("JSON 的最外层须是对象。", "The outermost JSON value must be an object."), ("用 { … } 包起来。", "Wrap it in { … }.")),
    "form_without_schema": (("表单“{element}”没有 schema 文件。", "The form has no schema file."), ("同时上传 <表单>.schema.json。", "Upload <form>.schema.json with it.")),
    "form_schema_wrong": (("表单的 JSON Schema 有误:{detail}", "The form's JSON Schema is wrong: {detail}"), ("按 JSON Schema 2020-12 修正。", "Mend it by JSON Schema 2020-12.")),
    "form_required_unknown": (("必填的“{field}”不是这张表单的字段。", "“{field}” is required, but is no field of this form."), ("删除此必填,或添加该字段。", "Do not require it, or add the field.")),
    "form_condition_unknown": (("条件用到的“{field}”不是这张表单的字段。", "A condition looks at “{field}”, which is no field of this form."), ("改用已有的字段。", "Let it look at a field of the form.")),
    "form_hidden_required": (("“{field}”总是必填,却只在“{other}”为某些值时显示。", "“{field}” is always required, but shown only for some values of “{other}”."), ("改为在同样条件下必填。", "Require it under the same condition.")),
    "form_decided": (("“{field}”预先选好了答案。", "“{field}” is answered beforehand."), ("去掉默认值:决定由人作出。", "Remove the default: a decision is what a person chose.")),
    "form_untitled": (("字段“{field}”没有名称。", "The field “{field}” has no title."), ("给它一个中英文名称。", "Give it a title in both languages.")),
    "form_name_odd": (("字段名“{field}”不能用作流程变量。", "Processes cannot use the field name “{field}”."), ("用英文字母、数字和下划线。", "Use English letters, digits and underscores.")),
    "form_order": (("显示顺序与字段不一致:{names}", "The order shown does not fit the fields: {names}"), ("在 ui:order 中逐一列出字段。", "List each field once in ui:order.")),
    "form_word_missing": (("“{word}”缺少{lang}文字。", "“{word}” has no {lang} text."), ("补上这种语言的文字。", "Write the text of that language.")),
    "form_schema_not_an_object": (("表单的 schema 须为 type: object。", "A form's schema must be of type object."), ("在最外层写 \"type\": \"object\"。", "Write \"type\": \"object\" at the top.")),
    "key_twice": (("同一标识在另一个文件 {other} 里也有。", "The same key stands in {other} too."), ("给其中一个换标识。", "Give one of them another key.")),
    "process_unknown": (("没有部署流程“{name}”。", "There is no process “{name}”."), ("先部署它;否则走到这里会停下。", "Deploy it first; a case would stop there.")),
    "decision_unknown": (("没有部署决策“{name}”。", "There is no decision “{name}”."), ("先部署它;否则走到这里会停下。", "Deploy it first; a case would stop there.")),
    "form_unknown": (("没有部署表单“{name}”。", "There is no form “{name}”."), ("先部署表单;在此之前任务接受任意内容。", "Deploy the form; until then the task takes any answer.")),
    "service_unknown": (("没有服务类型“{name}”。", "There is no service type “{name}”."), ("从清单里选一个服务类型。", "Choose a service type from the list.")),
    "group_unknown": (("没有组“{name}”,已建一个空组。", "There is no group “{name}”; an empty one is made."), ("把人员加入该组,否则没人看得到任务。", "Put people into it, or nobody sees the task.")),
    "group_name_invalid": (("“{name}”不能作组名(逗号、斜杠、花括号等),没有建组。", "“{name}” cannot be a group's name (commas, slashes, braces); no group is made."), ("改用现有组的名称或别名,否则没人看得到任务。", "Use the name or alias of a group, or nobody sees the task.")),
    "person_unknown": (("没有名为“{name}”的人员。", "Nobody here is called “{name}”."), ("改成现有人员或组。", "Name an existing person or a group.")),
}  # fmt: skip

DRAWING: dict[str, Row] = {
    "no_process": (("文件里没有流程。", "The file holds no process."), ("至少画一个流程。", "Draw at least one process.")),
    "documentation_only": (("流程未标为可执行,只作为文档保存,不能启动。", "No process is marked executable: it is kept as documentation and cannot run."), ("要运行它,请勾选“可执行”。", "Tick “executable” to run it.")),
    "process_without_id": (("流程没有标识。", "The process has no id."), ("填写流程标识。", "Give the process an id.")),
    "duplicate_id": (("标识“{element}”用了 {count} 次。", "The id is used {count} times."), ("每个元素用不同的标识。", "Use each id once.")),
    "element_without_id": (("有一个 {kind} 没有标识。", "A {kind} has no id."), ("填写标识。", "Give it an id.")),
    "no_diagram": (("文件没有图形信息。", "The file has no diagram."), ("在建模器里打开并排版后保存。", "Lay it out in a modeler and save.")),
    "nothing_to_run": (("这里没有可运行的元素。", "There is nothing here to run."), ("画出开始、任务和结束。", "Draw a start, tasks and an end.")),
    "no_start": (("没有可以开始的元素。", "Nothing can start here."), ("加一个开始事件。", "Add a start event.")),
    "several_plain_starts": (("有多个无类型的开始事件。", "There are several plain start events."), ("只留一个,其余改成消息或定时开始。", "Keep one; make the others message or timer starts.")),
    "subprocess_start": (("子流程只能从无类型的开始事件开始,这里是 {kind}。", "A subprocess begins at a plain start event, not at {kind}."), ("改成无类型的开始事件,或改为事件子流程。", "Use a plain start, or make it an event subprocess.")),
    "handler_start": (("事件子流程须有且只有一个带类型的开始事件(现有 {starts} 个)。", "An event subprocess needs exactly one typed start event (there are {starts})."), ("只留一个消息、信号、定时、错误或升级开始事件。", "Keep one message, signal, timer, error or escalation start.")),
    "handler_in_flow": (("事件子流程不能接顺序流。", "An event subprocess takes no sequence flow."), ("删除连入或连出的线。", "Remove the flows into or out of it.")),
    "compensation_handler": (("补偿处理 {element} 要用关联线接到补偿边界事件。", "A compensation handler must be associated with a compensation boundary event."), ("用关联线连接。", "Connect it with an association.")),
    "compensation_in_flow": (("补偿处理不能接顺序流。", "A compensation handler takes no sequence flow."), ("删除连入或连出的线。", "Remove the flows into or out of it.")),
    "unsupported": (("暂不支持 {kind}。", "{kind} is not supported yet."), ("改用任务、网关、子流程和事件来表达。", "Express it with tasks, gateways, subprocesses and events.")),
    "quantity_invalid": (("{attribute}={value} 不受支持。", "{attribute}={value} is not supported."), ("删除该属性(按 1 处理)。", "Remove it (it counts as 1).")),
    "flow_dangling": (("顺序流的一端不存在。", "An end of this flow does not exist."), ("重新连接。", "Connect it again.")),
    "flow_source_missing": (("顺序流的起点不存在:{ref}。", "The source of this flow does not exist: {ref}."), ("重新连接。", "Connect it again.")),
    "flow_out_of_end": (("结束事件后面不能再连线。", "Nothing may follow an end event."), ("删除这条线,或把结束改成中间事件。", "Remove the flow, or make it an intermediate event.")),
    "flow_into_start": (("开始事件前面不能连线。", "No flow may lead into a start event."), ("删除这条线。", "Remove the flow.")),
    "flow_into_boundary": (("边界事件前面不能连线。", "No flow may lead into a boundary event."), ("删除这条线。", "Remove the flow.")),
    "unreachable": (("从开始走不到这里。", "This can never be reached."), ("连上线,或删除它。", "Connect it, or remove it.")),
    "join_waits_for_itself": (("这个汇合在等自己后面的分支,永远等不到。", "This join waits for a branch that only it can start."), ("把回路改从汇合之前接入。", "Lead the loop back before the join.")),
    "event_unsupported": (("此处不支持 {event} 事件。", "A {event} event is not supported here."), ("换一种事件类型。", "Use another kind of event.")),
    "event_reference": (("事件指向的 {kind} 不存在。", "The {kind} that this event names does not exist."), ("在属性里重新选择。", "Choose it again in the properties.")),
    "event_without_definition": (("中间事件没有类型。", "The event has no type."), ("选择消息、定时、信号等类型。", "Choose message, timer, signal or another type.")),
    "event_without_name": (("{kind} 没有名称。", "The {kind} has no name."), ("填写名称。", "Give it a name.")),
    "end_without_name": (("结束事件没有名称。", "The end event has no name."), ("名称就是结果,例如“已批准”。", "Its name is the outcome, such as “approved”.")),
    "boundary_without_activity": (("边界事件没有附着在活动上。", "The boundary event is attached to nothing."), ("拖到任务或子流程的边上。", "Put it on the edge of a task or subprocess.")),
    "boundary_must_interrupt": (("这种边界事件必须中断活动。", "This kind of boundary event must interrupt."), ("改成中断型。", "Make it interrupting.")),
    "cancel_outside_transaction": (("取消事件只能用在事务里。", "A cancel event belongs to a transaction."), ("改用错误或终止事件。", "Use an error or terminate event.")),
    "code_undeclared": (("{kind}“{ref}”未在文件里声明,按代码使用。", "The {kind} “{ref}” is not declared; it is used as a code."), ("在属性里声明它。", "Declare it in the properties.")),
    "condition_missing": (("条件事件没有条件。", "The conditional event has no condition."), ("写一个 FEEL 条件。", "Write a FEEL condition.")),
    "condition_without_effect": (("这里的条件不起作用。", "The condition has no effect here."), ("把条件放到排他或包容网关之后。", "Put it behind an exclusive or inclusive gateway.")),
    "default_dangling": (("默认流“{ref}”不从这里出发。", "The default flow “{ref}” does not leave here."), ("重新选默认流。", "Choose the default flow again.")),
    "flow_taken_as_default": (("流“{flow}”没有条件,按默认流处理。", "The flow “{flow}” has no condition; it is taken as the default."), ("把它标为默认流。", "Mark it as the default flow.")),
    "flow_without_condition": (("流 {flows} 没有条件,不知何时走。", "The flows {flows} have no condition."), ("补上条件,只留一条默认流。", "Add conditions and keep one default.")),
    "gateway_without_default": (("网关没有默认流;都不满足时会停下。", "The gateway has no default; a case stops where nothing fits."), ("标一条默认流。", "Mark one flow as the default.")),
    "race_target": (("事件网关后面只能是消息、信号、定时事件或接收任务。", "Only message, signal or timer events and receive tasks may follow an event-based gateway."), ("改掉 {target}。", "Change {target}.")),
    "race_without_events": (("事件网关后面没有事件。", "Nothing follows the event-based gateway."), ("接上要等待的事件。", "Add the events to wait for.")),
    "link_target": (("链接“{link}”须有且只有一个目标。", "The link “{link}” needs exactly one target."), ("让抛出和捕获的名称一致且唯一。", "Give throw and catch the same, unique name.")),
    "loop_maximum": (("循环上限“{value}”不是正整数。", "The loop limit “{value}” is not a positive whole number."), ("写一个正整数。", "Write a positive whole number.")),
    "loop_without_end": (("循环既没有条件也没有上限。", "The loop has neither a condition nor a limit."), ("写循环条件或上限。", "Give it a condition or a limit.")),
    "loop_without_items": (("多实例没有说明对哪些数据重复。", "The multi-instance does not say what to repeat for."), ("填写集合或次数。", "Name a collection or a number.")),
    "script_language": (("脚本语言“{language}”不受支持。", "The script language “{language}” is not supported."), ("用 FEEL 改写。", "Write it in FEEL.")),
    "script_missing": (("脚本任务没有脚本。", "The script task has no script."), ("写一个 FEEL 表达式。", "Write a FEEL expression.")),
    "script_without_result": (("脚本的值没有去处。", "Nothing keeps the value of the script."), ("填写“结果变量”。", "Name a result variable.")),
    "service_missing": (("服务任务没有选服务类型;走到这里会停下。", "The service task has no service; a case stops there."), ("选择一个服务类型。", "Choose a service type.")),
    "decision_missing": (("规则任务没有选决策;走到这里会停下。", "The rule task has no decision; a case stops there."), ("选择一个决策。", "Choose a decision.")),
    "process_missing": (("调用活动没有说明调用哪个流程。", "The call activity names no process."), ("选择一个流程。", "Choose a process.")),
    "mapping_unread": (("参数“{parameter}”的写法读不懂,已忽略。", "The parameter “{parameter}” cannot be read and is left out."), ("用 FEEL 重写。", "Write it in FEEL.")),
    "expression_invalid": (("表达式有误:{expression}", "The expression is wrong: {expression}"), ("按 FEEL 语法修正。", "Mend it by the rules of FEEL.")),
    "timer_missing": (("定时事件没有时间。", "The timer has no time."), ("写一个时间,例如 PT2H、2wd 或 FEEL。", "Write a time such as PT2H, 2wd or FEEL.")),
    "timer_invalid": (("时间“{value}”读不懂。", "The time “{value}” cannot be read."), ("例如 PT2H、R3/PT10M、2026-01-05T09:00:00+08:00。", "Such as PT2H, R3/PT10M, 2026-01-05T09:00:00+08:00.")),
    "task_without_form": (("任务没有表单。", "The task has no form."), ("选一个表单。", "Choose a form.")),
    "task_without_role": (("任务没有说明由谁办理,所有员工都能看到。", "The task says nothing about who does it; all staff see it."), ("放进泳道,或填写组或办理人。", "Put it into a lane, or name groups or an assignee.")),
    "task_without_due": (("任务没有时限。", "The task has no due time."), ("填写时限,例如 8bh 或 2wd。", "Give it one, such as 8bh or 2wd.")),
    "task_without_help": (("任务没有办理说明。", "The task has no help text."), ("写一句办理说明。", "Write a sentence of help.")),
}  # fmt: skip

TABLES: dict[str, Row] = {
    "missing_name": (("有一处没有名称。", "Something has no name."), ("填写名称。", "Give it a name.")),
    "undeclared_variable": (("用到了没有声明的“{name}”。", "“{name}” is used but not declared."), ("检查拼写,或声明这个输入。", "Check the spelling, or declare the input.")),
    "unquoted_text": (("文本没有加引号:{found}", "A text without quotes: {found}"), ("用双引号括起来。", "Put it in double quotes.")),
    "output_names": (("多个输出须各有不同的名称。", "Several outputs need a name each, all different."), ("填写输出名称。", "Name the outputs.")),
    "gap": (("表“{table}”没有覆盖这种情况:{example}", "No row of “{table}” covers this case: {example}"), ("补一行,或设默认输出。", "Add a row, or a default output.")),
    "overlap": (("表“{table}”第 {rows} 行同时命中:{example}", "Rows {rows} of “{table}” both fit: {example}"), ("收窄其中一行,或换命中策略。", "Narrow one row, or use another hit policy.")),
    "rules_disagree": (("表“{table}”第 {rows} 行同时命中而结果不同:{example}", "Rows {rows} of “{table}” both fit and disagree: {example}"), ("让结果一致,或换命中策略。", "Make them agree, or use another hit policy.")),
    "unreachable_rule": (("表“{table}”第 {row} 行永远不会命中。", "Row {row} of “{table}” can never fit."), ("删除或调整这一行。", "Remove or change the row.")),
    "cell_type": (("第 {row} 行“{input}”应为 {expected},写的是 {found}。", "Row {row}, “{input}” should be {expected} but says {found}."), ("改正单元格。", "Mend the cell.")),
    "output_type": (("第 {row} 行输出“{output}”应为 {expected},写的是 {found}。", "Row {row}, output “{output}” should be {expected} but says {found}."), ("改正单元格。", "Mend the cell.")),
    "output_not_allowed": (("第 {row} 行输出“{output}”不在允许的值之内:{found}。", "Row {row}: {found} is not among the allowed values of “{output}”."), ("改值,或扩充允许的值。", "Change it, or allow the value.")),
    "row_length": (("第 {row} 行的格数与表头不符。", "Row {row} has another number of cells than the table."), ("补齐或删去单元格。", "Add or remove cells.")),
    "priority_without_values": (("表“{table}”按优先级取值,但没有列出输出值的次序。", "“{table}” picks by priority but lists no order of output values."), ("给输出列出允许的值,靠前者优先。", "List the output's allowed values, best first.")),
    "aggregation_without_collect": (("表“{table}”的汇总只在 COLLECT 下有效。", "The aggregation of “{table}” only works with COLLECT."), ("把命中策略改成 COLLECT。", "Use the hit policy COLLECT.")),
    "aggregation_of_several_outputs": (("表“{table}”有多个输出,不能汇总。", "“{table}” has several outputs and cannot be aggregated."), ("只留一个输出。", "Keep one output.")),
    "table_without_output": (("表“{table}”没有输出。", "“{table}” has no output."), ("加一个输出列。", "Add an output column.")),
    "table_without_rules": (("表“{table}”没有规则。", "“{table}” has no rules."), ("加一行规则。", "Add a rule.")),
    "cells_not_checked": (("表“{table}”有些格是表达式,未查空缺与重叠。", "Some cells of “{table}” are expressions: gaps and overlaps were not looked for."), ("能写成范围就写成范围。", "Write ranges where you can.")),
    "check_incomplete": (("表“{table}”太大,未查完空缺与重叠。", "“{table}” is too large to be checked completely."), ("拆成几张表。", "Split it.")),
    "unknown_hit_policy": (("命中策略“{hit}”不存在。", "There is no hit policy “{hit}”."), ("选 UNIQUE、ANY、PRIORITY、FIRST、RULE ORDER、OUTPUT ORDER 或 COLLECT。", "Use UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT ORDER or COLLECT.")),
    "unknown_aggregation": (("汇总方式“{aggregation}”不存在。", "There is no aggregation “{aggregation}”."), ("选 SUM、MIN、MAX 或 COUNT。", "Use SUM, MIN, MAX or COUNT.")),
    "unknown_type": (("没有类型“{type}”。", "There is no type “{type}”."), ("选一个已定义的类型。", "Choose a type that is defined.")),
    "recursive_type": (("类型“{type}”包含自己。", "The type “{type}” contains itself."), ("改掉循环定义。", "Break the circle.")),
    "no_logic": (("决策没有内容。", "The decision has no logic."), ("写一张表或一个表达式。", "Write a table or an expression.")),
    "empty_expression": (("表达式是空的。", "The expression is empty."), ("写一个表达式。", "Write an expression.")),
    "unsupported_language": (("表达式语言“{language}”不受支持。", "The expression language “{language}” is not supported."), ("用 FEEL。", "Use FEEL.")),
    "imported_values": (("引用外部取值表不受支持。", "Imported values are not supported."), ("把值写在本文件里。", "Write the values here.")),
    "external_function": (("外部函数({kind})不受支持。", "External functions ({kind}) are not supported."), ("用 FEEL 改写。", "Write it in FEEL.")),
    "unsupported_import": (("导入 {type} 不受支持。", "Importing {type} is not supported."), ("把内容并入本文件。", "Bring it into this file.")),
    "missing_import": (("找不到导入的模型 {namespace}。", "The imported model {namespace} is missing."), ("把两个文件一起部署。", "Deploy both files together.")),
    "missing_requirement": (("所依赖的“{href}”不存在。", "What it requires, “{href}”, does not exist."), ("重新连接依赖。", "Connect the requirement again.")),
    "requirement_cycle": (("决策互相依赖成环:{names}", "The decisions require each other: {names}"), ("断开其中一条依赖。", "Break the circle.")),
    "duplicate_name": (("名称“{name}”用了不止一次。", "The name “{name}” is used more than once."), ("换一个名称。", "Choose another name.")),
    "duplicate_entry": (("条目重名。", "An entry's name is used twice."), ("换一个名称。", "Choose another name.")),
}  # fmt: skip

FEEL: dict[str, Row] = {
    "unknown_function": (("没有函数“{name}”", "There is no function “{name}”"), ("检查数据或表达式。", "Check the data or the expression.")),
    "wrong_arguments": (("函数“{name}”的参数个数不对", "“{name}” takes another number of arguments"), ("检查数据或表达式。", "Check the data or the expression.")),
    "wrong_argument_type": (("函数“{name}”的参数类型不对", "An argument of “{name}” has the wrong type"), ("检查数据或表达式。", "Check the data or the expression.")),
    "type_mismatch": (("类型不合,不能这样计算", "The types do not go together"), ("检查数据或表达式。", "Check the data or the expression.")),
    "unknown_variable": (("没有数据“{name}”", "There is no value “{name}”"), ("检查数据或表达式。", "Check the data or the expression.")),
    "unknown_entry": (("没有字段“{name}”", "There is no entry “{name}”"), ("检查数据或表达式。", "Check the data or the expression.")),
    "unknown_property": (("没有属性“{name}”", "There is no property “{name}”"), ("检查数据或表达式。", "Check the data or the expression.")),
    "missing_input": (("缺少输入“{name}”", "The input “{name}” is missing"), ("检查数据或表达式。", "Check the data or the expression.")),
    "invalid_input": (("输入“{name}”的类型不对", "The input “{name}” has the wrong type"), ("检查数据或表达式。", "Check the data or the expression.")),
    "input_not_allowed": (("输入“{name}”不在允许的值之内", "The input “{name}” is not among the allowed values"), ("检查数据或表达式。", "Check the data or the expression.")),
    "null_operand": (("有数据为空", "A value is empty"), ("检查数据或表达式。", "Check the data or the expression.")),
    "null_argument": (("函数“{name}”的参数为空", "An argument of “{name}” is empty"), ("检查数据或表达式。", "Check the data or the expression.")),
    "null_path": (("“{name}”之前的数据为空", "The value before “{name}” is empty"), ("检查数据或表达式。", "Check the data or the expression.")),
    "not_comparable": (("两个值不能比较", "The two values cannot be compared"), ("检查数据或表达式。", "Check the data or the expression.")),
    "condition_not_boolean": (("条件不是“是/否”", "The condition is neither true nor false"), ("检查数据或表达式。", "Check the data or the expression.")),
    "not_boolean": (("结果不是“是/否”", "The result is neither true nor false"), ("检查数据或表达式。", "Check the data or the expression.")),
    "not_a_function": (("“{name}”不是函数", "“{name}” is no function"), ("检查数据或表达式。", "Check the data or the expression.")),
    "not_iterable": (("要逐个处理的不是列表", "What is to be gone through is no list"), ("检查数据或表达式。", "Check the data or the expression.")),
    "division_by_zero": (("除数为零", "Division by zero"), ("检查数据或表达式。", "Check the data or the expression.")),
    "out_of_range": (("数值超出范围", "The value is out of range"), ("检查数据或表达式。", "Check the data or the expression.")),
    "invalid_value": (("值不对", "The value is wrong"), ("检查数据或表达式。", "Check the data or the expression.")),
    "invalid_literal": (("写法读不懂", "The literal cannot be read"), ("检查数据或表达式。", "Check the data or the expression.")),
    "invalid_pattern": (("匹配式有误", "The pattern is wrong"), ("检查数据或表达式。", "Check the data or the expression.")),
    "invalid_flags": (("匹配选项有误", "The flags are wrong"), ("检查数据或表达式。", "Check the data or the expression.")),
    "invalid_separator": (("分隔符有误", "The separator is wrong"), ("检查数据或表达式。", "Check the data or the expression.")),
    "not_a_number": (("不是数字", "Not a number"), ("检查数据或表达式。", "Check the data or the expression.")),
    "not_a_whole_number": (("不是整数", "Not a whole number"), ("检查数据或表达式。", "Check the data or the expression.")),
    "no_such_position": (("没有这个位置", "There is no such position"), ("检查数据或表达式。", "Check the data or the expression.")),
    "too_many_iterations": (("循环次数过多", "Too many iterations"), ("检查数据或表达式。", "Check the data or the expression.")),
    "no_clock": (("此处没有当前时间", "There is no clock here"), ("检查数据或表达式。", "Check the data or the expression.")),
    "several_rules_match": (("不止一行规则命中", "More than one rule fits"), ("检查数据或表达式。", "Check the data or the expression.")),
    "rules_disagree": (("命中的规则结果不同", "The rules that fit disagree"), ("检查数据或表达式。", "Check the data or the expression.")),
    "no_rule_matches": (("没有规则命中", "No rule fits"), ("检查数据或表达式。", "Check the data or the expression.")),
    "syntax": (("表达式写法有误:{expression}", "The expression cannot be read: {expression}"), ("按 FEEL 语法修正。", "Mend it by the rules of FEEL.")),
    "unexpected_text": (("此处不该有“{found}”:{expression}", "“{found}” is not expected here: {expression}"), ("检查括号、引号和逗号。", "Check brackets, quotes and commas.")),
    "unexpected_character": (("不认识字符“{found}”:{expression}", "The character “{found}” is not known: {expression}"), ("用半角符号和双引号。", "Use plain signs and double quotes.")),
    "unexpected_end": (("表达式没有写完:{expression}", "The expression ends too early: {expression}"), ("补全括号或后半句。", "Complete it.")),
    "unterminated_string": (("文本缺少后引号:{expression}", "A text has no closing quote: {expression}"), ("补上双引号。", "Add the quote.")),
    "empty_expression": (("表达式是空的。", "The expression is empty."), ("写一个表达式。", "Write an expression.")),
    "expression_too_long": (("表达式太长。", "The expression is too long."), ("拆开写。", "Split it.")),
    "number_out_of_range": (("数字超出范围。", "The number is out of range."), ("写小一些的数字。", "Write a smaller number.")),
    "too_deep": (("表达式嵌套太深。", "The expression is nested too deeply."), ("拆开写。", "Split it.")),
}  # fmt: skip

INCIDENTS: dict[str, Row] = {
    "not_boolean": (("条件的结果不是“是/否”:{expression}", "The condition is neither true nor false: {expression}"), ("补上缺的数据或修正条件,然后重试。", "Add what is missing or mend the condition, then retry.")),
    "not_a_list": (("要重复的数据不是列表:{expression}", "What is to be repeated for is no list: {expression}"), ("修正数据后重试。", "Mend the data and retry.")),
    "not_a_context": (("映射的结果不是对象:{expression}", "The mapping gives no context: {expression}"), ("修正映射后重试。", "Mend the mapping and retry.")),
    "number_out_of_range": (("数字超出范围。", "The number is out of range."), ("修正数据后重试。", "Mend the data and retry.")),
    "cardinality_invalid": (("次数不对:{value}", "The number of repetitions is wrong: {value}"), ("修正后重试。", "Mend it and retry.")),
    "no_flow": (("没有一条出路的条件成立。", "No way out fits."), ("补一条默认流,或修正数据后重试。", "Add a default flow, or mend the data and retry.")),
    "stalled": (("流程停住了:{missing}", "The case stands still: {missing}"), ("请流程负责人修正图后迁移,或取消。", "Mend the drawing and migrate, or cancel.")),
    "endless_loop": (("自动步骤循环不止,已停下。", "The automatic steps go round for ever and were stopped."), ("在循环里加等待或退出条件。", "Add a wait or a way out.")),
    "decision_failed": (("决策“{decision}”算不出结果:{error}", "The decision “{decision}” failed: {error}"), ("检查输入与表格后重试。", "Check inputs and table, then retry.")),
    "expression_failed": (("{error}:{expression};输入 {inputs}", "{error}: {expression}; inputs {inputs}"), ("补上缺的数据或修正表达式,然后重试。", "Add what is missing or mend the expression, then retry.")),
    "service_unknown": (("没有服务类型“{service}”。", "There is no service type “{service}”."), ("改用已有的服务类型,然后迁移或重试。", "Use a service type that exists, then migrate or retry.")),
    "function_as_value": (("函数不能作为数据保存:{expression}", "A function cannot be kept as a value: {expression}"), ("写出函数的调用。", "Call the function.")),
    "cancel_uncaught": (("取消事件没有人处理。", "Nobody catches the cancel event."), ("在事务上加取消边界事件。", "Put a cancel boundary event on the transaction.")),
    "job_failed": (("后台工作“{job}”多次失败:{error}", "The job “{job}” failed repeatedly: {error}"), ("排除原因后重试。", "Mend the cause and retry.")),
    "service_failed": (("服务“{service}”多次失败:{error}", "The service “{service}” failed repeatedly: {error}"), ("排除故障后重试。", "Mend the cause and retry.")),
    "process_documentation_only": (("流程“{key}”只是文档,不能运行。", "The process “{key}” is documentation only."), ("部署可执行的版本。", "Deploy an executable version.")),
    "process_unknown": (("没有部署流程“{key}”。", "There is no process “{key}”."), ("部署后重试。", "Deploy it and retry.")),
    "decision_unknown": (("没有部署决策“{key}”。", "There is no decision “{key}”."), ("部署后重试。", "Deploy it and retry.")),
    "error_uncaught": (("错误“{error}”没有人处理。", "Nobody catches the error “{error}”."), ("加错误边界事件。", "Add an error boundary event.")),
}  # fmt: skip

MIGRATION: dict[str, Row] = {
    "element_removed": (("新版里没有这一步,而实例正停在这里。", "The new version has no such step, and the case stands here."), ("指明它在新版里对应哪一步,或等实例走过。", "Say which step of the new version it is, or wait until the case has passed it.")),
    "element_unknown": (("流程里没有这一步。", "The process has no such step."), ("从图上选一个元素。", "Choose an element of the drawing.")),
    "mapping_unknown": (("对应关系里的“{element}”或“{to}”不存在。", "“{element}” or “{to}” of the mapping does not exist."), ("检查两个版本里的标识。", "Check the ids in both versions.")),
    "kind_changed": (("这一步的类型从 {old} 变成了 {new}。", "The step was a {old} and is a {new} now."), ("等实例走过这一步再迁移。", "Migrate when the case has passed it.")),
    "scope_changed": (("这一步移进或移出了子流程。", "The step has moved into or out of a subprocess."), ("等实例走过这一步再迁移。", "Migrate when the case has passed it.")),
    "event_changed": (("等待的事件从 {old} 变成了 {new}。", "It waited for {old} and would wait for {new}."), ("等事件发生之后再迁移,或给新事件换一个标识。", "Migrate when it has happened, or give the new event another id.")),
    "loop_changed": (("正在进行的循环或多实例改了。", "A loop or multi-instance that is running has changed."), ("等它结束再迁移。", "Migrate when it is over.")),
    "call_changed": (("这里已经调用了“{old}”,新版调用的是“{new}”。", "“{old}” is running here; the new version calls “{new}”."), ("等被调用的实例结束再迁移。", "Migrate when the called case is over.")),
    "race_changed": (("事件网关后面等待的事件变了。", "Other events follow the event-based gateway."), ("等其中一个发生之后再迁移。", "Migrate when one of them has happened.")),
    "join_changed": (("汇合已有分支到达,而新版的分支不同。", "Branches have arrived at this join, and the new version has others."), ("等实例通过汇合再迁移。", "Migrate when the case has passed the join.")),
    "join_unreachable": (("汇合要等 {missing},而实例再也走不到那里。", "The join would wait for {missing}, where this case can no longer come."), ("等实例通过汇合再迁移。", "Migrate when the case has passed the join.")),
    "tokens_in_line": (("并行的两处会变成先后:这一步会在“{behind}”之后再做一遍。", "What ran side by side would come one behind the other: this step would be done again after “{behind}”."), ("等其中一处办完再迁移。", "Migrate when one of the two is done.")),
    "quantity_changed": (("这一步要等的或发出的令牌数变了。", "The step takes or gives another number of tokens."), ("保持原来的数目。", "Keep the number.")),
    "compensation_running": (("正在撤销已做的工作。", "Finished work is being undone."), ("等撤销结束。", "Wait until that is over.")),
    "compensation_changed": (("“{activity}”已完成,新版不再知道怎样撤销它。", "“{activity}” is done, and the new version does not know how to undo it."), ("保留它的补偿处理。", "Keep its compensation handler.")),
    "handler_changed": (("正在运行的事件子流程换了开始事件“{start}”。", "An event subprocess that runs has another start than “{start}”."), ("等它结束再迁移。", "Migrate when it is over.")),
    "wait_unreadable": (("新版等待的消息或时间算不出来:{error}", "What the new version waits for cannot be evaluated: {error}"), ("修改流程,或先补上变量。", "Mend the process, or set the variables first.")),
    "would_stall": (("实例会停在这里再也走不动。", "The case would come to a stop here."), ("等实例走过这里再迁移。", "Migrate when the case has passed it.")),
    "token_unmovable": (("这里不能单独移动:它是循环的一轮、边界事件或事件网关的一支。", "This cannot be moved by itself: a round of a loop, an event on an edge or of an event-based gateway."), ("移动它所属的活动。", "Move the activity that it belongs to.")),
    "target_unsuitable": (("不能移到 {kind} 上。", "Nothing can be moved to a {kind} like this."), ("选它后面的活动。", "Choose the activity behind it.")),
    "instance_suspended": (("流程实例已暂停。", "The case is suspended."), ("先恢复它。", "Resume it first.")),
}  # fmt: skip

FINDINGS: dict[str, Row] = FILES | DRAWING | TABLES | {f"feel_{code}": row for code, row in FEEL.items()}
STUCK: dict[str, Row] = DRAWING | FEEL | INCIDENTS


def finding(code: str, params: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """What is wrong with a file, and how to mend it."""
    return _told(FINDINGS, code, params, lang)


def incident(code: str, params: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """Why a case is stuck, and what helps."""
    return _told(STUCK, code, params, lang)


def migration(element: str | None, code: str, params: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """Why a case cannot go on in another version or at another element, and what helps."""
    return _told(MIGRATION, code, {"element": element, **params}, lang)


def _told(rows: Mapping[str, Row], code: str, params: Mapping[str, Any], lang: str) -> tuple[str, str]:
    row = rows.get(code)
    english = lang == "en"
    if row is None:
        listed = ", ".join(f"{name}={value}" for name, value in params.items())
        return (f"{code}: {listed}" if listed else code), ""
    plain = Params({name: _plain(value, english) for name, value in params.items()})
    if plain.get("error") in FEEL:
        plain["error"] = FEEL[plain["error"]][0][english].format_map(plain)
    return row[0][english].format_map(plain), row[1][english].format_map(plain)


def _plain(value: Any, english: bool) -> str:
    if isinstance(value, Mapping):
        return (", " if english else ",").join(f"{key} = {item}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return (", " if english else "、").join(str(item) for item in value)
    return str(value)
