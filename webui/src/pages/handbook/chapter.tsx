/** One chapter as it is read: headings, texts, tables and drawings, with the versions that it was made from. */
import { Card, Tag, Typography } from 'antd';
import * as calls from '../../api/handbook';
import { FeedbackOn } from './feedback';
import { useBookWords } from './words';

export function ChapterOf({ of, changed = false, place }: { of: calls.Chapter; changed?: boolean; place?: string }) {
  const { say } = useBookWords();
  const sources = of.sources.map((one) => `${one.name ?? one.key} v${one.version}`).join(' · ');
  return (
    <section id={of.key} aria-label={of.title}>
      <Card>
        {place && (
          <div style={{ float: 'right' }}>
            <FeedbackOn title={of.title} place={`${place} · ${of.title}`} />
          </div>
        )}
        <h2>
          {of.title} {changed && <Tag color="orange">{say('book.differs')}</Tag>}
        </h2>
        {of.blocks.map((block, at) => (
          <Piece key={at} of={block} />
        ))}
        {sources && (
          <Typography.Text type="secondary" style={{ fontSize: 12 }}>
            {say('book.source', { sources })}
          </Typography.Text>
        )}
      </Card>
    </section>
  );
}

function Piece({ of }: { of: calls.Block }) {
  if (of.kind === 'heading') return <h3>{of.text}</h3>;
  if (of.kind === 'text') return <p>{of.text}</p>;
  if (of.kind === 'table') return <Rows of={of} />;
  return <Figure of={of} />;
}

function Rows({ of }: { of: calls.Block }) {
  const { say } = useBookWords();
  return (
    <div className="book-wide" role="region" aria-label={say('book.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {of.columns?.map((column, at) => (
              <th key={at} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.rows?.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({ of }: { of: calls.Block }) {
  const { say, language } = useBookWords();
  const source = calls.figure(of.process ?? '', of.version ?? 0, language);
  return (
    <figure>
      <a href={source} target="_blank" rel="noreferrer" aria-label={say('book.open', { name: of.caption ?? '' })}>
        <img src={source} alt={of.caption} loading="lazy" />
      </a>
    </figure>
  );
}
