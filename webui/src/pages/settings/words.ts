/** What every part of the settings needs: its words, and one manner of saving. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { Problem } from '../../api/client';
import { useProblemText } from '../../parts/states';
import { useWords, type Values } from '../../text/language';
import { settings } from '../../text/settings';
import { spoken } from '../../text/spoken';

export type SettingsKey = keyof typeof settings;

export function useSettingsWords() {
  const words = useWords();
  return { ...words, say: (key: SettingsKey, values?: Values) => spoken(words.language, settings[key], values) };
}

/** Saves, says so, looks everything of the settings up anew, and tells what was refused field by field. */
export function useSave<Given, Answer>(save: (given: Given) => Promise<Answer>, then?: (answer: Answer) => void, quiet = false) {
  const { say } = useSettingsWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: async (answer) => {
      if (!quiet) void message.success(say('settings.saved'));
      await Promise.all(['settings', 'people', 'groups', 'departments', 'absences'].map((what) => cache.invalidateQueries({ queryKey: [what] })));
      then?.(answer);
    },
    onError: (failure) => {
      const fields = failure instanceof Problem ? failure.errors.map((error) => error.message) : [];
      void message.error(fields.length ? fields.slice(0, 3).join(' ') : problem(failure), 6);
    },
  });
}
