/** The options of a choice: what is read in both languages, and the value that processes get. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Flex, Input } from 'antd';
import { addChoice, moveChoice } from './fields';
import { get, put, type Files, type Json, type Path } from './files';
import { Both } from './inputs';
import { optionWords } from './starting';
import type { Change } from './state';
import { said, tidy } from './texts';
import { useFormWords } from './words';

export function Options({ files, change, path }: { files: Files; change: Change; path: Path }) {
  const { say, language } = useFormWords();
  const options = (get(files, path) ?? []) as Json[];
  const step = (at: number, to: number) => {
    const name = said(files, [...path, at, 'title'])[language];
    const off = to < 0 || to >= options.length;
    return <Button type="text" size="small" icon={to < at ? <ArrowUpOutlined /> : <ArrowDownOutlined />} aria-label={say(to < at ? 'build.up' : 'build.down', { name })} aria-disabled={off} onClick={() => change((now) => moveChoice(now, path, at, to))} style={{ opacity: off ? 0.35 : 1 }} />;
  };
  return (
    <div role="group" aria-label={say('sheet.options')} style={{ marginBottom: 12 }}>
      <div style={{ fontSize: 13, fontWeight: 500, marginBottom: 4 }}>{say('sheet.options')}</div>
      <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {options.map((option, at) => (
          <li key={at} style={{ marginBottom: 8 }}>
            <Flex gap={4} align="flex-start" wrap>
              <div style={{ flex: '3 1 220px', minWidth: 0 }}>
                <Both files={files} change={change} path={[...path, at, 'title']} wish={String(option.const)} label={say('sheet.option', { n: at + 1 })} />
              </div>
              <Input
                value={String(option.const)}
                disabled={typeof option.const !== 'string'}
                aria-label={`${say('sheet.option', { n: at + 1 })} ${say('sheet.optionValue')}`}
                onChange={(event) => change((now) => put(now, [...path, at, 'const'], event.target.value), `${path.join('/')} ${at}`)}
                style={{ flex: '1 1 110px', fontFamily: 'ui-monospace, monospace', fontSize: 12.5 }}
              />
              {step(at, at - 1)}
              {step(at, at + 1)}
              <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={say('sheet.removeOption', { n: at + 1 })} onClick={() => change((now) => tidy(put(now, [...path, at], undefined)))} />
            </Flex>
          </li>
        ))}
      </ol>
      <Button size="small" icon={<PlusOutlined />} onClick={() => change((now) => addChoice(now, path, 'option', optionWords(options.length + 1)))}>
        {say('sheet.addOption')}
      </Button>
    </div>
  );
}
