/** What the modeler offers to choose from: what is deployed here. */
import { useQuery } from '@tanstack/react-query';
import * as calls from '../../api/calls';
import * as modeling from '../../api/modeling';
import type { Service } from '../../api/modeling';
import type { Choices } from '../../model/fields';
import { useProcesses } from '../../parts/processes';
import { useWords } from '../../text/language';

export function useChoices(): { choices: Partial<Record<Choices, { value: string; label: string }[]>>; services: Service[] } {
  const { name } = useWords();
  const processes = useProcesses();
  const decisions = useQuery({ queryKey: ['decisions'], queryFn: calls.decisions, staleTime: 60_000 });
  const forms = useQuery({ queryKey: ['forms'], queryFn: calls.forms, staleTime: 60_000 });
  const groups = useQuery({ queryKey: ['groups'], queryFn: calls.groups, staleTime: 300_000 });
  const offer = (items: { key: string }[] | undefined) => items?.map((item) => ({ value: item.key, label: name(item) ? `${name(item)} (${item.key})` : item.key })) ?? [];
  const services = useQuery({ queryKey: ['services'], queryFn: modeling.services, staleTime: Infinity }).data?.items ?? [];
  const choices = {
    groups: groups.data?.items.map((group) => ({ value: group.name, label: name(group) })) ?? [],
    forms: offer(forms.data?.items),
    processes: offer(processes.data?.items),
    decisions: offer(decisions.data?.items),
    services: offer(services),
  };
  return { choices, services };
}
