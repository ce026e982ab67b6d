/** What of the library answers this customer's needs, with the words that say so; nothing where nothing fits. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Tag, Typography } from 'antd';
import * as calls from '../../api/library';
import { useWords } from '../../text/language';

export function Fitting({ customer }: { customer: string }) {
  const { t, language } = useWords();
  const found = useQuery({ queryKey: ['customer', customer, 'library'], queryFn: () => calls.fitting(customer) });
  if (!found.data?.items.length) return null;
  return (
    <Card title={t('customer.library')}>
      <Flex vertical gap={10} role="list">
        {found.data.items.map((one) => (
          <Flex key={one.id} gap={8} align="center" wrap role="listitem">
            <Typography.Link href={calls.file(one.id)} download>
              <DownloadOutlined /> {(language === 'en' && one.title_en) || one.title}
            </Typography.Link>
            <Typography.Text type="secondary">{t(`library.${one.kind as 'case'}`)}</Typography.Text>
            {one.because.map((tag) => (
              <Tag key={tag}>{tag}</Tag>
            ))}
          </Flex>
        ))}
      </Flex>
    </Card>
  );
}
