/** The words of this page, and one manner of changing something. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useProblemText } from '../../parts/states';
import { useWords, type Values } from '../../text/language';
import { privacy } from '../../text/privacy';
import { spoken } from '../../text/spoken';

export type PrivacyKey = keyof typeof privacy;

export function usePrivacyWords() {
  const words = useWords();
  const say = (key: PrivacyKey, values?: Values) => spoken(words.language, privacy[key], values);
  /** The word of a code that the server tells; the code itself where there is none. */
  const code = (of: string, value: string) => (`${of}.${value}` in privacy ? say(`${of}.${value}` as PrivacyKey) : value);
  return { ...words, say, code };
}

/** Does it, says so, and has everything of privacy read anew; what was refused is told. */
export function useChange<Given, Answer>(call: (given: Given) => Promise<Answer>, then?: (answer: Answer) => void) {
  const { say } = usePrivacyWords();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const problem = useProblemText();
  return useMutation({
    mutationFn: call,
    onSuccess: async (answer) => {
      void message.success(say('privacy.done.saved'));
      await cache.invalidateQueries({ queryKey: ['privacy'] });
      then?.(answer);
    },
    onError: (failure) => void message.error(problem(failure), 6),
  });
}
