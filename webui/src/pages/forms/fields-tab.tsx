/** The fields in order, and the sheet of the chosen one. */
import { Flex, Typography } from 'antd';
import type { Finding } from '../../api/types';
import { fieldsOf } from './fields';
import type { Files } from './files';
import { BothRow } from './inputs';
import { Order, Palette } from './order';
import { Sheet } from './sheet';
import type { Change } from './state';
import { useFormWords } from './words';

interface Props {
  files: Files;
  change: Change;
  chosen: string;
  onChoose: (name: string) => void;
  findings: Finding[];
}

export function FieldsTab({ files, change, chosen, onChoose, findings }: Props) {
  const { say } = useFormWords();
  const field = fieldsOf(files).find((one) => one.name === chosen);
  const wrong = new Set(findings.map((one) => one.element ?? ''));
  return (
    <Flex gap={20} align="flex-start" wrap>
      <div style={{ flex: '1 1 220px', minWidth: 0 }}>
        <Palette change={change} onAdded={onChoose} />
        <div style={{ height: 8 }} />
        <Order files={files} change={change} chosen={chosen} onChoose={onChoose} wrong={wrong} />
      </div>
      <section aria-label={say('build.choose')} style={{ flex: '2 1 320px', minWidth: 0 }}>
        {field ? (
          <Sheet key={field.name} files={files} change={change} field={field} findings={findings.filter((one) => one.element === field.name)} onRenamed={onChoose} onGone={() => onChoose('')} />
        ) : (
          <>
            <BothRow files={files} change={change} label="words.form" path={['schema', 'title']} wish="form" />
            <Typography.Text type="secondary">{say('build.choose')}</Typography.Text>
          </>
        )}
      </section>
    </Flex>
  );
}
