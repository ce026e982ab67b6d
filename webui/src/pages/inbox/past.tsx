/** What happened in the case before the task, and where the task stands on the drawing. */
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import * as calls from '../../api/calls';
import type { Task } from '../../api/types';
import { elementNames } from '../../model/names';
import { Facts, isStep } from '../../parts/facts';
import { WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

const DiagramViewer = lazy(() => import('../../model/viewer'));

function useCase(task: Task) {
  const instance = useQuery({ queryKey: ['instance', task.instance], queryFn: () => calls.instance(task.instance) });
  const { process, version } = instance.data ?? { process: '', version: 0 };
  const xml = useQuery({ queryKey: ['bpmn', process, version], queryFn: () => calls.bpmn(process, version), enabled: version > 0, staleTime: Infinity });
  const history = useQuery({ queryKey: ['history', task.instance], queryFn: () => calls.wholeHistory(task.instance) });
  return { instance, xml, history };
}

export function Before({ task }: { task: Task }) {
  const { language } = useWords();
  const { xml, history } = useCase(task);
  const names = useMemo(() => elementNames(xml.data ?? '', language), [xml.data, language]);
  return <WhenLoaded of={history}>{(entries) => <Facts entries={entries.filter((entry) => !isStep(entry)).toReversed()} elementName={(element) => names.get(element) ?? element} />}</WhenLoaded>;
}

export function Here({ task }: { task: Task }) {
  const { xml, history } = useCase(task);
  return (
    <WhenLoaded of={xml}>
      {(text) => (
        <Suspense fallback={<Skeleton active />}>
          <DiagramViewer xml={text} history={history.data} here={task.status === 'open' ? [task.element] : []} height={280} />
        </Suspense>
      )}
    </WhenLoaded>
  );
}
