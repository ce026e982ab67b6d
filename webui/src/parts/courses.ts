import { useQuery } from '@tanstack/react-query';
import { courses } from '../api/training';
import { useWords } from '../text/language';

/** What courses are called, and those that can be chosen. */
export function useCourseNames() {
  const { name } = useWords();
  const known = useQuery({ queryKey: ['training', 'courses'], queryFn: courses, staleTime: 300_000 }).data?.items ?? [];
  return {
    of: (key: string) => name(known.find((one) => one.key === key)) || key,
    choices: known.filter((one) => one.active).map((one) => ({ value: one.key, label: name(one) || one.key })),
  };
}
