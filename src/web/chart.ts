/**
 * A chart on a page: its caption, and the drawing. Its numbers stand in a table of the same page.
 * @module
 */
import type { Chart } from '../report/layout/blocks.ts';
import { chartSvg } from '../report/layout/chart-svg.ts';
import { Html, html } from './html.ts';
import type { PageContext } from './page.ts';

export function renderChart(chart: Chart, { language }: PageContext): Html {
  return html`<figure class="chart" role="group" tabindex="0" aria-labelledby="${chart.id}-chart-caption">
<figcaption id="${chart.id}-chart-caption">${chart.caption[language]}</figcaption>
${new Html(chartSvg(chart, language))}
</figure>`;
}
