/** The form as those who fill it in will see it: the same code, either language, phone or computer. */
import { Alert, Button, Card, Flex, Segmented } from 'antd';
import { useDeferredValue, useState } from 'react';
import { SchemaForm } from '../../form/form';
import { shown } from '../../form/texts';
import { InLanguage, type Language } from '../../text/language';
import type { Files } from './files';
import { useFormWords } from './words';

type Width = 'phone' | 'desktop';

export function Preview({ files }: { files: Files }) {
  const { say, language: own } = useFormWords();
  const [language, setLanguage] = useState<Language>(own);
  const [width, setWidth] = useState<Width>('desktop');
  const [data, setData] = useState<Record<string, unknown>>({});
  const [sent, setSent] = useState<Record<string, unknown> | null>(null);
  const now = useDeferredValue(files);
  const form = shown({ schema: now.schema, ui: now.ui, texts: { zh: now.zh, en: now.en } }, language);
  const again = () => {
    setData({});
    setSent(null);
  };
  return (
    <Card
      size="small"
      title={<h2 style={{ fontSize: 14, margin: 0 }}>{say('build.preview')}</h2>}
      extra={
        <Flex gap={8}>
          <Segmented<Language> size="small" value={language} onChange={setLanguage} options={[{ value: 'zh', label: say('sheet.zh') }, { value: 'en', label: say('sheet.en') }]} />
          <Segmented<Width> size="small" value={width} onChange={setWidth} options={[{ value: 'desktop', label: say('build.desktop') }, { value: 'phone', label: say('build.phone') }]} />
        </Flex>
      }
      styles={{ body: { maxHeight: 'calc(100dvh - 150px)', overflow: 'auto' } }}
    >
      <section aria-label={say('build.preview')} lang={language === 'zh' ? 'zh-CN' : 'en'} style={width === 'phone' ? { maxWidth: 358, margin: '0 auto', padding: 12, border: '1px solid #e6e9ef', borderRadius: 16 } : undefined}>
        <InLanguage language={language}>
          <SchemaForm key={language} form={form} id="preview" data={data} onChange={(next) => { setData(next); setSent(null); }} onSubmit={setSent}>
            <Flex gap={8}>
              <Button htmlType="submit">{say('build.try')}</Button>
              <Button type="text" onClick={again}>
                {say('build.again')}
              </Button>
            </Flex>
          </SchemaForm>
        </InLanguage>
        {sent && <Alert type="success" style={{ marginTop: 12 }} title={say('build.tried')} description={<pre style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{JSON.stringify(sent, null, 2)}</pre>} />}
      </section>
    </Card>
  );
}
