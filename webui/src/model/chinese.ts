/** The modeler's own words in Chinese; chinese.test.ts fails when the library asks for one that is missing. */

const parts: Record<string, string> = {
  'Start event': '开始事件', 'End event': '结束事件', 'Intermediate throw event': '中间抛出事件', 'Boundary event': '边界事件',
  'Message start event': '消息开始事件', 'Timer start event': '定时开始事件', 'Conditional start event': '条件开始事件', 'Signal start event': '信号开始事件',
  'Error start event': '错误开始事件', 'Escalation start event': '升级开始事件', 'Compensation start event': '补偿开始事件',
  'Message intermediate catch event': '消息捕获事件', 'Message intermediate throw event': '消息抛出事件', 'Timer intermediate catch event': '定时捕获事件',
  'Escalation intermediate throw event': '升级抛出事件', 'Conditional intermediate catch event': '条件捕获事件', 'Link intermediate catch event': '链接捕获事件',
  'Link intermediate throw event': '链接抛出事件', 'Compensation intermediate throw event': '补偿抛出事件', 'Signal intermediate catch event': '信号捕获事件',
  'Signal intermediate throw event': '信号抛出事件',
  'Message end event': '消息结束事件', 'Escalation end event': '升级结束事件', 'Error end event': '错误结束事件', 'Cancel end event': '取消结束事件',
  'Compensation end event': '补偿结束事件', 'Signal end event': '信号结束事件', 'Terminate end event': '终止结束事件',
  'Message boundary event': '消息边界事件', 'Timer boundary event': '定时边界事件', 'Escalation boundary event': '升级边界事件', 'Conditional boundary event': '条件边界事件',
  'Error boundary event': '错误边界事件', 'Cancel boundary event': '取消边界事件', 'Signal boundary event': '信号边界事件', 'Compensation boundary event': '补偿边界事件',
  Task: '任务', 'User task': '人工任务', 'Service task': '服务任务', 'Send task': '发送任务', 'Receive task': '接收任务', 'Manual task': '线下任务',
  'Business rule task': '规则任务', 'Script task': '计算任务', 'Call activity': '调用流程', 'Sub-process': '子流程', Transaction: '事务子流程', 'Event sub-process': '事件子流程',
  'Ad-hoc sub-process': '临时子流程', 'Exclusive gateway': '排他网关', 'Parallel gateway': '并行网关', 'Inclusive gateway': '包容网关', 'Complex gateway': '复杂网关',
  'Event-based gateway': '事件网关', 'Event based instantiating Gateway': '事件启动网关', 'Parallel Event based instantiating Gateway': '并行事件启动网关',
  'Sequence flow': '顺序流', 'Default flow': '默认流', 'Conditional flow': '条件流', 'Data object reference': '数据对象', 'Data store reference': '数据存储',
  'Expanded pool/participant': '展开的泳池', 'Empty pool/participant': '空泳池', Collection: '集合', Loop: '循环', 'Parallel multi-instance': '并行多实例',
  'Sequential multi-instance': '顺序多实例', 'Participant multiplicity': '多个参与者',
};

const whole: Record<string, string> = {
  ' + shift + ': ' + Shift + ',
  'Activate create/remove space tool': '增减空间', 'Activate global connect tool': '连线', 'Activate hand tool': '移动画布', 'Activate lasso tool': '框选',
  'Add lane above': '在上方加泳道', 'Add lane below': '在下方加泳道', 'Add text annotation': '加注释', 'Align elements': '对齐',
  'Align elements left': '左对齐', 'Align elements right': '右对齐', 'Align elements center': '水平居中', 'Align elements top': '顶端对齐', 'Align elements middle': '垂直居中', 'Align elements bottom': '底端对齐',
  'Append compensation activity': '接补偿活动', 'Append conditional intermediate catch event': '接条件捕获事件', 'Append end event': '接结束事件', 'Append gateway': '接网关',
  'Append intermediate/boundary event': '接中间事件', 'Append message intermediate catch event': '接消息捕获事件', 'Append receive task': '接接收任务',
  'Append signal intermediate catch event': '接信号捕获事件', 'Append task': '接任务', 'Append timer intermediate catch event': '接定时捕获事件',
  'Change element': '更换类型', 'Connect to other element': '连到其他元素', 'Connect using association': '用关联连接', 'Connect using data input association': '用数据输入关联连接',
  'Create data object reference': '新建数据对象', 'Create data store reference': '新建数据存储', 'Create end event': '新建结束事件', 'Create expanded sub-process': '新建子流程',
  'Create gateway': '新建网关', 'Create group': '新建分组', 'Create intermediate/boundary event': '新建中间或边界事件', 'Create pool/participant': '新建泳池',
  'Create start event': '新建开始事件', 'Create task': '新建任务', Delete: '删除', 'Distribute elements horizontally': '水平分布', 'Distribute elements vertically': '垂直分布',
  'Divide into three lanes': '分成三条泳道', 'Divide into two lanes': '分成两条泳道', 'Empty pool/participant (removes content)': '空泳池(删除内容)',
  'View DRD': '查看决策图', Annotations: '备注', Annotation: '备注', When: '当', And: '且', Then: '则', Input: '输入', Output: '输出',
  'Hit policy:': '命中策略:', 'Hit policy': '命中策略', Unique: '唯一', First: '首条', Priority: '优先', Any: '任一', Collect: '汇总', 'Rule order': '按规则次序', 'Output order': '按输出次序',
  'Variable name:': '变量名:', 'Variable type:': '变量类型:', 'Expression language:': '表达式语言:',
  'Open {element}': '打开{element}', 'Search in diagram': '在图中搜索', 'Toggle non-interrupting': '切换是否打断', 'Connect to {element}': '连到{element}',
};

const tails: Record<string, string> = { ' (non-interrupting)': '(不打断)', ' (collapsed)': '(折叠)', ' (expanded)': '(展开)' };

/** The Chinese of one of the modeler's texts, or undefined. */
export function chinese(text: string): string | undefined {
  const known = whole[text] ?? whole[text.trim()] ?? parts[text];
  if (known) return known;
  for (const [tail, said] of Object.entries(tails)) {
    const head = text.endsWith(tail) ? parts[text.slice(0, -tail.length)] : undefined;
    if (head) return head + said;
  }
  return undefined;
}

/** The function that diagram-js asks for its texts, with `{name}` places filled. */
export function translator(language: 'zh' | 'en') {
  return (text: string, values: Record<string, string> = {}) => ((language === 'zh' && chinese(text)) || text).replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
