/** The practice clock in the header of a demonstration: shows the company's time and moves it forward. */
import { ClockCircleOutlined, FastForwardOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Flex, Popover, Typography } from 'antd';
import * as calls from '../api/calls';
import { useProblemText } from '../parts/states';
import { minute } from '../parts/time';
import { useWords } from '../text/language';

export function useClock() {
  return useQuery({ queryKey: ['clock'], queryFn: calls.clock, refetchInterval: (query) => (query.state.data?.manual ? 8_000 : false), staleTime: 5_000 });
}

const steps = [
  { text: 'clock.hour', by: { seconds: 3_600 } },
  { text: 'clock.day', by: { seconds: 86_400 } },
  { text: 'clock.nextDue', by: { to: 'next_due' } },
] as const;

export function PracticeClock({ wide }: { wide: boolean }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  const clock = useClock();
  const advance = useMutation({
    mutationFn: calls.advanceClock,
    onSuccess: async (moved) => {
      await cache.invalidateQueries();
      message.success(t('clock.moved', { at: minute(moved.now) }));
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  if (!clock.data?.manual) return null;
  const panel = (
    <Flex vertical gap={8} style={{ maxWidth: 260 }}>
      <Typography.Text strong style={{ fontVariantNumeric: 'tabular-nums', fontSize: 18 }}>
        {minute(clock.data.now)}
      </Typography.Text>
      <Flex gap={6} wrap>
        {steps.map((step) => (
          <Button key={step.text} size="small" disabled={advance.isPending} onClick={() => advance.mutate(step.by)} icon={step.text === 'clock.nextDue' ? <FastForwardOutlined /> : undefined}>
            {t(step.text)}
          </Button>
        ))}
      </Flex>
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {t('clock.why')}
      </Typography.Text>
    </Flex>
  );
  return (
    <Popover content={panel} title={t('clock.title')} trigger="click" placement="bottomRight">
      <Button size="small" icon={<ClockCircleOutlined />} loading={advance.isPending} aria-label={t('clock.title')} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {wide ? `${t('clock.title')} ${minute(clock.data.now)}` : minute(clock.data.now).slice(5)}
      </Button>
    </Popover>
  );
}
