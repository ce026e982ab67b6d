/**
 * Questions asked before the code of the pages is there, so that the answers arrive while the browser still reads it.
 * Each answer is taken once, by the call that would have asked the same.
 */
import { ofReader } from '../text/choice';

const answers = new Map<string, Promise<Response>>();

/** Ask now; without a session nothing is asked. */
export function askEarly(...paths: string[]) {
  if (!document.cookie.includes('keflow_csrf=')) return;
  const headers = { 'Accept-Language': ofReader() === 'zh' ? 'zh-CN' : 'en' };
  for (const path of paths) {
    const answer = fetch(path, { credentials: 'same-origin', headers });
    answer.catch(() => undefined); // the call that takes it tells
    answers.set(new URL(path, window.location.origin).href, answer);
  }
}

/** The answer that is on its way already, else asks. */
export function answerOf(request: Request): Promise<Response> {
  const answer = request.method === 'GET' ? answers.get(request.url) : undefined;
  answers.delete(request.url);
  return answer ?? fetch(request);
}
