/** Choosing a colleague or a customer by typing part of a name or number. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import * as calls from '../api/calls';
import { useWords } from '../text/language';

/** What people and groups are called, by the names the server uses for them; who left keeps a name, and is in no list to choose from. */
export function useNames() {
  const { t, name } = useWords();
  const people = useQuery({ queryKey: ['people'], queryFn: () => calls.people({ limit: 1000, everybody: true }), staleTime: 300_000 });
  const groups = useQuery({ queryKey: ['groups'], queryFn: calls.groups, staleTime: 300_000 });
  const departments = useQuery({ queryKey: ['departments'], queryFn: calls.departments, staleTime: 300_000 });
  return {
    ready: groups.data !== undefined && people.data !== undefined,
    people: (people.data?.items ?? []).filter((one) => !one.disabled),
    groups: (groups.data?.items ?? []).map((one) => one.name),
    departmentOf: (id: string) => name(departments.data?.items.find((one) => one.id === id)),
    department: (key: string) => name(departments.data?.items.find((one) => one.name === key || one.key === key)) || key,
    person: (username: string) => (username === 'system' ? t('ledger.system') : (people.data?.items.find((one) => one.username === username)?.display_name ?? username)),
    group: (key: string) => name(groups.data?.items.find((one) => one.name === key || one.aliases.includes(key))) || key,
  };
}

interface Props {
  value?: string;
  onChange?: (value: string) => void;
  placeholder?: string;
  id?: string;
  disabled?: boolean;
  /** Where no label stands beside it. */
  label?: string;
}

interface Choice {
  value: string;
  label: string;
}

function Picker({ of, find, label, ...rest }: Props & { of: string; find: (q: string) => Promise<Choice[]> }) {
  const [typed, setTyped] = useState(rest.value ?? ''); // what was chosen before is looked up, to be told by its name
  const q = useDeferredValue(typed);
  const found = useQuery({ queryKey: ['pick', of, q], queryFn: () => find(q), placeholderData: keepPreviousData, staleTime: 30_000 });
  return <Select showSearch={{ filterOption: false, onSearch: setTyped }} allowClear loading={found.isFetching} options={found.data} style={{ width: '100%' }} aria-label={label} {...rest} />;
}

export function PersonPicker(props: Props) {
  const find = async (q: string) => (await calls.people({ q, limit: 20 })).items.map((person) => ({ value: person.username, label: `${person.display_name} (${person.username})` }));
  return <Picker of="people" find={find} {...props} />;
}

export function CustomerPicker(props: Props) {
  const find = async (q: string) => (await calls.customers({ q, limit: 20 })).items.map((customer) => ({ value: customer.number, label: `${customer.name} (${customer.number})` }));
  return <Picker of="customers" find={find} {...props} />;
}

/** As above, and whoever calls from the whole house, by their number, name, phone or mail in full. */
export function CallerPicker(props: Props) {
  const find = async (q: string) => {
    const [mine, calling] = await Promise.all([calls.customers({ q, limit: 20 }), q.trim().length < 2 ? { items: [] } : calls.callers(q)]);
    const found = new Map([...calling.items, ...mine.items].map((customer) => [customer.number, customer.name]));
    return [...found].map(([number, name]) => ({ value: number, label: `${name} (${number})` }));
  };
  return <Picker of="callers" find={find} {...props} />;
}
