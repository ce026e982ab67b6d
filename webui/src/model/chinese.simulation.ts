/** The simulation's own words, which its library never has translated: replaced where they appear. */
import type { Language } from '../text/language';
import { chinese } from './chinese';

const played: Record<string, string> = {
  'Token Simulation': '令牌演示', 'Play/Pause Simulation': '播放或暂停', 'Play Simulation': '继续播放', 'Pause Simulation': '暂停', 'Reset Simulation': '重新开始',
  'Toggle Simulation Log': '显示或隐藏记录', 'Simulation Log': '演示记录', 'No Entries': '还没有记录', 'Trigger Event': '触发事件', 'Set Sequence Flow': '选择走哪条线',
  'Add pause point': '加暂停点', 'Remove pause point': '去掉暂停点', 'Set animation speed = Slow': '慢速', 'Set animation speed = Normal': '常速', 'Set animation speed = Fast': '快速',
  Finished: '已走完', 'Found unsupported elements': '有不能演示的元素', 'Not supported': '不能演示', Process: '流程', 'Sub Process': '子流程', 'Event Sub Process': '事件子流程', 'Process started': '流程开始', 'Process finished': '流程结束', 'Process canceled': '流程取消', Slow: '慢', Normal: '常', Fast: '快',
  'Service Task': '服务任务', 'User Task': '人工任务', 'Call Activity': '调用流程', 'Script Task': '计算任务', 'Business Rule Task': '规则任务', 'Manual Task': '线下任务', 'Receive Task': '接收任务', 'Send Task': '发送任务',
  'Exclusive Gateway': '排他网关', 'Parallel Gateway': '并行网关', 'Inclusive Gateway': '包容网关', 'Start Event': '开始事件', 'Intermediate Event': '中间事件', 'Boundary Event': '边界事件', 'End Event': '结束事件', 'Event-based Gateway': '事件网关',
};
const tails: [RegExp, string][] = [
  [/^Focus process instance (.+)$/, '只看实例 $1'],
  [/^(.+) started$/, '$1开始'],
  [/^(.+) finished$/, '$1结束'],
  [/^(.+) canceled$/, '$1取消'],
];

/** The Chinese of one of the simulation's texts, or undefined. */
export function playedIn(text: string): string | undefined {
  const bare = text.trim();
  if (played[bare]) return played[bare];
  for (const [pattern, said] of tails) {
    const found = pattern.exec(bare);
    if (found) return said.replace('$1', played[found[1]!] ?? chinese(found[1]!) ?? found[1]!);
  }
  return chinese(bare);
}

/** Keeps what the simulation shows inside an element in the reader's language; answers how to stop. */
export function translated(place: HTMLElement, language: Language): () => void {
  if (language !== 'zh') return () => undefined;
  const turn = (node: Node) => {
    if (node instanceof Text) {
      const said = node.parentElement?.closest('[class*="bts-"]') && node.data.trim() ? playedIn(node.data) : undefined;
      if (said && said !== node.data.trim()) node.data = said;
      return;
    }
    if (!(node instanceof Element)) return;
    const title = node.getAttribute('title');
    const said = title && node.closest('[class*="bts-"]') ? playedIn(title) : undefined;
    if (said && said !== title) node.setAttribute('title', said);
    for (const child of node.childNodes) turn(child);
  };
  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'childList') change.addedNodes.forEach(turn);
      else turn(change.target);
    }
  });
  turn(place);
  watch.observe(place, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['title'] });
  return () => watch.disconnect();
}
