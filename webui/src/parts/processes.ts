/** What the processes are called, for filters and for rows that only carry a key. */
import { useQuery } from '@tanstack/react-query';
import * as calls from '../api/calls';
import { useWords } from '../text/language';

export function useProcesses() {
  return useQuery({ queryKey: ['processes'], queryFn: calls.processes, staleTime: 60_000 });
}

export function useProcessNames() {
  const { name } = useWords();
  const processes = useProcesses().data?.items ?? [];
  return {
    of: (key: string) => name(processes.find((process) => process.key === key)) || key,
    choices: processes.filter((process) => process.executable).map((process) => ({ value: process.key, label: name(process) || process.key })),
  };
}

export function useDecisionNames() {
  const { name } = useWords();
  const decisions = useQuery({ queryKey: ['decisions'], queryFn: calls.decisions, staleTime: 60_000 });
  return { of: (key: string, otherwise = key) => name(decisions.data?.items.find((decision) => decision.key === key)) || otherwise };
}
