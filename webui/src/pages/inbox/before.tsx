/** What happened before the task and where it stands on the drawing; loaded and read only when opened (past.tsx). */
import { Collapse, Skeleton } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Task } from '../../api/types';
import { useWords } from '../../text/language';

const Here = lazy(async () => ({ default: (await import('./past')).Here }));
const Before = lazy(async () => ({ default: (await import('./past')).Before }));

export function Surroundings({ task }: { task: Task }) {
  const { t } = useWords();
  const wait = (part: ReactNode) => <Suspense fallback={<Skeleton active />}>{part}</Suspense>;
  return (
    <Collapse
      size="small"
      ghost
      destroyOnHidden
      styles={{ header: { paddingInline: 0 }, body: { paddingInline: 0 } }}
      items={[
        { key: 'here', label: t('task.here'), children: wait(<Here task={task} />) },
        { key: 'before', label: t('task.before'), children: wait(<Before task={task} />) },
      ]}
    />
  );
}
