/** What a draft is about and where it stands, in few words. */
import { ApartmentOutlined, FormOutlined, PlayCircleOutlined, TableOutlined } from '@ant-design/icons';
import { Flex, Typography } from 'antd';
import type { DraftItem, Kind, Subject } from '../../api/drafts';
import { Mark, type Tone } from '../../parts/mark';
import { useProcessNames } from '../../parts/processes';
import { useDraftWords } from './words';

const icons: Record<Kind, React.ReactNode> = { process: <ApartmentOutlined />, decision: <TableOutlined />, form: <FormOutlined />, scenario: <PlayCircleOutlined /> };
const tones: Record<DraftItem['status'], Tone> = { editing: 'plain', open: 'info', scheduled: 'info', approved: 'good', urgent: 'bad', rejected: 'warn', withdrawn: 'plain', objected: 'bad', stopped: 'bad' };
const MOST = 3;

export function DraftStatus({ status }: { status: DraftItem['status'] }) {
  const { say } = useDraftWords();
  return <Mark tone={tones[status]}>{say(`drafts.status.${status}`)}</Mark>;
}

export function KindIcon({ kind }: { kind: Kind }) {
  const { say } = useDraftWords();
  return (
    <span role="img" aria-label={say(`drafts.kind.${kind}`)} title={say(`drafts.kind.${kind}`)} style={{ opacity: 0.65 }}>
      {icons[kind]}
    </span>
  );
}

/** The names of what a draft changes; those of files where nothing in them could be read. */
export function useTitleOf() {
  const { say, name } = useDraftWords();
  return ({ subjects, files }: { subjects: Subject[]; files: string[] }) => {
    const told = subjects.filter((one) => one.kind !== 'scenario' || subjects.every((other) => other.kind === 'scenario'));
    const names = told.length ? told.map((one) => name(one) || one.key) : files;
    return names.length > MOST ? `${names.slice(0, MOST).join(', ')} ${say('drafts.more', { n: names.length })}` : names.join(', ');
  };
}

/** What a process is called: one that the draft changes by the name there, any other by that in force. */
export function useCalled({ subjects }: { subjects: Subject[] }): (process: string) => string {
  const { name } = useDraftWords();
  const { of } = useProcessNames();
  return (process) => name(subjects.find((one) => one.kind === 'process' && one.key === process)) || of(process);
}

export function Subjects({ of: subjects }: { of: Subject[] }) {
  const { say, name } = useDraftWords();
  const called = useCalled({ subjects });
  return (
    <Flex vertical gap={2}>
      {subjects.map((one) => (
        <Flex key={`${one.kind} ${one.key}`} gap={8} align="baseline" wrap>
          <KindIcon kind={one.kind} />
          <span>{one.kind === 'scenario' ? called(one.key) : name(one) || one.key}</span>
          <Typography.Text type="secondary">{one.base ? say('drafts.base', { n: one.base }) : say('drafts.new')}</Typography.Text>
        </Flex>
      ))}
    </Flex>
  );
}
