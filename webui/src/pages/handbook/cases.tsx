/** The case studies of all handbooks, with a search that finds words in either language. */
import { useQuery } from '@tanstack/react-query';
import { Card, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import * as calls from '../../api/handbook';
import { Nothing, WhenLoaded } from '../../parts/states';
import { useBookWords, type BookKey } from './words';

export function Cases() {
  const { say, language } = useBookWords();
  const [q, setQ] = useState('');
  const cases = useQuery({ queryKey: ['handbook', 'cases', language, q], queryFn: () => calls.cases(q) });
  return (
    <div className="book-text">
      <Input.Search allowClear onSearch={setQ} placeholder={say('book.casesSearch')} aria-label={say('book.casesSearch')} style={{ marginBottom: 12, maxWidth: 480 }} />
      <WhenLoaded of={cases}>
        {({ items }) => (items.length ? items.map((one) => <Study key={one.number} of={one} />) : <Nothing text={q ? say('book.nothing', { q }) : say('book.casesNone')} />)}
      </WhenLoaded>
    </div>
  );
}

function Study({ of }: { of: calls.CaseStudy }) {
  const { say } = useBookWords();
  const kind = say(`book.kind.${of.kind}` as BookKey);
  const outcome = say(`book.outcome.${of.outcome}` as BookKey);
  return (
    <section aria-label={of.title}>
      <Card title={of.title} extra={<Link to={`/handbook/${of.book}#cases`}>{say(`book.${of.book}` as BookKey)}</Link>}>
        <p>{[kind, outcome, of.number].join(' · ')}</p>
        <p style={{ whiteSpace: 'pre-line' }}>{of.story}</p>
        <h3>{say('book.cause')}</h3>
        <p style={{ whiteSpace: 'pre-line' }}>{of.cause}</p>
        <h3>{say('book.lesson')}</h3>
        <p style={{ whiteSpace: 'pre-line' }}>{of.lesson}</p>
        {of.course && <Link to="/training">{say('book.course', { course: of.course_name ?? of.course })}</Link>}
      </Card>
    </section>
  );
}
