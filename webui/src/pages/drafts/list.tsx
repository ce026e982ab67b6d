/** Changes on their way: what waits for me, what I work on, what takes effect when, what was published lately. */
import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Card, Flex, Tabs, Tooltip, Typography, Upload } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import * as drafts from '../../api/drafts';
import { PageHead } from '../../parts/page';
import { useNames } from '../../parts/people';
import { Sheet } from '../../parts/sheet';
import { Nothing, useProblemText, WhenLoaded } from '../../parts/states';
import { minute } from '../../parts/time';
import { useRole } from '../../shell/session';
import { DraftStatus, KindIcon, useTitleOf } from './subjects';
import { useDraftWords } from './words';

const VIEWS = ['review', 'mine', 'scheduled', 'published'] as const;
type View = (typeof VIEWS)[number];

export function Component() {
  const { say } = useDraftWords();
  const owner = useRole('process_owner');
  const [search, setSearch] = useSearchParams();
  const asked = search.get('view') as View | null;
  const view: View = asked && VIEWS.includes(asked) ? asked : 'review';
  const review = useQuery({ queryKey: ['drafts', 'review'], queryFn: () => drafts.list('review') });
  const waiting = review.data?.items.length ?? 0;
  const items = VIEWS.map((key) => ({ key, label: key === 'review' && waiting ? `${say('drafts.view.review')} (${waiting})` : say(`drafts.view.${key}`) }));
  return (
    <>
      <PageHead title={say('drafts.title')}>{owner && <UploadFiles />}</PageHead>
      <Tabs activeKey={view} onChange={(key) => setSearch(key === 'review' ? {} : { view: key }, { replace: true })} items={items} />
      <Drafts key={view} view={view} />
    </>
  );
}

function UploadFiles() {
  const { say } = useDraftWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const go = useNavigate();
  const save = useMutation({
    mutationFn: (files: File[]) => drafts.save(files.map((file) => ({ name: file.name, content: file }))),
    onSuccess: (made) => void go(`/drafts/${made.id}`),
    onError: (failure) => void message.error(problem(failure)),
  });
  return (
    <Upload
      multiple
      accept=".bpmn,.xml,.dmn,.json,.yaml"
      showUploadList={false}
      beforeUpload={(file, all) => {
        if (file === all.at(-1)) save.mutate(all);
        return false;
      }}
    >
      <Tooltip title={say('drafts.uploadWhy')}>
        <Button icon={<UploadOutlined />} loading={save.isPending}>
          {say('drafts.upload')}
        </Button>
      </Tooltip>
    </Upload>
  );
}

function Drafts({ view }: { view: View }) {
  const { say } = useDraftWords();
  const go = useNavigate();
  const { person } = useNames();
  const titleOf = useTitleOf();
  const list = useQuery({ queryKey: ['drafts', view], queryFn: () => drafts.list(view) });
  return (
    <Card styles={{ body: { padding: 0 } }} style={{ overflow: 'hidden' }}>
      <WhenLoaded of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text={say(`drafts.none.${view}`)} />
          ) : (
            <Sheet
              rowKey="id"
              pagination={items.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              dataSource={items}
              onRow={(draft) => ({ onClick: () => void go(`/drafts/${draft.id}`), style: { cursor: 'pointer' } })}
              columns={[
                {
                  title: say('drafts.what'),
                  render: (_, draft) => (
                    <Flex vertical gap={2}>
                      <Flex gap={8} align="baseline">
                        {draft.subjects[0] && <KindIcon kind={draft.subjects[0].kind} />}
                        <Link to={`/drafts/${draft.id}`} onClick={(event) => event.stopPropagation()} style={{ fontWeight: 500 }}>
                          {titleOf(draft)}
                        </Link>
                      </Flex>
                      {draft.why && <Typography.Text type="secondary">{draft.why}</Typography.Text>}
                    </Flex>
                  ),
                },
                { title: say('drafts.who'), width: 120, render: (_, draft) => person(draft.proposed_by) },
                { title: say('drafts.when'), width: 160, render: (_, draft) => minute(view === 'scheduled' ? draft.effective_from : (draft.published_at ?? draft.proposed_at ?? draft.saved_at)) },
                { title: say('drafts.status'), width: 150, render: (_, draft) => <DraftStatus status={draft.status} /> },
              ]}
            />
          )
        }
      </WhenLoaded>
    </Card>
  );
}
