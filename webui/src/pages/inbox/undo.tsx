/** Says what was done, and takes it back on a click while nothing has happened since. */
import { App, Button } from 'antd';
import * as calls from '../../api/calls';
import { useProblemText } from '../../parts/states';
import { useWords } from '../../text/language';
import { useRefresh } from './state';

const SHOWN = 8;

export function useSaid(): (text: string, tasks: string[]) => void {
  const { t, name } = useWords();
  const { message } = App.useApp();
  const problem = useProblemText();
  const refresh = useRefresh();
  const undo = async (key: string, tasks: string[]) => {
    message.destroy(key);
    try {
      const refused = (await calls.bulk('undo', tasks)).find((result) => !result.ok);
      if (refused) message.warning(name(refused, 'detail') || t('error.unknown'), 6);
      else message.success(t('task.undone'));
    } catch (failure) {
      message.error(problem(failure));
    }
    await refresh();
  };
  return (text, tasks) => {
    const key = `done ${tasks.join()}`;
    const content = (
      <span>
        {text}
        <Button type="link" size="small" onClick={() => void undo(key, tasks)}>
          {t('task.undo')}
        </Button>
      </span>
    );
    message.success({ key, content, duration: SHOWN });
  };
}
