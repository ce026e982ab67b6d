/** Records that became part of this customer; nothing is shown where there are none. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex } from 'antd';
import * as calls from '../../api/records';
import { MergeLine } from '../../parts/merge';
import { useWords } from '../../text/language';

export function MergedInto({ customer }: { customer: string }) {
  const { t } = useWords();
  const merges = useQuery({ queryKey: ['records', 'merges', customer], queryFn: () => calls.mergesOf(customer) });
  if (!merges.data?.items.length) return null;
  return (
    <Card title={t('kept.parts')}>
      <Flex vertical gap={12}>
        {merges.data.items.map((one) => (
          <MergeLine key={one.id} of={one} />
        ))}
      </Flex>
    </Card>
  );
}
