/** What the columns of the tables that keflow brings along are called in English, by their Chinese title. */
export const columns: Record<string, string> = {
  原因: 'Cause', 管理方式: 'Managed', 事项: 'Matter', 服务档: 'Service band', 特急: 'Urgent', 一年内采购日数: 'Purchase days in a year', '采购趋势(本期/上期)': 'Purchase trend (now/before)', '互动下降(%)': 'Fewer contacts (%)',
  最近满意度: 'Last satisfaction', '超过采购节奏(天)': 'Days beyond the rhythm', 未结投诉级别: 'Open complaint level', 合同剩余天数: 'Days of contract left', 已谈续约: 'Renewal discussed', 接触竞争对手: 'Talks to a competitor', 当前层级: 'Level now',
  事件: 'Event', 事由: 'Occasion', 方向: 'Direction', 冻结: 'Frozen', 任期已满: 'Tenure served', 指标与入级线之比: 'Share of the entry limit', 连续未达保级线次数: 'Reviews in a row below the keep limit', 期末: 'End of period',
  省份: 'Province', 最近一次购买分数: 'Recency score', 购买频率分数: 'Frequency score', 消费金额分数: 'Money score', 价值或互动下降: 'Value or contacts fell', 数值: 'Value', 价值: 'Value', 忠诚: 'Loyalty', 潜力: 'Potential', '消费总额(元)': 'Total spend (yuan)',
  之前客户的累计占比: 'Share of those before', 时段: 'Hours', 目的: 'Purpose', 有依据且未退订: 'Permitted, not opted out', 本期剩余次数: 'Times left this month', 正在免打扰: 'Quiet now', 价值类别: 'Value class', 购买次数: 'Purchases', 合同已终止: 'Contract ended',
  '流失后回购(90天内)': 'Back after churn (90 days)', 距首次购买天数: 'Days since the first purchase', 距最近购买天数: 'Days since the last purchase', 从未购买: 'Never bought', 价值潜力格: 'Value–potential cell', 同组客户数: 'Customers in the group',
  '六个月净消费(元)': 'Net spend of six months (yuan)', '年采购金额(元)': 'Purchases of a year (yuan)', 预案: 'Plan', 变动: 'Change', 原服务档: 'From band', 新服务档: 'To band', '金额(元)或比例(%)': 'Amount (yuan) or share (%)', 拒绝自动化决定: 'Refuses automated decisions',
  分值之和: 'Sum of points', 危及安全: 'Safety at risk', 外部介入: 'Outsiders involved', 客户业务停顿: 'Business stopped', '涉及金额(元)': 'Amount (yuan)', '90 天内投诉次数': 'Complaints in 90 days', 指标: 'Metric', 有产品需求: 'Needs a product', 有服务或售后需求: 'Needs service',
  类别: 'Class', 提案优化: 'Propose an improvement', 首次响应: 'First response', 办结: 'Resolution', 计时方式: 'Clock', '提醒(%)': 'Warnings (%)', 可暂停: 'May pause', 频次: 'Frequency', 名称: 'Name', 英文名: 'English name', 英文名称: 'English name', 分值: 'Points',
  理由: 'Reason', 信号: 'Signal', 处理: 'Treatment', 做法: 'What to do', 动作: 'Action', 到层级: 'To level', 负责人: 'In charge', 告知: 'Tell', 定办法时限: 'Time to make a plan', 最多级数: 'Steps at most', 区域: 'Region', 激励: 'Reward', '面值(元)': 'Value (yuan)', 有效天数: 'Valid for (days)',
  '每月预算(元)': 'Budget a month (yuan)', 格: 'Cell', 小组: 'Group', 人员组或值班表: 'Group or roster', 方式: 'Way', 无人时: 'When nobody is there', 决定: 'Decision', 代码: 'Code', 方面: 'Part', 权益: 'Benefit', '年成本(元)': 'Cost a year (yuan)', 状态: 'State', 触点: 'Touch', 流程: 'Process',
  间隔: 'Interval', 默认方式: 'Usual channel', '每期比例(%)': 'Share each time (%)', '人工审看比例(%)': 'Share looked at (%)', 要人做: 'Takes a person', 等级: 'Tier', 要做的事: 'To do', 时限: 'Due', 路线: 'Route', 审批组: 'Approvers', 可成批批准: 'In bulk', 严重程度: 'Severity', 升级事件: 'Escalation event', 优先: 'Priority', 分数: 'Score', 类型: 'Type',
};
