/** Charts by month, by uPlot: bars side by side, or one line. A picture only: what it shows stands in a table beside it. */
import uPlot from '/lib/uplot.js';
import { styled } from './stylesheet.js';

const HEIGHT = 200;
const DARK = matchMedia('(prefers-color-scheme: dark)');

/**
 * Fills `frame`, and follows its width and the reader's colours; answers what ends that.
 *   keep = await drawChart(frame, { labels: ['10월', '11월'], series: [[3, 5], [2, null]], most: null, format: (n) => `${n}건` })
 * Two series are bars, the first of them pale; one is a line. `most` is the end of the scale, if it has a fixed one.
 */
export async function drawChart(frame, chart) {
  await styled('/lib/uplot.css');
  let drawn = null;
  const draw = () => {
    drawn?.destroy();
    drawn = new uPlot(options(frame, chart), [chart.labels.map((_, place) => place), ...chart.series], frame);
  };
  draw();
  const sizes = new ResizeObserver(() => drawn.setSize({ width: frame.clientWidth, height: HEIGHT }));
  sizes.observe(frame);
  DARK.addEventListener('change', draw);
  return () => {
    sizes.disconnect();
    DARK.removeEventListener('change', draw);
    drawn.destroy();
  };
}

function options(frame, { labels, series, most, format }) {
  const colour = (name) => getComputedStyle(frame).getPropertyValue(`--${name}`);
  const axis = { stroke: colour('ink-soft'), font: `12px ${getComputedStyle(frame).fontFamily}`, ticks: { show: false } };
  const shapes = series.length === 2 ? pair(colour) : [line(colour)];
  return {
    width: frame.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 8, 0, 0],
    scales: { x: { time: false, range: () => [-0.6, labels.length - 0.4] }, y: { range: (_, __, top) => [0, most ?? Math.max(1, top * 1.1)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 28, incrs: [1, 2, 3, 6, 12], space: 44, values: (_, places) => places.map((place) => labels[place] ?? '') },
      { ...axis, grid: { stroke: colour('line'), width: 1 }, size: 52, space: 32, values: (_, values) => values.map(format) },
    ],
    series: [{}, ...shapes],
  };
}

const bars = (align) => uPlot.paths.bars({ size: [0.38, 26], align, radius: 0.15 });

const pair = (colour) => [
  { stroke: colour('accent'), fill: colour('accent-soft'), width: 1, paths: bars(-1), points: { show: false } },
  { stroke: colour('accent'), fill: colour('accent'), width: 1, paths: bars(1), points: { show: false } },
];

const line = (colour) => ({ stroke: colour('accent'), width: 2, points: { show: true, size: 7, fill: colour('accent') } });
