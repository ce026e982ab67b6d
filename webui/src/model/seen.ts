/** A drawing is fitted into its box once the box is seen: one behind another tab has no size to be fitted into. */
export function onceSeen(box: HTMLElement, fit: () => void): () => void {
  if (box.clientWidth > 0) {
    fit();
    return () => undefined;
  }
  const watch = new ResizeObserver(() => {
    if (box.clientWidth === 0) return;
    watch.disconnect();
    fit();
  });
  watch.observe(box);
  return () => watch.disconnect();
}
