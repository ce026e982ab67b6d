/** A decision model for experts to look at. */
import Viewer from 'dmn-js/lib/NavigatedViewer';
import { DecisionBoard } from './board';

export default function DecisionViewer({ xml, height }: { xml: string; height: number | string }) {
  return <DecisionBoard xml={xml} height={height} board={Viewer} />;
}
