/** What new fields and options say until somebody words them, in both languages of the files. */
import { forms } from '../../text/forms';
import type { Addable, Starting } from './fields';
import type { Said } from './texts';

function both([zh, en]: readonly [string, string]): Said {
  return { zh, en };
}

export function optionWords(n: number): Said {
  const { zh, en } = both(forms['sheet.option']);
  return { zh: zh.replace('{n}', String(n)), en: en.replace('{n}', String(n)) };
}

export function starting(kind: Addable): Starting {
  return { title: both(forms[`kind.${kind}`]), options: [optionWords(1), optionWords(2)], unit: both(forms['kind.unit']) };
}
