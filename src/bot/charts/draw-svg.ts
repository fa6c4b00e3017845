import { BarChart, LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartOption } from './chart-option.ts';
import { HEIGHT_PX, WIDTH_PX } from './frame.ts';

use([LineChart, BarChart, GridComponent, GraphicComponent, MarkLineComponent, SVGRenderer]);

/** An option as SVG text, without a browser. */
export function drawSvg(option: ChartOption): string {
  const chart = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH_PX,
    height: HEIGHT_PX,
  });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
