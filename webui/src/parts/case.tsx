/** A case that a form or a list speaks of: what it is, and the way to its page. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import * as calls from '../api/calls';
import { useWords } from '../text/language';

/** Until it is known, or where the reader may not see it, nothing but a dash. */
export function CaseLink({ id }: { id: string }) {
  const { name } = useWords();
  const found = useQuery({ queryKey: ['instance', id], queryFn: () => calls.instance(id), staleTime: 60_000, retry: false }).data;
  if (!found) return <>–</>;
  return <Link to={`/cases/${id}`}>{[found.customer?.name, found.business_key || name(found, 'process_name')].filter(Boolean).join(' · ')}</Link>;
}
