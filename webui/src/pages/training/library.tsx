/** The library: templates, white papers and cases; those who keep it put files in, tag them and take them out. */
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Flex, Form, Input, List, Popconfirm, Select, Tag, Typography, Upload } from 'antd';
import { useState } from 'react';
import * as calls from '../../api/library';
import { useNames } from '../../parts/people';
import { Nothing, WhenLoaded } from '../../parts/states';
import { day } from '../../parts/time';
import { useChange } from './courses';
import { inLanguage, useTrainingWords } from './words';

export function Library() {
  const { say, t, language } = useTrainingWords();
  const names = useNames();
  const [q, setQ] = useState('');
  const library = useQuery({ queryKey: ['training', 'library'], queryFn: calls.items });
  const retire = useChange(calls.retire);
  const change = useChange(calls.change);
  return (
    <WhenLoaded of={library}>
      {({ items, keeps }) => {
        const all = [...new Set(items.flatMap((one) => one.tags))].sort().map((value) => ({ value }));
        const found = items.filter((one) => [one.title, one.title_en, ...one.tags].some((text) => text.toLowerCase().includes(q.trim().toLowerCase())));
        return (
          <Flex vertical gap={12}>
            {keeps && <Put tags={all} />}
            <Input.Search allowClear value={q} onChange={(event) => setQ(event.target.value)} placeholder={say('library.search')} aria-label={say('library.search')} style={{ maxWidth: 360 }} />
            <Card styles={{ body: { padding: 0 } }}>
              {found.length === 0 ? (
                <Nothing text={say('library.none')} />
              ) : (
                <List
                  dataSource={found}
                  renderItem={(one) => (
                    <List.Item style={{ paddingInline: 16 }}>
                      <Flex gap={12} align="center" wrap style={{ width: '100%' }}>
                        <Flex vertical style={{ flex: '1 1 240px', minWidth: 0 }}>
                          <Typography.Text strong>{inLanguage(language, one.title, one.title_en)}</Typography.Text>
                          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
                            {`${t(`library.${one.kind as 'case'}`)} · ${names.person(one.added_by)} ${day(one.added_at)}`}
                          </Typography.Text>
                        </Flex>
                        {keeps ? (
                          <Select mode="tags" style={{ flex: '1 1 240px' }} aria-label={`${say('library.tags')}: ${one.title}`} value={one.tags} options={all} onChange={(tags) => tags.length > 0 && change.mutate({ id: one.id, tags })} />
                        ) : (
                          <span>
                            {one.tags.map((tag) => (
                              <Tag key={tag}>{tag}</Tag>
                            ))}
                          </span>
                        )}
                        <Button size="small" icon={<DownloadOutlined />} href={calls.file(one.id)} download aria-label={`${say('library.get')}: ${one.title}`}>
                          {say('library.get')}
                        </Button>
                        {keeps && (
                          <Popconfirm title={say('library.sure')} okText={say('training.retire')} onConfirm={() => retire.mutate(one.id)}>
                            <Button size="small" type="text" danger>
                              {say('training.retire')}
                            </Button>
                          </Popconfirm>
                        )}
                      </Flex>
                    </List.Item>
                  )}
                />
              )}
            </Card>
          </Flex>
        );
      }}
    </WhenLoaded>
  );
}

function Put({ tags }: { tags: { value: string }[] }) {
  const { say, t } = useTrainingWords();
  const [form] = Form.useForm<Omit<calls.NewItem, 'file'>>();
  const [file, setFile] = useState<File>();
  const add = useChange(calls.add, () => (form.resetFields(), setFile(undefined), say('library.added')));
  const wide = { flex: '1 1 200px', margin: 0 };
  return (
    <Card size="small">
      <Form form={form} layout="vertical" initialValues={{ kind: 'white_paper' }} onFinish={(told) => file && add.mutate({ ...told, file })}>
        <Flex gap={12} wrap align="end">
          <Form.Item name="title" label={say('library.title')} rules={[{ required: true, whitespace: true }]} style={wide}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="title_en" label={say('library.titleEn')} style={wide}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="kind" label={say('library.kind')} style={{ margin: 0, minWidth: 140 }}>
            <Select options={calls.kinds.map((value) => ({ value, label: t(`library.${value}`) }))} />
          </Form.Item>
          <Form.Item name="tags" label={say('library.tags')} rules={[{ required: true, type: 'array', min: 1 }]} style={wide}>
            <Select mode="tags" options={tags} placeholder={say('library.tagsHint')} />
          </Form.Item>
          <Upload showUploadList={false} beforeUpload={(chosen) => (setFile(chosen), false)}>
            <Button icon={<UploadOutlined />}>{file?.name ?? say('library.choose')}</Button>
          </Upload>
          <Button type="primary" htmlType="submit" disabled={!file} loading={add.isPending}>
            {say('library.put')}
          </Button>
        </Flex>
      </Form>
    </Card>
  );
}
