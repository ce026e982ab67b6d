/** Nearer, farther, the whole: for readers without a wheel. */
import { ExpandOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useWords } from '../text/language';

interface Drawn {
  get: <T>(name: string) => T;
}

export function ZoomButtons({ of: drawn }: { of: Drawn | null }) {
  const { t } = useWords();
  const step = (by: number) => drawn?.get<{ stepZoom: (by: number) => void }>('zoomScroll').stepZoom(by);
  return (
    <Space.Compact style={{ position: 'absolute', top: 10, insetInlineEnd: 10, zIndex: 1 }}>
      <Button size="small" icon={<ZoomInOutlined />} aria-label={t('model.closer')} onClick={() => step(1)} />
      <Button size="small" icon={<ZoomOutOutlined />} aria-label={t('model.farther')} onClick={() => step(-1)} />
      <Button size="small" icon={<ExpandOutlined />} aria-label={t('model.fit')} onClick={() => drawn?.get<{ zoom: (to: string, center: string) => void }>('canvas').zoom('fit-viewport', 'auto')} />
    </Space.Compact>
  );
}
