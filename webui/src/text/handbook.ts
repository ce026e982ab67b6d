/** Words of the handbook's page; they come with it, not with the first load. */
import type { Text } from './texts';

export const handbook = {
  'book.title': ['手册', 'Handbook'],
  'book.tiers': ['客户等级管理手册', 'Customer tiers'],
  'book.flow': ['客户流转管理制度', 'Customer journey'],
  'book.mine': ['我的职责', 'My duties'],
  'book.which': ['选择手册', 'Which handbook'],
  'book.contents': ['目录', 'Contents'],
  'book.search': ['在手册里查找', 'Search the handbook'],
  'book.nothing': ['没有找到“{q}”', 'Nothing says “{q}”'],
  'book.file': ['下载 {format} 文件', 'Download as {format}'],
  'book.never': ['还没有发布过', 'Not published yet'],
  'book.copy': ['第 {number} 版,{by} 发布于 {at},{readers} 人已读', 'Copy {number}, published by {by} on {at}, read by {readers|person|people}'],
  'book.publish': ['发布当前内容', 'Publish what it says now'],
  'book.stale': ['规则已变,与已发布的第 {number} 版不同:', 'Rules have moved; it differs from copy {number}:'],
  'book.changed': ['自你上次阅读(第 {number} 版)以来的变化:', 'Changed since you last read (copy {number}):'],
  'book.unread': ['第 {number} 版你还没有确认已读。', 'You have not yet said that you read copy {number}.'],
  'book.read': ['我已阅读', 'I have read it'],
  'book.readOn': ['你于 {at} 确认已读', 'You said on {at} that you read it'],
  'book.moved': ['{key} 第 {before} 版 → 第 {after} 版', '{key} version {before} → {after}'],
  'book.source': ['来源:{sources}', 'Made from: {sources}'],
  'book.differs': ['有变化', 'Changed'],
  'book.open': ['看大图:{name}', 'Open the drawing: {name}'],
  'book.table': ['表格,可左右滚动', 'Table; scrolls sideways'],
} as const satisfies Record<string, Text>;
