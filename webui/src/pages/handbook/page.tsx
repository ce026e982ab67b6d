/** The handbook: two books and the reader's own duties, with contents at the left and a search within. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import * as calls from '../../api/handbook';
import { PageHead } from '../../parts/page';
import { Nothing, WhenLoaded } from '../../parts/states';
import { ChapterOf } from './chapter';
import { found } from './found';
import './handbook.css';
import { Standing } from './standing';
import { useBookWords } from './words';

const places = [...calls.books, 'mine'] as const;
const formats = ['html', 'docx'] as const;
type Place = (typeof places)[number];

export function Component() {
  const { key = 'tiers' } = useParams();
  const { say, language } = useBookWords();
  const go = useNavigate();
  const here = places.find((place) => place === key) ?? 'tiers';
  return (
    <>
      <PageHead title={say('book.title')}>
        {here !== 'mine' && formats.map((format) => (
          <Button key={format} size="small" icon={<DownloadOutlined />} href={calls.file(here, format, language)} download aria-label={say('book.file', { format: format.toUpperCase() })}>
            {format.toUpperCase()}
          </Button>
        ))}
      </PageHead>
      <Segmented<Place>
        aria-label={say('book.which')}
        vertical={window.innerWidth < 576}
        value={here}
        onChange={(place) => void go(`/handbook/${place}`)}
        options={places.map((place) => ({ value: place, label: say(`book.${place}`) }))}
        style={{ marginBottom: 12 }}
      />
      {here === 'mine' ? <Mine /> : <Reading key={here} of={here} />}
    </>
  );
}

function Mine() {
  const { language } = useBookWords();
  const mine = useQuery({ queryKey: ['handbook', 'mine', language], queryFn: calls.mine });
  return <WhenLoaded of={mine}>{(chapter) => <div className="book-text"><ChapterOf of={chapter} /></div>}</WhenLoaded>;
}

function Reading({ of }: { of: string }) {
  const { language } = useBookWords();
  const book = useQuery({ queryKey: ['handbook', of, language], queryFn: () => calls.book(of), staleTime: 60_000 });
  return (
    <WhenLoaded of={book} rows={12}>
      {(told) => (
        <>
          <Standing of={told} />
          <Text of={told} />
        </>
      )}
    </WhenLoaded>
  );
}

function Text({ of }: { of: calls.Book }) {
  const { say } = useBookWords();
  const [q, setQ] = useState('');
  const chapters = found(of.chapters, q);
  const changed = new Set([...of.stale, ...of.changed].map((one) => one.key));
  return (
    <div className="book">
      <Card className="book-contents" size="small" title={say('book.contents')}>
        <Input.Search allowClear value={q} onChange={(event) => setQ(event.target.value)} placeholder={say('book.search')} aria-label={say('book.search')} style={{ marginBottom: 8 }} />
        <nav aria-label={say('book.contents')}>
          <ol>
            {chapters.map((chapter) => (
              <li key={chapter.key}>
                <a href={`#${chapter.key}`}>{chapter.title}</a>
              </li>
            ))}
          </ol>
        </nav>
      </Card>
      <div className="book-text">
        {chapters.map((chapter) => (
          <ChapterOf key={chapter.key} of={chapter} changed={changed.has(chapter.key)} />
        ))}
        {chapters.length === 0 && <Nothing text={say('book.nothing', { q })} />}
      </div>
    </div>
  );
}
