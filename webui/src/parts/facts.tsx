/** Ledger entries as sentences, and as one timeline. */
import { Flex, Timeline, Typography } from 'antd';
import { Link } from 'react-router';
import type { Entry } from '../api/types';
import { codes, reasonOf } from '../text/codes';
import { useWords } from '../text/language';
import { texts, type TextKey } from '../text/texts';
import { useCourseNames } from './courses';
import { cents } from './numbers';
import { useNames } from './people';
import { useDecisionNames, useProcessNames } from './processes';
import { day, minute } from './time';

const steps = new Set(['ElementEntered', 'ElementCompleted', 'ElementCancelled', 'TimerScheduled', 'MessageAwaited', 'ServiceRequested', 'ServiceAnswered']);

/** Whether an entry is a mere movement of the case, which most readers skip. */
export function isStep(entry: Entry): boolean {
  return steps.has(entry.fact);
}

/** The case whose chain an entry stands in, if it is a case's. */
export function instanceOf(entry: Entry): string | undefined {
  return /^instance:(.+)$/.exec(entry.stream ?? '')?.[1];
}

type NameOf = (element: string, entry: Entry) => string;

/** A sentence for an entry. `elementName` and `memberName` know what codes are called. */
export function useSentence(elementName: NameOf = (id) => id, memberName: (code: string) => string = (code) => code): (entry: Entry) => string {
  const { t, name, language } = useWords();
  const processes = useProcessNames();
  const decisions = useDecisionNames();
  const people = useNames();
  const courses = useCourseNames();
  return (entry) => {
    const data = entry.data as Record<string, string | number | string[] | undefined>;
    const ended = String(data.outcome ?? '');
    const end = entry.fact === 'InstanceCompleted' && ended ? elementName(ended, entry) : ended;
    const why = entry.fact === 'DecisionTaken' ? reasonOf((entry.data as { result?: unknown }).result) : undefined;
    const more = end !== ended ? '.at' : why ? '.why' : variant(entry);
    const key = `fact.${entry.fact}${more}`;
    const role = `role.${data.role}`;
    const word = (key: string) => (key in texts ? t(key as TextKey) : key.slice(key.indexOf('.') + 1));
    return t((key in texts ? key : 'fact.other') as TextKey, {
      ...(data as Record<string, string | number>),
      fact: entry.fact,
      end,
      why: why ? codes[why][language === 'zh' ? 0 : 1] : '',
      name: name(data),
      ...(data.group ? { group: people.group(String(data.group)) } : {}),
      channel: word(`channel.${data.channel ?? ''}`),
      kind: word(`need.${data.kind ?? ''}`),
      unsent: word(`unsent.${data.decision ?? ''}`),
      purpose: word(`purpose.${data.purpose ?? ''}`),
      reason: word(`reason.${data.reason ?? ''}`),
      ...(data.person ? { person: people.person(String(data.person)) } : {}),
      ...(data.status ? { status: word(`deal.${data.status}`) } : {}),
      ...(data.state ? { state: word(`deal.${data.state}`) } : {}),
      ...(data.stage ? { stage: word(`stage.${data.stage}`) } : {}),
      ...(data.owner ? { owner: people.person(String(data.owner)) } : {}),
      ...(data.course ? { course: courses.of(String(data.course)) } : {}),
      note: String(data.note ?? ''),
      priority: word(`need.${data.priority ?? ''}`),
      element: entry.element ? elementName(entry.element, entry) : '',
      process: data.process ? processes.of(String(data.process)) : '',
      ...(typeof data.on === 'boolean' ? { on: t(data.on ? 'fact.on' : 'fact.off') } : {}),
      due: data.due ? minute(String(data.due)) : '',
      until: data.until ? day(String(data.until)) : '',
      asOf: data.as_of ? day(String(data.as_of)) : '',
      amount: cents(data.amount_cents as number | undefined),
      missing: cents(data.missing_cents as number | undefined),
      member: memberName(String(data.member ?? '')),
      old: memberName(String(data.old ?? '')),
      new: /^\d{4}-\d\d-\d\dT/.test(String(data.new)) ? minute(String(data.new)) : memberName(String(data.new ?? '')),
      proposed: memberName(String(data.proposed ?? '')),
      to: [data.to ?? []].flat().map((one) => people.person(String(one))).join(', '),
      decision: data.decision ? decisions.of(String(data.decision)) : '',
      head: String(data.head ?? '—'),
      role: role in texts ? t(role as TextKey) : String(data.role ?? ''),
      n: Array.isArray(data.customers) ? data.customers.length : 0,
    });
  };
}

/** Of a fact that can be told in two ways, which one it is. */
function variant({ fact, data }: Entry): string {
  if (fact === 'TierWarned' && data.missing_cents == null) return '.other';
  if ((fact === 'ConsentRecorded' && data.given === false) || (fact === 'TierReviewStarted' && data.status === 'superseded')) return '.not';
  return '';
}

const tones: Record<string, string> = { IncidentRaised: 'red', ServiceFailed: 'red', TierDemoted: 'orange', TierWarned: 'orange', TierPromoted: 'green', TaskCompleted: 'blue', InstanceCompleted: 'green' };

export function Facts({ entries, elementName, memberName, linked }: { entries: Entry[]; elementName?: NameOf; memberName?: (code: string) => string; linked?: boolean }) {
  const { t } = useWords();
  const sentence = useSentence(elementName, memberName);
  const names = useNames();
  return (
    <Timeline
      items={entries.map((entry) => ({
        key: `${entry.stream ?? ''}${entry.seq}`,
        color: tones[entry.fact] ?? (isStep(entry) ? 'gray' : 'blue'),
        content: (
          <div>
            <Flex justify="space-between" gap={12} wrap>
              <span>{instanceOf(entry) && linked ? <Link to={`/cases/${instanceOf(entry)}`}>{sentence(entry)}</Link> : sentence(entry)}</span>
              <Typography.Text type="secondary" style={{ fontSize: 12, whiteSpace: 'nowrap' }}>
                {entry.actor ? names.person(entry.actor) : t('ledger.system')} · {minute(entry.at)}
              </Typography.Text>
            </Flex>
          </div>
        ),
      }))}
    />
  );
}
