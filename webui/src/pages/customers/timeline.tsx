/** Everything that happened to a customer, over all processes, newest first; narrowed by what it is about and by process. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Select } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/calls';
import type { Entry } from '../../api/types';
import { useCases } from '../../parts/elements';
import { Facts, instanceOf, isStep } from '../../parts/facts';
import { useProcessNames } from '../../parts/processes';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Strip } from '../../parts/strip';
import { useWords } from '../../text/language';

const subjects = ['all', 'work', 'tier', 'promise', 'record'] as const;
type Subject = (typeof subjects)[number];

function subjectOf(entry: Entry): Subject {
  if (/^Tier/.test(entry.fact)) return 'tier';
  if (/^Sla/.test(entry.fact)) return 'promise';
  return instanceOf(entry) ? 'work' : 'record';
}

export function CustomerTimeline({ customer, memberName }: { customer: string; memberName: (code: string) => string }) {
  const { t } = useWords();
  const { elementName, processOf } = useCases(customer);
  const processes = useProcessNames();
  const [subject, setSubject] = useState<Subject>('all');
  const [process, setProcess] = useState('');
  const timeline = useInfiniteQuery({
    queryKey: ['customer', customer, 'timeline'],
    queryFn: ({ pageParam }) => calls.timeline(customer, { limit: 100, cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });
  const all = timeline.data?.pages.flatMap((page) => page.items).filter((entry) => !isStep(entry)) ?? [];
  const found = [...new Set(all.map(processOf).filter((key) => key !== undefined))];
  const entries = all.filter((entry) => (subject === 'all' || subjectOf(entry) === subject) && (!process || processOf(entry) === process));
  return (
    <Card title={t('customer.timeline')}>
      <Flex gap={8} wrap style={{ marginBottom: 20 }}>
        <Strip<Subject> small gap={0} label={t('customer.timeline')} value={subject} onChange={setSubject} options={subjects.map((value) => ({ value, label: t(`about.${value}`) }))} />
        {found.length > 1 && <Select size="small" value={process} onChange={setProcess} aria-label={t('inbox.process')} style={{ minWidth: 150 }} options={[{ value: '', label: t('inbox.anyProcess') }, ...found.map((key) => ({ value: key, label: processes.of(key) }))]} />}
      </Flex>
      <WhenLoaded of={timeline} rows={5}>{() => (entries.length === 0 ? <Nothing text={t('customer.noTimeline')} /> : <Facts entries={entries} elementName={elementName} memberName={memberName} linked />)}</WhenLoaded>
      {timeline.hasNextPage && (
        <Flex justify="center">
          <Button size="small" onClick={() => void timeline.fetchNextPage()} loading={timeline.isFetchingNextPage}>
            {t('app.loadMore')}
          </Button>
        </Flex>
      )}
    </Card>
  );
}
