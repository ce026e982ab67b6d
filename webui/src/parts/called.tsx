/** What is called by name where it is told, and looked up only there: a customer, a tier scheme. */
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { schemes } from '../api/tiers';
import { useWords } from '../text/language';

function Customer({ value }: { value: string }) {
  const found = useQuery({ queryKey: ['called', value], queryFn: () => calls.callers(value), staleTime: 300_000 });
  const name = found.data?.items.find((one) => one.number === value)?.name;
  return name ? `${name} (${value})` : value;
}

function Scheme({ value }: { value: string }) {
  const { name } = useWords();
  const found = useQuery({ queryKey: ['schemes', 'called'], queryFn: schemes, staleTime: 300_000 });
  return name(found.data?.items.find((one) => one.key === value)) || value;
}

const lookups = { customer: Customer, seen_customer: Customer, scheme: Scheme };

/** How a value of a field marked `x-names` is looked up, where it is. */
export function lookup(field: Record<string, unknown>) {
  return lookups[String(field['x-names']) as keyof typeof lookups] as typeof Customer | undefined;
}
