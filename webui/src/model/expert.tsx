/** A decision model for experts to change. */
import Modeler from 'dmn-js/lib/Modeler';
import { DecisionBoard } from './board';

export default function DecisionModeler({ xml, height, onChange }: { xml: string; height: number | string; onChange: (xml: string) => void }) {
  return <DecisionBoard xml={xml} height={height} board={Modeler} onChange={onChange} />;
}
