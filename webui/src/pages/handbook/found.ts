/** Which blocks of a chapter say what the reader looks for, each after the heading that it stands under. */
import type { Block, Chapter } from '../../api/handbook';

const textOf = (block: Block) => [block.text, block.caption, ...(block.columns ?? []), ...(block.rows ?? []).flat()].join('\n').toLowerCase();

function rowsOf(block: Block, wanted: string): Block {
  if (block.kind !== 'table') return block;
  const rows = (block.rows ?? []).filter((row) => row.join('\n').toLowerCase().includes(wanted));
  return rows.length ? { ...block, rows } : block;
}

/** The chapters with only what matches; all of it when nothing is looked for. */
export function found(chapters: Chapter[], q: string): Chapter[] {
  const wanted = q.trim().toLowerCase();
  if (!wanted) return chapters;
  return chapters
    .map((chapter) => {
      if (chapter.title.toLowerCase().includes(wanted)) return chapter;
      let heading: Block | null = null;
      const blocks: Block[] = [];
      for (const block of chapter.blocks) {
        const says = textOf(block).includes(wanted);
        if (block.kind === 'heading') heading = block;
        else if (says && heading && !blocks.includes(heading)) blocks.push(heading);
        if (says) blocks.push(rowsOf(block, wanted));
      }
      return { ...chapter, blocks };
    })
    .filter((chapter) => chapter.blocks.length > 0);
}
