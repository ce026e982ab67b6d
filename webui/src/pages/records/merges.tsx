/** What was merged, newest first: undone for as long as nothing stands against it. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex } from 'antd';
import * as calls from '../../api/records';
import { MergeLine } from '../../parts/merge';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

export function Merges() {
  const { t } = useWords();
  const merges = useQuery({ queryKey: ['records', 'merges'], queryFn: calls.merges });
  return (
    <WhenLoaded of={merges}>
      {({ items }) => (
        <Flex vertical gap={10}>
          {items.length === 0 && (
            <Card>
              <Nothing text={t('kept.noMerges')} />
            </Card>
          )}
          {items.map((one) => (
            <Card key={one.id} size="small">
              <MergeLine of={one} />
            </Card>
          ))}
        </Flex>
      )}
    </WhenLoaded>
  );
}
