/** What personal data the house keeps, why and how long; how many said yes to what. */
import { Card, Flex, Typography } from 'antd';
import type * as calls from '../../api/privacy';
import { Sheet } from '../../parts/sheet';
import { Abroad } from './abroad';
import { usePrivacyWords } from './words';

export function Inventory({ of }: { of: calls.Overview }) {
  const { say, code, language } = usePrivacyWords();
  const own = (zh: string, en: string) => (language === 'zh' ? zh : en);
  return (
    <Flex vertical gap={12}>
      <Card styles={{ body: { padding: 0 } }}>
        <Sheet
          label={say('privacy.inventory')}
          rowKey="place"
          dataSource={of.inventory}
          pagination={false}
          columns={[
            {
              title: say('privacy.field'),
              render: (_, one) => (
                <Flex vertical>
                  {own(one.name, one.name_en)}
                  <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                    {one.place}
                  </Typography.Text>
                </Flex>
              ),
            },
            { title: say('privacy.purpose'), render: (_, one) => own(one.purpose, one.purpose_en) },
            { title: say('privacy.basis'), render: (_, one) => code('privacy.basis', one.basis) },
            { title: say('privacy.months'), render: (_, one) => (one.months ? say('privacy.monthsOf', { n: one.months }) : say('privacy.forever')) },
          ]}
        />
      </Card>
      {of.consents.length > 0 && (
        <Card size="small" title={say('privacy.consents')}>
          <Flex vertical gap={6}>
            {of.consents.map((one) => (
              <Flex key={one.purpose} gap={12} wrap>
                <Typography.Text strong>{code('privacy.purpose', one.purpose)}</Typography.Text>
                <Typography.Text>{say('privacy.consentOf', { given: one.given, withdrawn: one.withdrawn })}</Typography.Text>
              </Flex>
            ))}
          </Flex>
        </Card>
      )}
      <Abroad of={of} />
    </Flex>
  );
}
