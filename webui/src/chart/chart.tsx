/** A chart: an option of the drawing library, drawn as SVG. The figure has the name, the drawing inside it a description that the library writes. */
import { useEffect, useRef } from 'react';
import { useWords } from '../text/language';
import type { Option } from './options';

export default function Chart({ option, label, height = 300 }: { option: Option; label: string; height?: number }) {
  const { language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const drawn = JSON.stringify(option);
  useEffect(() => {
    let drawing: { end: () => void } | undefined;
    let gone = false;
    void import('./echarts').then(({ draw }) => {
      if (!gone && box.current) drawing = draw(box.current, language, option);
    });
    return () => {
      gone = true;
      drawing?.end();
    };
    // options are told apart by what they say, not by the objects that carry them
  }, [drawn, language]);
  return (
    <figure aria-label={label} style={{ margin: 0 }}>
      <div ref={box} role="img" aria-label={label} style={{ width: '100%', height }} />
    </figure>
  );
}
