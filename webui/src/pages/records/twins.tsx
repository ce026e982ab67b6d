/** Records that look like one customer: two beside each other, then one, or two for good. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, Drawer, Flex, Grid, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/records';
import type { Twins } from '../../api/records';
import { Beside, type Plan } from '../../parts/beside';
import { Mark } from '../../parts/mark';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { useWords } from '../../text/language';

export function TwinList() {
  const { t } = useWords();
  const [open, setOpen] = useState<Twins | null>(null);
  const twins = useQuery({ queryKey: ['records', 'twins'], queryFn: calls.twins });
  return (
    <WhenLoaded of={twins}>
      {({ items }) => (
        <Flex vertical gap={10}>
          {items.length === 0 && (
            <Card>
              <Nothing text={t('kept.noTwins')} />
            </Card>
          )}
          {items.map((one) => (
            <Card key={`${one.this.id} ${one.other.id}`} size="small">
              <Flex justify="space-between" align="center" gap={12} wrap>
                <Flex gap={24} wrap>
                  {[one.this, one.other].map((side) => (
                    <Flex key={side.id} vertical>
                      <Typography.Text strong>{side.name}</Typography.Text>
                      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                        {[side.number, side.region].filter(Boolean).join(' · ')}
                      </Typography.Text>
                    </Flex>
                  ))}
                </Flex>
                <Flex gap={8} align="center" wrap>
                  <Mark tone="warn">{t('kept.alike', { n: one.points })}</Mark>
                  <Typography.Text type="secondary">{one.reasons.map((reason) => t(`kept.by_${reason}`)).join(' · ')}</Typography.Text>
                  <Button onClick={() => setOpen(one)}>{t('kept.look')}</Button>
                </Flex>
              </Flex>
            </Card>
          ))}
          {open && <Settle pair={open} onClose={() => setOpen(null)} />}
        </Flex>
      )}
    </WhenLoaded>
  );
}

function Settle({ pair, onClose }: { pair: Twins; onClose: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const problem = useProblemText();
  const narrow = Grid.useBreakpoint().md === false;
  const [plan, setPlan] = useState<Plan>({});
  const two = { this: pair.this.number, other: pair.other.number };
  const done = (text: string) => {
    void message.success(text);
    void cache.invalidateQueries({ queryKey: ['records'] });
    onClose();
  };
  const failed = (failure: unknown) => void message.error(problem(failure));
  const merge = useMutation({ mutationFn: () => calls.merge({ ...two, into: plan.into!, taken: plan.taken ?? {} }), onSuccess: () => done(t('kept.mergeDone')), onError: failed });
  const apart = useMutation({ mutationFn: () => calls.apart(two), onSuccess: () => done(t('kept.apartDone')), onError: failed });
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('kept.beside')}
      size={narrow ? '100%' : 760}
      footer={
        <Flex gap={8} justify="flex-end">
          <Button onClick={() => apart.mutate()} loading={apart.isPending}>
            {t('kept.apart')}
          </Button>
          <Button type="primary" disabled={!plan.into} onClick={() => merge.mutate()} loading={merge.isPending}>
            {t('kept.merge')}
          </Button>
        </Flex>
      }
    >
      <Beside pair={two} value={plan} onChange={setPlan} />
    </Drawer>
  );
}
