/** The parts of a page in a strip: a phone scrolls it, and the part that is open is in view. */
import { Segmented } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';

type Props<Key extends string> = { label: string; value: Key | undefined; onChange: (value: Key) => void; options: { value: Key; label: ReactNode }[]; small?: boolean; gap?: number };

export function Strip<Key extends string>({ label, value, onChange, options, small, gap = 12 }: Props<Key>) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    strip.current?.querySelector('.ant-segmented-item-selected')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [value]);
  return (
    <div ref={strip} style={{ overflowX: 'auto', maxWidth: '100%', marginBottom: gap }}>
      <Segmented<Key> aria-label={label} size={small ? 'small' : undefined} value={value} onChange={onChange} options={options} />
    </div>
  );
}
