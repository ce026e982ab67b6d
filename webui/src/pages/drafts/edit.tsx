/** The modeler on the drawing of a draft; its other files stay with it. */
import { useQuery } from '@tanstack/react-query';
import { Navigate, useNavigate, useParams } from 'react-router';
import * as drafts from '../../api/drafts';
import { WhenLoaded } from '../../parts/states';
import { Studio } from '../processes/studio';
import { DraftStatus, useTitleOf } from './subjects';

export function Component() {
  const { id = '' } = useParams();
  const go = useNavigate();
  const titleOf = useTitleOf();
  const draft = useQuery({ queryKey: ['draft', id], queryFn: () => drafts.draft(id), staleTime: Infinity });
  return (
    <WhenLoaded of={draft}>
      {(loaded) => {
        const file = drawingOf(loaded);
        if (!file || !loaded.verbs.includes('save')) return <Navigate to={`/drafts/${id}`} replace />;
        const others = Object.entries(loaded.contents).flatMap(([name, content]) => (name === file ? [] : [{ name, content }]));
        return <Studio title={titleOf(loaded)} head={<DraftStatus status={loaded.status} />} file={file} xml={loaded.contents[file] ?? ''} draft={{ id, others }} onLeave={() => void go(`/drafts/${id}`)} />;
      }}
    </WhenLoaded>
  );
}

/** The file with the draft's drawing. */
export function drawingOf(draft: drafts.Draft): string | undefined {
  return Object.keys(draft.contents).find((name) => /\.bpmn$|\.bpmn20\.xml$/.test(name));
}
