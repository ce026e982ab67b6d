/** All texts of the form, Chinese and English side by side. */
import { Flex, Typography } from 'antd';
import { get, type Files, type Path } from './files';
import { Both } from './inputs';
import type { Change } from './state';
import { places, said } from './texts';
import { Mark } from '../../parts/mark';
import { useFormWords } from './words';

function useWhere(files: Files) {
  const { say, language } = useFormWords();
  const what: Record<string, string> = { 'ui:help': say('sheet.help'), 'ui:placeholder': say('sheet.placeholder'), unit: say('sheet.unit') };
  return (path: Path): string => {
    if (path.length === 2) return say('words.form');
    const at = path.indexOf('properties');
    const name = String(path[0] === 'ui' ? path[1] : path[at + 1]);
    const title = said(files, ['schema', 'properties', name, 'title'])[language] || name;
    const option = path.indexOf('oneOf');
    if (path.at(-2) === 'items') return `${title} · ${say('words.row')}`;
    if (option > 0) return `${title} · ${say('words.option')} ${String(get(files, [...path.slice(0, -1), 'const']))}`;
    return [title, ...(path[0] === 'schema' && path.length > 4 ? [String(path.at(-2))] : []), ...(what[String(path.at(-1))] ? [what[String(path.at(-1))]] : [])].join(' · ');
  };
}

export function WordsTab({ files, change }: { files: Files; change: Change }) {
  const { say } = useFormWords();
  const where = useWhere(files);
  const all = places(files);
  const missing = all.filter((path) => Object.values(said(files, path)).some((text) => !text.trim())).length;
  return (
    <Flex vertical gap={8}>
      {missing > 0 && (
        <span>
          <Mark tone="warn">{say('words.missing', { n: missing })}</Mark>
        </span>
      )}
      {all.map((path) => (
        <Flex key={path.join('/')} gap={12} align="center" wrap>
          <Typography.Text type="secondary" style={{ flex: '1 1 160px', minWidth: 0 }} ellipsis>
            {where(path)}
          </Typography.Text>
          <div style={{ flex: '3 1 320px' }}>
            <Both files={files} change={change} path={path} wish={String(get(files, path))} label={where(path)} />
          </div>
        </Flex>
      ))}
    </Flex>
  );
}
