/** A view to take along: the rows that are asked for, as a spreadsheet. */
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { auditFile } from '../../api/reports';
import { useWords } from '../../text/language';

export function ViewFiles({ view, query = {} }: { view: Parameters<typeof auditFile>[0]; query?: object }) {
  const { t } = useWords();
  return (
    <Flex gap={6}>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button key={format} size="small" icon={<DownloadOutlined />} href={auditFile(view, query, format)} download aria-label={t('reports.export', { format: format.toUpperCase() })}>
          {format.toUpperCase()}
        </Button>
      ))}
    </Flex>
  );
}
