/** The handbook: two books and the reader's own duties, with contents at the left and a search within. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import * as calls from '../../api/handbook';
import { PageHead } from '../../parts/page';
import { Nothing, WhenLoaded } from '../../parts/states';
import { Strip } from '../../parts/strip';
import { Cases } from './cases';
import { ChapterOf } from './chapter';
import { Effect } from './effect';
import { found } from './found';
import './handbook.css';
import { Standing } from './standing';
import { useBookWords } from './words';

const places = [...calls.books, 'cases', 'mine'] as const;
const formats = ['pdf', 'docx', 'html'] as const;
const books = new Set<string>(calls.books);

export function Component() {
  const { key = 'tiers' } = useParams();
  const { say, language } = useBookWords();
  const go = useNavigate();
  const [search, setSearch] = useSearchParams();
  const number = Number(search.get('copy')) || undefined;
  const here = places.find((place) => place === key) ?? 'tiers';
  return (
    <>
      <PageHead title={say('book.title')}>
        {books.has(here) && formats.map((format) => (
          <Button key={format} size="small" icon={<DownloadOutlined />} href={calls.file(here, format, language, number)} download aria-label={say('book.file', { format: format.toUpperCase() })}>
            {format.toUpperCase()}
          </Button>
        ))}
      </PageHead>
      <Strip label={say('book.which')} value={here} onChange={(place) => void go(`/handbook/${place}`)} options={places.map((place) => ({ value: place, label: say(`book.${place}`) }))} />
      {here === 'mine' && <Mine />}
      {here === 'cases' && <Cases />}
      {books.has(here) && <Reading key={here} of={here} number={number} choose={(chosen) => setSearch(chosen ? { copy: String(chosen) } : {})} />}
    </>
  );
}

function Mine() {
  const { language } = useBookWords();
  const mine = useQuery({ queryKey: ['handbook', 'mine', language], queryFn: calls.mine });
  return <WhenLoaded of={mine}>{(chapter) => <div className="book-text"><ChapterOf of={chapter} /></div>}</WhenLoaded>;
}

function Reading({ of, number, choose }: { of: string; number?: number; choose: (number?: number) => void }) {
  const { say, language } = useBookWords();
  const [shown, setShown] = useState<'text' | 'effect'>('text');
  const book = useQuery({ queryKey: ['handbook', of, language, number], queryFn: () => calls.book(of, number) });
  return (
    <WhenLoaded of={book} rows={12}>
      {(told) => (
        <>
          <Standing of={told} number={number} choose={choose} />
          {told.effect && told.published && (
            <Segmented
              aria-label={say('book.view')}
              size="small"
              value={shown}
              onChange={setShown}
              options={(['text', 'effect'] as const).map((value) => ({ value, label: say(`book.${value}`) }))}
              style={{ marginBottom: 12 }}
            />
          )}
          {shown === 'effect' && told.published ? <Effect of={told.key} number={number ?? told.published.number} /> : <Text of={told} />}
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
          <ChapterOf key={chapter.key} of={chapter} changed={changed.has(chapter.key)} place={of.title} />
        ))}
        {chapters.length === 0 && <Nothing text={say('book.nothing', { q })} />}
      </div>
    </div>
  );
}
