/** The customer of a task or case at a glance. */
import { useQuery } from '@tanstack/react-query';
import { Flex, theme, Typography } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import * as calls from '../api/calls';
import type { CustomerRef } from '../api/types';
import { useWords } from '../text/language';
import { MemberMark } from './mark';
import { useNames } from './people';

export function CustomerCard({ of: customer, beside }: { of: CustomerRef; beside?: ReactNode }) {
  const { t } = useWords();
  const { token } = theme.useToken();
  const whole = useQuery({ queryKey: ['customer', customer.id], queryFn: () => calls.customer(customer.id), staleTime: 10_000 });
  const names = useNames();
  const { owner, lifecycle, department } = whole.data ?? {};
  return (
    <Flex justify="space-between" align="center" gap={12} wrap style={{ background: token.colorBgLayout, borderRadius: token.borderRadius, padding: '10px 12px' }}>
      <div style={{ minWidth: 0 }}>
        {whole.isError ? (
          <Typography.Text strong>{customer.name}</Typography.Text> // whoever may not read the record is not sent there
        ) : (
          <Link to={`/customers/${customer.id}`} style={{ fontWeight: 600 }}>
            {customer.name}
          </Link>
        )}{' '}
        <Typography.Text type="secondary">{customer.number}</Typography.Text>
        <Flex gap={8} align="center" wrap style={{ fontSize: 13 }}>
          <MemberMark member={lifecycle} />
          {owner && (
            <Typography.Text type="secondary">
              {t('customer.owner')} {names.person(owner)}
            </Typography.Text>
          )}
          {department && <Typography.Text type="secondary">{names.department(department)}</Typography.Text>}
        </Flex>
      </div>
      {beside}
    </Flex>
  );
}
