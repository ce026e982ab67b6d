/** Proof that the ledger is whole, the ledger to take along, and a file that somebody brings back. */
import { DownloadOutlined, SafetyCertificateOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Typography } from 'antd';
import { useRef } from 'react';
import * as calls from '../../api/calls';
import { address } from '../../api/client';
import { checkFile } from '../../api/reports';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';

const formats = ['xes', 'ocel', 'csv'] as const;

export function Proof() {
  const { t } = useWords();
  return (
    <Flex gap={16} wrap>
      <Whole />
      <Card title={t('audit.export')} style={{ flex: '1 1 280px' }}>
        <Typography.Paragraph type="secondary">{t('audit.exportWhy')}</Typography.Paragraph>
        <Flex gap={8} wrap>
          {formats.map((format) => (
            <Button key={format} icon={<DownloadOutlined />} href={address('/ledger/export', { format })} download>
              {format.toUpperCase()}
            </Button>
          ))}
        </Flex>
      </Card>
      <BroughtBack />
    </Flex>
  );
}

function BroughtBack() {
  const { t } = useWords();
  const problem = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const check = useMutation({ mutationFn: checkFile });
  return (
    <Card title={t('proof.file')} style={{ flex: '1 1 280px' }}>
      <Typography.Paragraph type="secondary">{t('proof.fileWhy')}</Typography.Paragraph>
      <input
        ref={input}
        type="file"
        accept=".csv,.json,.xes"
        hidden
        aria-label={t('proof.choose')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) check.mutate(file);
          event.target.value = '';
        }}
      />
      <Button icon={<UploadOutlined />} loading={check.isPending} onClick={() => input.current?.click()}>
        {t('proof.choose')}
      </Button>
      <div role="status" style={{ marginTop: 12 }}>
        {check.data && <Alert type={check.data.sound ? 'success' : 'error'} showIcon title={check.data.message} />}
        {check.error && <Alert type="error" showIcon title={problem(check.error)} />}
      </div>
    </Card>
  );
}

function Whole() {
  const { t } = useWords();
  const problem = useProblemText();
  const verify = useMutation({ mutationFn: calls.verify });
  return (
    <Card title={t('audit.verify')} style={{ flex: '1 1 280px' }}>
      <Typography.Paragraph type="secondary">{t('audit.verifyWhy')}</Typography.Paragraph>
      <Button type="primary" icon={<SafetyCertificateOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('audit.verify')}
      </Button>
      <div role="status" style={{ marginTop: 12 }}>
        {verify.data && <Alert type={verify.data.sound ? 'success' : 'error'} showIcon title={verify.data.message} />}
        {verify.error && <Alert type="error" showIcon title={problem(verify.error)} />}
      </div>
    </Card>
  );
}
