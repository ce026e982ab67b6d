/** The builder of one form: fields with their sheet, words, JSON; beside it the form as it will be. */
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Card, Flex, Grid, Tabs, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { useBlocker, useSearchParams } from 'react-router';
import * as drafts from '../../api/drafts';
import { PageHead } from '../../parts/page';
import { useProblemText } from '../../parts/states';
import { useRole } from '../../shell/session';
import { useFindings, FormFindings } from './findings';
import { FieldsTab } from './fields-tab';
import { named, type Files } from './files';
import { JsonTab } from './json';
import { Uses } from './list';
import { Preview } from './preview';
import { useEdited } from './state';
import { said } from './texts';
import { Tools } from './tools';
import { useFormWords } from './words';
import { WordsTab } from './words-tab';

interface Props {
  formKey: string;
  start: Files;
  used: Parameters<typeof Uses>[0]['of'];
  /** Files of the draft that are not this form's: they stay with it. */
  others: drafts.ModelFile[];
  draft?: string;
  isNew: boolean;
}

export function Builder({ formKey, start, used, others, draft, isNew }: Props) {
  const { say, language } = useFormWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const owner = useRole('process_owner');
  const wide = Grid.useBreakpoint().lg !== false;
  const [, setSearch] = useSearchParams();
  const edited = useEdited(start);
  const { files, change } = edited;
  const [chosen, setChosen] = useState('');
  const [tab, setTab] = useState('fields');
  const findings = useFindings(formKey, files, owner);

  const save = useMutation({
    mutationFn: () => drafts.save([...named(formKey, files), ...others], draft),
    onSuccess: (made) => {
      edited.keep();
      setSearch((before) => new URLSearchParams([...before, ['draft', made.id]].filter(([name], at) => name !== 'draft' || at === [...before].length)), { replace: true });
      message.success(say('build.saved'));
    },
    onError: (failure) => void message.error(problem(failure)),
  });
  useLeaving(edited.dirty);

  const title = said(files, ['schema', 'title'])[language];
  const show = (field: string) => {
    setTab('fields');
    setChosen(field);
  };
  const tabs = [
    { key: 'fields', label: say('build.fields'), children: <FieldsTab files={files} change={change} chosen={chosen} onChoose={setChosen} findings={findings.found} /> },
    { key: 'words', label: say('build.words'), children: <WordsTab files={files} change={change} /> },
    { key: 'json', label: say('build.json'), children: <JsonTab files={files} change={change} /> },
  ];
  return (
    <>
      <PageHead title={title || formKey} beside={<Typography.Text type="secondary">{formKey}</Typography.Text>}>
        {owner && <Tools formKey={formKey} edited={edited} saving={save.isPending} unsaved={edited.dirty || (isNew && !draft)} onSave={() => save.mutate()} draft={draft} />}
      </PageHead>
      {!owner && <Alert type="info" showIcon title={say('build.readOnly')} style={{ marginBottom: 12 }} />}
      {used.length > 0 && (
        <Flex gap={8} style={{ marginBottom: 12 }}>
          <Typography.Text type="secondary">{say('forms.used')}</Typography.Text>
          <Uses of={used} />
        </Flex>
      )}
      <Flex gap={16} align="flex-start" vertical={!wide}>
        {owner && (
          <Card style={{ flex: '3 1 0', minWidth: 0, width: wide ? undefined : '100%' }} styles={{ body: { paddingTop: 4, position: 'relative' } }}>
            <div style={{ position: 'absolute', top: 15, insetInlineEnd: 16, zIndex: 1 }}>
              <FormFindings of={findings} onShow={show} />
            </div>
            <Tabs activeKey={tab} onChange={setTab} items={tabs} />
          </Card>
        )}
        <div style={{ flex: '2 1 0', minWidth: 0, width: wide ? undefined : '100%', position: wide ? 'sticky' : undefined, top: 72 }}>
          <Preview files={files} />
        </div>
      </Flex>
    </>
  );
}

/** Nobody loses what they changed by a click. */
function useLeaving(dirty: boolean) {
  const { say } = useFormWords();
  const { modal } = App.useApp();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({ title: say('build.leave'), okText: say('build.discard'), onOk: () => blocker.proceed(), onCancel: () => blocker.reset() });
  }, [blocker]); // eslint-disable-line react-hooks/exhaustive-deps
}
