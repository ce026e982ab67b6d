/** Every word the pages say, once, as [Chinese, English]. A page never holds a sentence of its own (text.test.ts). */
import { common } from './common';
import { desk } from './desk';
import { facts } from './facts';
import { figures } from './figures';
import { notices } from './notices';
import { records } from './records';
import { recordsKept } from './records-kept';
import { studio } from './studio';

export type Text = readonly [zh: string, en: string];

export const texts = { ...common, ...desk, ...facts, ...figures, ...notices, ...records, ...recordsKept, ...studio } as const satisfies Record<string, Text>;

export type TextKey = keyof typeof texts;
