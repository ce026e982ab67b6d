/** Processes and names of elements for entries of many cases, each in the version that its case runs. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import * as calls from '../api/calls';
import type { Entry } from '../api/types';
import { elementNames } from '../model/names';
import { useWords } from '../text/language';
import { instanceOf } from './facts';

export function useCases(customer: string): { elementName: (element: string, entry: Entry) => string; processOf: (entry: Entry) => string | undefined } {
  const { language } = useWords();
  const cases = useQuery({ queryKey: ['instance', 'of', customer], queryFn: () => calls.instances({ customer, limit: 1000 }) });
  const versions = useMemo(() => [...new Map(cases.data?.items.map(({ process, version }) => [`${process} ${version}`, { process, version }])).values()], [cases.data]);
  const models = useQueries({
    queries: versions.map(({ process, version }) => ({ queryKey: ['bpmn', process, version], queryFn: () => calls.bpmn(process, version), staleTime: Infinity })),
    combine: (found) => new Map(found.map(({ data }, at) => [`${versions[at]?.process} ${versions[at]?.version}`, data ? elementNames(data, language) : new Map<string, string>()])),
  });
  const caseOf = (entry: Entry) => cases.data?.items.find(({ id }) => id === instanceOf(entry));
  return {
    processOf: (entry) => caseOf(entry)?.process,
    elementName: (element, entry) => {
      const one = caseOf(entry);
      return (one && models.get(`${one.process} ${one.version}`)?.get(element)) ?? element;
    },
  };
}
