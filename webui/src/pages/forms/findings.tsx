/** What the server says of the form as it stands, asked whenever the hands rest; each finding leads to its field. */
import { CheckCircleOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Flex, Popover, Typography } from 'antd';
import { useEffect, useRef } from 'react';
import * as calls from '../../api/calls';
import { Problem } from '../../api/client';
import type { Finding } from '../../api/types';
import { Mark } from '../../parts/mark';
import { useWords } from '../../text/language';
import { named, type Files } from './files';
import { useFormWords } from './words';

const QUIET = 900;

export interface Found {
  found: Finding[];
  checking: boolean;
}

export function useFindings(key: string, files: Files, on: boolean): Found {
  const check = useMutation({
    mutationFn: async (now: Files) => {
      try {
        return ((await calls.deploy(named(key, now), true)).findings ?? []) as Finding[];
      } catch (failure) {
        if (failure instanceof Problem && failure.status === 422 && Array.isArray(failure.body.findings)) return failure.body.findings as Finding[];
        throw failure;
      }
    },
  });
  const again = useRef(check.mutate);
  again.current = check.mutate;
  useEffect(() => {
    if (!on) return;
    const later = setTimeout(() => again.current(files), QUIET);
    return () => clearTimeout(later);
  }, [files, on]);
  return { found: check.data ?? [], checking: check.isPending };
}

export function FindingWords({ of }: { of: Finding }) {
  const { t, name } = useWords();
  return (
    <div>
      <Mark tone={of.severity === 'warning' ? 'warn' : 'bad'}>{of.severity === 'warning' ? t('model.warning') : t('model.error')}</Mark> {name(of, 'message') || of.code}{' '}
      <Typography.Text type="secondary">{name(of, 'remedy')}</Typography.Text>
    </div>
  );
}

export function FormFindings({ of: { found, checking }, onShow }: { of: Found; onShow: (field: string) => void }) {
  const { say } = useFormWords();
  if (checking && found.length === 0) return <LoadingOutlined aria-hidden />;
  if (found.length === 0)
    return (
      <Typography.Text type="success" role="status">
        <CheckCircleOutlined aria-hidden /> {say('build.clean')}
      </Typography.Text>
    );
  const wrong = found.some((one) => one.severity !== 'warning');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Flex vertical gap={8} style={{ maxWidth: 420, maxHeight: '60vh', overflow: 'auto' }}>
          {found.map((one, at) => (
            <div key={`${one.code}${one.element}${at}`}>
              {one.element && <Typography.Link onClick={() => onShow(one.element ?? '')}>{one.element}</Typography.Link>}
              <FindingWords of={one} />
            </div>
          ))}
        </Flex>
      }
    >
      <Button size="small" danger={wrong} icon={<WarningOutlined />}>
        {say('build.found', { n: found.length })}
      </Button>
    </Popover>
  );
}
