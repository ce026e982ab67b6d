/** What the modeler offers to choose from: what is deployed here. */
import { useQuery } from '@tanstack/react-query';
import * as calls from '../../api/calls';
import type { Choices } from '../../model/fields';
import { useProcesses } from '../../parts/processes';
import { useWords } from '../../text/language';

export function useChoices(): Partial<Record<Choices, { value: string; label: string }[]>> {
  const { name } = useWords();
  const processes = useProcesses();
  const decisions = useQuery({ queryKey: ['decisions'], queryFn: calls.decisions, staleTime: 60_000 });
  const forms = useQuery({ queryKey: ['forms'], queryFn: calls.forms, staleTime: 60_000 });
  const groups = useQuery({ queryKey: ['groups'], queryFn: calls.groups, staleTime: 300_000 });
  const offer = (items: { key: string }[] | undefined) => items?.map((item) => ({ value: item.key, label: name(item) ? `${name(item)} (${item.key})` : item.key })) ?? [];
  return {
    groups: groups.data?.items.map((group) => ({ value: group.name, label: name(group) })) ?? [],
    forms: offer(forms.data?.items),
    processes: offer(processes.data?.items),
    decisions: offer(decisions.data?.items),
  };
}
