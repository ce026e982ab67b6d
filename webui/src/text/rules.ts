/** Words of the rule tables' pages; they come with these pages, not with the first load. */
import type { Text } from './texts';

export const rules = {
  'plain.any': ['任意', 'any'],
  'plain.yes': ['是', 'yes'],
  'plain.no': ['否', 'no'],
  'plain.empty': ['空', 'empty'],
  'plain.none': ['无', 'none'],
  'plain.and': ['且', 'and'],
  'plain.not': ['不是', 'not'],

  'grid.number': ['行', 'Row'],
  'grid.rule': ['第 {n} 条规则', 'Rule {n}'],
  'grid.note': ['说明', 'Note'],

  'diff.title': ['规则表的改动', 'What changed in the table'],
  'diff.noTable': ['这份文件不是单张规则表,无法逐格比较。', 'This file is not a single table; its cells cannot be compared.'],
  'diff.same': ['两版的规则相同', 'Both versions say the same'],
  'diff.all': ['显示全部规则', 'Show all rules'],
  'diff.blank': ['(空)', '(blank)'],
  'diff.hit': ['命中策略由 {from} 改为 {to}', 'The hit policy changes from {from} to {to}'],
  'diff.count.changed': ['改 {n} 条', '{n|rule|rules} changed'],
  'diff.count.added': ['增 {n} 条', '{n|rule|rules} added'],
  'diff.count.removed': ['删 {n} 条', '{n|rule|rules} removed'],
  'diff.changed': ['已改', 'Changed'],
  'diff.added': ['新增', 'Added'],
  'diff.removed': ['删除', 'Removed'],
  'diff.moved': ['移动', 'Moved'],
} as const satisfies Record<string, Text>;
