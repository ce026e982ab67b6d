/** What stands about a customer, beside the questions about it: tier and contacts, as far as whoever has the task may see them. */
import { useQuery } from '@tanstack/react-query';
import type { WidgetProps } from '@rjsf/utils';
import { Flex, Typography } from 'antd';
import * as calls from '../api/calls';
import { ContactRow } from '../parts/contact';
import { MemberMark } from '../parts/mark';
import { useWords } from '../text/language';

export function Record({ value }: WidgetProps) {
  const { t } = useWords();
  const which = value as string | undefined;
  const { data: customer } = useQuery({ queryKey: ['customer', which], queryFn: () => calls.customer(which ?? ''), enabled: Boolean(which) });
  if (!customer) return <output className="told">–</output>; // still loading, or no longer theirs to read
  return (
    <Flex component="output" className="told" vertical gap={10}>
      <Flex gap={8} align="center">
        <Typography.Text type="secondary">{t('customer.tier')}</Typography.Text>
        {customer.tier ? <MemberMark member={customer.tier} /> : t('customer.noTier')}
      </Flex>
      {customer.contacts.length === 0 && <Typography.Text type="secondary">{t('customer.noContacts')}</Typography.Text>}
      {customer.contacts.map((contact) => (
        <ContactRow key={contact.id} of={contact} />
      ))}
    </Flex>
  );
}
