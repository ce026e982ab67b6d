/** The files as they are written: for what the builder does not know. */
import { Alert, Button, Flex, Input, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { isObject, parts, put, written, type Files, type Part } from './files';
import type { Change } from './state';
import { useFormWords } from './words';

export function JsonTab({ files, change }: { files: Files; change: Change }) {
  const { say } = useFormWords();
  const [part, setPart] = useState<Part>('schema');
  const now = written(files[part]);
  const [text, setText] = useState(now);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    setText(now);
    setWrong('');
  }, [now]);
  const apply = () => {
    try {
      const value: unknown = JSON.parse(text);
      if (!isObject(value)) throw new Error('{ … }');
      setWrong('');
      change((before) => put(before, [part], value));
    } catch (failure) {
      setWrong((failure as Error).message);
    }
  };
  return (
    <Flex vertical gap={8}>
      <Flex gap={8} justify="space-between" wrap>
        <Segmented<Part> value={part} onChange={setPart} options={parts.map((value) => ({ value, label: say(`json.part.${value}`) }))} />
        <Button type="primary" disabled={text === now} onClick={apply}>
          {say('json.apply')}
        </Button>
      </Flex>
      {wrong && <Alert type="error" showIcon title={say('json.wrong', { why: wrong })} />}
      <Input.TextArea value={text} aria-label={say('json.text')} spellCheck={false} onChange={(event) => setText(event.target.value)} autoSize={{ minRows: 18, maxRows: 32 }} style={{ fontFamily: 'ui-monospace, monospace', fontSize: 12.5 }} />
    </Flex>
  );
}
