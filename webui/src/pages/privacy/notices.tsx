/** The notice that public forms show: its versions, how often each was shown, and publishing another. */
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Collapse, Flex, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/privacy';
import { useNames } from '../../parts/people';
import { Nothing, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useChange, usePrivacyWords } from './words';

export function Notices({ officer }: { officer: boolean }) {
  const { say, language } = usePrivacyWords();
  const names = useNames();
  const notices = useQuery({ queryKey: ['privacy', 'notices'], queryFn: calls.notices });
  const [writing, setWriting] = useState(false);
  return (
    <Flex vertical gap={12}>
      <Typography.Text type="secondary">{say('privacy.noticeWhy')}</Typography.Text>
      <WhenLoaded of={notices}>
        {({ items }) => (
          <>
            {officer && !writing && (
              <Button type="primary" style={{ alignSelf: 'start' }} onClick={() => setWriting(true)}>
                {say('privacy.publish')}
              </Button>
            )}
            {writing && <Write before={items[0]} onDone={() => setWriting(false)} />}
            {items.length === 0 ? (
              <Nothing text={say('privacy.noNotice')} />
            ) : (
              <Collapse
                defaultActiveKey={items[0]!.version}
                items={items.map((one) => ({
                  key: one.version,
                  label: (
                    <Flex gap={12} wrap>
                      <Typography.Text strong>{say('privacy.version', { n: one.version })}</Typography.Text>
                      <Typography.Text type="secondary">{`${names.person(one.by)} ${minute(one.at)}`}</Typography.Text>
                      <Typography.Text type="secondary">{say('privacy.shown', { n: one.shown })}</Typography.Text>
                    </Flex>
                  ),
                  children: <Typography.Paragraph style={{ whiteSpace: 'pre-line', margin: 0 }}>{language === 'zh' ? one.zh : one.en}</Typography.Paragraph>,
                }))}
              />
            )}
          </>
        )}
      </WhenLoaded>
    </Flex>
  );
}

function Write({ before, onDone }: { before?: calls.Notice; onDone: () => void }) {
  const { say, t } = usePrivacyWords();
  const [form] = Form.useForm<{ zh: string; en: string }>();
  const publish = useChange(calls.publish, onDone);
  return (
    <Card size="small">
      <Form form={form} layout="vertical" initialValues={{ zh: before?.zh, en: before?.en }} onFinish={(told) => publish.mutate(told)}>
        {(['zh', 'en'] as const).map((lang) => (
          <Form.Item key={lang} name={lang} label={say(`privacy.${lang}`)} rules={[{ required: true, whitespace: true }]}>
            <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={10_000} lang={lang} />
          </Form.Item>
        ))}
        <Flex gap={8}>
          <Button type="primary" htmlType="submit" loading={publish.isPending}>
            {say('privacy.publish')}
          </Button>
          <Button onClick={onDone}>{t('app.cancel')}</Button>
        </Flex>
      </Form>
    </Card>
  );
}
