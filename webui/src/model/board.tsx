/** A decision model as experts see it, on a viewer or a modeler of dmn-js: its requirements diagram, and each table. */
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import type DmnViewer from 'dmn-js/lib/NavigatedViewer';
import { Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useDecisionNames } from '../parts/processes';
import { Nothing } from '../parts/states';
import { useWords } from '../text/language';
import { translator } from './chinese';
import './model.css';

interface View {
  id: string;
  type: string;
  name?: string;
  element: { id: string; name?: string };
}

interface Props {
  /** A modeler is not shown again what it said itself: give it another key for another file. */
  xml: string;
  height: number | string;
  board: typeof DmnViewer;
  /** Called with the whole file after each change. */
  onChange?: (xml: string) => void;
}

export function DecisionBoard({ xml, height, board, onChange }: Props) {
  const { t, language } = useWords();
  const decisions = useDecisionNames();
  const box = useRef<HTMLDivElement>(null);
  const viewer = useRef<InstanceType<typeof DmnViewer> | null>(null);
  const [views, setViews] = useState<View[]>([]);
  const [active, setActive] = useState('');
  const [blank, setBlank] = useState(false);
  const say = useRef(onChange);
  say.current = onChange;

  useEffect(() => {
    if (!box.current) return;
    const words = { additionalModules: [{ translate: ['value', translator(language)] }] };
    const made = new board({ container: box.current, drd: words, decisionTable: words, literalExpression: words, boxedExpression: words });
    viewer.current = made;
    let gone = false;
    const heard = new WeakSet<object>();
    const listen = () => {
      const active = made.getActiveViewer() as { on: (event: string, listener: () => void) => void } | undefined;
      if (!say.current || !active || heard.has(active)) return;
      heard.add(active);
      active.on('elements.changed', () => void made.saveXML({ format: true }).then(({ xml: text }) => !gone && say.current?.(text)));
    };
    made.on('views.changed', ({ activeView }: { activeView?: View }) => {
      if (gone) return;
      setActive(activeView?.id ?? '');
      listen();
    });
    // a wide table scrolls: the keyboard must reach it
    const reachable = () => box.current?.querySelectorAll('.tjs-table-container').forEach((table) => table.setAttribute('tabindex', '0'));
    const watching = new MutationObserver(reachable);
    watching.observe(box.current, { childList: true, subtree: true });
    made.importXML(xml, { open: false }).then(
      async () => {
        if (gone) return;
        const all = made.getViews() as View[];
        setViews(all);
        const first = all.find((view) => view.type === 'decisionTable') ?? all[0];
        if (first) await made.open(first as never);
      },
      () => !gone && setBlank(true),
    );
    return () => {
      gone = true;
      watching.disconnect();
      viewer.current = null;
      made.destroy();
    };
  }, [xml, language, board]);

  const open = async (id: string) => {
    const view = views.find((one) => one.id === id);
    if (!view) return;
    await viewer.current?.open(view as never);
    if (view.type === 'drd') (viewer.current?.getActiveViewer() as { get: <T>(name: string) => T }).get<{ zoom: (to: string, center: string) => void }>('canvas').zoom('fit-viewport', 'auto');
  };

  if (blank) return <Nothing text={t('decisions.unreadable')} />;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height }}>
      {views.length > 1 && (
        <div style={{ padding: 10, overflowX: 'auto' }}>
          <Segmented value={active} onChange={(id) => void open(id)} options={views.map((view) => ({ value: view.id, label: view.type === 'drd' ? t('decisions.diagram') : decisions.of(view.element.id, view.name) }))} />
        </div>
      )}
      <div ref={box} style={{ flex: 1, minHeight: 0, overflow: 'auto' }} />
    </div>
  );
}
