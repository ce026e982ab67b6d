/** The head of a page: what it is, and what can be done here. */
import { Flex, Typography } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { useWords } from '../text/language';

export function useTitle(title: string) {
  const { t } = useWords();
  useEffect(() => {
    document.title = title ? `${title} · ${t('app.name')}` : t('app.name');
  }, [title, t]);
}

export function PageHead({ title, beside, children }: { title: string; beside?: ReactNode; children?: ReactNode }) {
  useTitle(title);
  return (
    <Flex align="center" gap={12} wrap style={{ marginBottom: 12, minHeight: 34 }}>
      <Typography.Title level={1} style={{ fontSize: 18, margin: 0 }}>
        {title}
      </Typography.Title>
      {beside}
      <span style={{ flex: 1 }} />
      {children}
    </Flex>
  );
}
