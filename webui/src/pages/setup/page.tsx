/** The first day, step by step: company, people, pack, customers, purchases, a dry run, and going live. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Flex, Grid, Steps, Tag, Typography } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/settings';
import { PageHead } from '../../parts/page';
import { WhenLoaded } from '../../parts/states';
import { useSave, useSettingsWords } from '../settings/words';
import { Company } from './company';
import { Live } from './live';
import { Packs } from './pack';
import { People } from './people';
import { TakeTable } from './table';
import { Trial } from './trial';

export function Component() {
  const { say } = useSettingsWords();
  const held = useQuery({ queryKey: ['settings', 'setup'], queryFn: calls.setup });
  return (
    <>
      <PageHead title={say('setup.title')} />
      <WhenLoaded of={held}>{(setup) => <Guide setup={setup} />}</WhenLoaded>
    </>
  );
}

function Guide({ setup }: { setup: calls.Setup }) {
  const { say } = useSettingsWords();
  const wide = Grid.useBreakpoint().lg;
  const [at, setAt] = useState(() => first(setup.steps));
  const step = setup.steps[at]!;
  const status = (one: (typeof setup.steps)[number], n: number) => (one.done ? 'finish' : n === at ? 'process' : 'wait');
  return (
    <>
      <Typography.Paragraph type="secondary">{say('setup.intro')}</Typography.Paragraph>
      <Flex gap={16} vertical={!wide} align="stretch">
        <Card style={{ flex: wide ? '0 0 220px' : undefined }} styles={{ body: { padding: 16 } }}>
          <Steps
            orientation="vertical"
            size="small"
            current={at}
            onChange={setAt}
            items={setup.steps.map((one, n) => ({ title: say(`setup.step.${one.key}`), status: status(one, n), content: one.done ? say('setup.done') : one.skipped ? say('setup.skipped') : undefined }))}
          />
        </Card>
        <Card
          style={{ flex: 1, minWidth: 0 }}
          title={
            <Flex gap={8} align="center">
              {say(`setup.step.${step.key}`)}
              {step.done && <Tag color="success">{say('setup.done')}</Tag>}
            </Flex>
          }
        >
          <Step key={step.key} of={step.key} setup={setup} />
          <Onward step={step} last={at === setup.steps.length - 1} onNext={() => setAt(at + 1)} />
        </Card>
      </Flex>
    </>
  );
}

/** Where somebody who comes back goes on. */
function first(steps: calls.Setup['steps']): number {
  const open = steps.findIndex((one) => !one.done && !one.skipped);
  return open < 0 ? steps.length - 1 : open;
}

function Step({ of, setup }: { of: calls.StepKey; setup: calls.Setup }) {
  if (of === 'company') return <Company setup={setup} />;
  if (of === 'people') return <People setup={setup} />;
  if (of === 'pack') return <Packs setup={setup} />;
  if (of === 'trial') return <Trial setup={setup} />;
  if (of === 'live') return <Live setup={setup} />;
  return <TakeTable of={of} setup={setup} />;
}

function Onward({ step, last, onNext }: { step: calls.Setup['steps'][number]; last: boolean; onNext: () => void }) {
  const { say } = useSettingsWords();
  const cache = useQueryClient();
  const skip = useSave(
    () => calls.skipStep(step.key, true),
    (setup) => {
      cache.setQueryData(['settings', 'setup'], setup);
      onNext();
    },
    true,
  );
  if (last) return null;
  return (
    <Flex justify="end" gap={8} style={{ marginTop: 20 }}>
      {step.done || step.skipped ? (
        <Button type={step.done ? 'primary' : 'default'} onClick={onNext}>
          {say('setup.next')}
        </Button>
      ) : (
        <Button type="text" loading={skip.isPending} onClick={() => skip.mutate(undefined)}>
          {say('setup.skip')}
        </Button>
      )}
    </Flex>
  );
}
