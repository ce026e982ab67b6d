/** Small coloured words (a status, a tier) whose contrast is enough to read. */
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { InstanceItem, Member } from '../api/types';
import { useWords } from '../text/language';

const tones = {
  plain: ['#eef1f5', '#3d4654'],
  info: ['#e6efff', '#0a47a8'],
  good: ['#e3f4e8', '#1a5f31'],
  warn: ['#fff1d9', '#7a4700'],
  bad: ['#fde8e9', '#a01622'],
  gold: ['#fdf0c8', '#6a4c00'],
  silver: ['#e4e9f2', '#33415c'],
} as const;

export type Tone = keyof typeof tones;

export function Mark({ tone = 'plain', children, hint }: { tone?: Tone; children: ReactNode; hint?: ReactNode }) {
  const [background, color] = tones[tone];
  const mark = (
    <span style={{ background, color, borderRadius: 4, padding: '1px 7px', fontSize: 12, lineHeight: '20px', whiteSpace: 'nowrap', display: 'inline-block', fontWeight: 500 }}>{children}</span>
  );
  return hint ? <Tooltip title={hint}>{mark}</Tooltip> : mark;
}

const known: Record<string, Tone> = { gold: 'gold', silver: 'silver', platinum: 'info', vip: 'gold' };

export type Named = Member | string | null | undefined;

export function codeOf(member: Named): string {
  return typeof member === 'string' ? member : (member?.code ?? '');
}

/** A tier, lifecycle or class member by its name. */
export function MemberMark({ member }: { member: Named }) {
  const { name } = useWords();
  if (!member) return null;
  return <Mark tone={known[codeOf(member)] ?? 'plain'}>{name(member) || codeOf(member)}</Mark>;
}

/** From the member a customer has to the one proposed. */
export function Change({ from, to }: { from: Named; to: Named }) {
  if (!from && !to) return null;
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center', whiteSpace: 'nowrap' }}>
      <MemberMark member={from} />
      {to && from && <span aria-hidden>→</span>}
      <MemberMark member={to} />
    </span>
  );
}

const ofStatus: Record<string, Tone> = { running: 'info', waiting: 'info', suspended: 'warn', incident: 'bad', completed: 'good', cancelled: 'plain' };
type Status = 'running' | 'waiting' | 'suspended' | 'incident' | 'completed' | 'cancelled';

/** Where a case stands; of one that is over, the end that it came to. */
export function StatusMark({ status, of }: { status: Status; of?: InstanceItem }) {
  const { t, name } = useWords();
  const end = status === 'completed' ? name(of, 'outcome_name') : '';
  return <Mark tone={ofStatus[status] ?? 'plain'}>{end ? `${t(`status.${status}`)} · ${end}` : t(`status.${status}`)}</Mark>;
}
