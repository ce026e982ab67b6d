/** The drawing library with only the kinds of charts that reports use; a chunk of its own, loaded with the first chart. */
import { BarChart, CustomChart, FunnelChart, LineChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, registerLocale, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import zh from 'echarts/i18n/langZH-obj';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, FunnelChart, SankeyChart, CustomChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);
registerLocale('ZH', zh);

/** A drawing in this box, in the reader's language, redrawn as the box changes its size; `end` takes it away. */
export function draw(box: HTMLElement, language: 'zh' | 'en', option: EChartsCoreOption): { end: () => void } {
  const chart: EChartsType = init(box, null, { renderer: 'svg', locale: language === 'zh' ? 'ZH' : 'EN' });
  chart.setOption(option);
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(box);
  return {
    end: () => {
      watch.disconnect();
      chart.dispose();
    },
  };
}
