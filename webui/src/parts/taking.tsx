/** Taking something along: rows as a spreadsheet, a drawing as SVG or PNG. */
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useWords } from '../text/language';

const MARGIN = 16;
/** A drawing on a screen of today is sharp at twice its size. */
const SCALE = 2;

/** Spreadsheets of what stands below: the address of each format. */
export function Sheets({ of }: { of: (format: 'csv' | 'xlsx') => string }) {
  const { t } = useWords();
  return (
    <Flex gap={6}>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button key={format} size="small" icon={<DownloadOutlined />} href={of(format)} download aria-label={t('reports.export', { format: format.toUpperCase() })}>
          {format.toUpperCase()}
        </Button>
      ))}
    </Flex>
  );
}

/** The drawing inside `box` (its first SVG) as a file; nothing where none is drawn yet. */
export function Pictures({ box, name }: { box: () => HTMLElement | null; name: string }) {
  const { t } = useWords();
  const take = (format: 'svg' | 'png') => {
    const drawn = box()?.querySelector('svg');
    if (drawn) void (format === 'svg' ? save(new Blob([whole(drawn).text], { type: 'image/svg+xml' }), `${name}.svg`) : painted(drawn, name));
  };
  return (
    <Flex gap={6}>
      {(['svg', 'png'] as const).map((format) => (
        <Button key={format} size="small" icon={<DownloadOutlined />} onClick={() => take(format)} aria-label={t('reports.export', { format: format.toUpperCase() })}>
          {format.toUpperCase()}
        </Button>
      ))}
    </Flex>
  );
}

function save(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** All of a drawing, whatever part of it is on the screen: a diagram's layer in its own coordinates, a chart as it is. */
function whole(drawn: SVGSVGElement): { text: string; width: number; height: number } {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const layer = drawn.querySelector<SVGGElement>('.viewport');
  const { width: shownWidth, height: shownHeight } = drawn.getBoundingClientRect();
  let box = { x: 0, y: 0, width: shownWidth, height: shownHeight };
  if (layer) {
    const { x, y, width, height } = layer.getBBox();
    box = { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
    copy.querySelector('.viewport')?.removeAttribute('transform');
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
}

async function painted(drawn: SVGSVGElement, name: string) {
  const { text, width, height } = whole(drawn);
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((file) => file && save(file, `${name}.png`));
}
