/** Loading, empty and failed: every page shows these three the same way. */
import { Button, Empty, Skeleton } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import { Problem } from '../api/client';
import { useWords } from '../text/language';

/** What went wrong, in the reader's words; the server's own sentence where it has one for this reader. */
export function useProblemText(): (failure: unknown) => string {
  const { t, name } = useWords();
  return (failure) => {
    if (!(failure instanceof Problem)) return t('error.unknown');
    const said = name(failure.body, 'detail') || name(failure.body, 'title');
    if (failure.status === 0) return t('error.network');
    if (failure.status >= 500) return t('error.server');
    if (failure.status === 403) return said || t('error.forbidden');
    if (failure.status === 404) return t('error.missing');
    if (failure.status === 409) return said || t('error.conflict');
    return said || t('error.invalid');
  };
}

/** Its pictures are large and seldom wanted. */
const Result = lazy(() => import('antd/es/result'));

export function Failure({ problem, again }: { problem: unknown; again?: () => void }) {
  const { t } = useWords();
  const text = useProblemText();
  const status = problem instanceof Problem ? problem.status : -1;
  const picture = status === 403 ? '403' : status === 404 ? '404' : status >= 500 ? '500' : 'warning';
  return (
    <Suspense fallback={<p role="status">{text(problem)}</p>}>
      <Result
        status={picture}
        title={text(problem)}
        subTitle={status === 404 ? t('error.missingWhy') : undefined}
        extra={again && <Button onClick={again}>{t('app.retry')}</Button>}
      />
    </Suspense>
  );
}

interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** The children once the data is there; a skeleton before, the failure instead. */
export function WhenLoaded<T>({ of, rows = 6, children }: { of: Loaded<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error) return <Failure problem={of.error} again={() => void of.refetch()} />;
  return <Skeleton active paragraph={{ rows }} style={{ padding: 16 }} />;
}

export function Nothing({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} style={{ padding: '24px 0' }}>
      {children}
    </Empty>
  );
}
