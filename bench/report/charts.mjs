// @ts-check
/** The pictures of the page, drawn by Apache ECharts without a browser. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as echarts from 'echarts';
import { differs } from '../differs/differ.mjs';

/**
 * @typedef {import('../support/part.mjs').Row} Row
 * @typedef {import('../support/results.mjs').ResultsOfParts} ResultsOfParts
 */

/** Wong, "Points of view: Color blindness", Nature Methods 8, 441 (2011), of which these can be told from white and from black. */
const colours = { floor: '#999999', Limbeck: '#0072b2', TypeORM: '#d55e00', MikroORM: '#009e73', 'drizzle-kit': '#cc79a7' };
const inks = { light: '#1f2328', dark: '#e6edf3' };
const lines = { light: '#d1d9e0', dark: '#3d444d' };

/** Those whose time is that of a comparison. */
const comparing = new Set(differs.filter(({ compares }) => compares).map(({ name }) => name));

/**
 * Writes each picture, for light and for dark pages, into the folder.
 *
 * @param {string} folder
 * @param {ResultsOfParts} results
 */
export function drawCharts(folder, results) {
  const charts = {
    diff: diffChart(results['diff']?.rows ?? []),
    upgrade: barChart(largest((results['upgrade']?.rows ?? []).filter(({ what }) => what === 'upgrade')), 'revisions'),
    latency: barChart((results['latency']?.rows ?? []).filter(({ what }) => what === 'upgrade'), 'revisions, 20 ms a round trip'),
  };
  for (const [name, chart] of Object.entries(charts)) {
    for (const mode of /** @type {const} */ (['light', 'dark'])) writeFileSync(join(folder, `${name}-${mode}.svg`), draw(chart, mode));
  }
}

/** @typedef {{ height: number, legend: boolean, series: Record<string, any>[], xAxis: object, yAxis: object }} Chart What is the same on light and on dark pages. */

/**
 * The time of a comparison without a difference by the number of tables, both in logarithmic scale: in line with them is a slope of one.
 *
 * @param {readonly Row[]} rows
 * @returns {Chart}
 */
function diffChart(rows) {
  const there = rows.filter(({ beside, isChanged, ms, peer }) => beside === 'all' && !isChanged && ms !== undefined && comparing.has(peer));
  const peers = [...new Set(there.map(({ peer }) => peer))];
  const sizes = there.map(({ size }) => size);
  return {
    height: 400,
    legend: true,
    xAxis: { type: 'log', name: 'tables', nameLocation: 'middle', nameGap: 28, min: Math.min(...sizes), max: Math.max(...sizes) },
    yAxis: { type: 'log', name: 'ms' },
    series: peers.map((peer) => ({
      name: peer,
      type: 'line',
      symbol: 'circle',
      symbolSize: 7,
      lineStyle: { width: peer === 'Limbeck' ? 3 : 2, type: peer === 'floor' ? 'dashed' : 'solid' },
      color: colourOf(peer),
      data: there.filter((row) => row.peer === peer).map(({ size, ms }) => [size, Math.round(ms * 10) / 10]),
    })),
  };
}

/**
 * The time of each, as bars.
 *
 * @param {readonly Row[]} rows
 * @param {string} what
 * @returns {Chart}
 */
function barChart(rows, what) {
  const there = rows.filter(({ ms }) => ms !== undefined);
  return {
    height: 60 + 34 * there.length,
    legend: false,
    xAxis: { type: 'value', name: `ms for ${there[0]?.size ?? ''} ${what}`, nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'category', inverse: true, data: there.map(({ peer }) => peer) },
    series: [{ type: 'bar', barWidth: 18, label: { show: true, position: 'right' }, data: there.map(({ peer, ms }) => ({ value: Math.round(ms), itemStyle: { color: colourOf(peer) } })) }],
  };
}

/** The rows of the largest size. @param {readonly Row[]} rows */
function largest(rows) {
  const size = Math.max(...rows.map((row) => row.size));
  return rows.filter((row) => row.size === size);
}

/** @param {string} peer @returns {string} */
function colourOf(peer) {
  return /** @type {Record<string, string>} */ (colours)[peer] ?? '#7f7f7f';
}

/**
 * The picture as SVG, on no ground, so that it lies on that of the page.
 *
 * @param {Chart} chart
 * @param {'light' | 'dark'} mode
 */
function draw({ height, legend, series, xAxis, yAxis }, mode) {
  const text = { color: inks[mode] };
  const axis = { axisLine: { lineStyle: text }, axisLabel: text, nameTextStyle: text, splitLine: { lineStyle: { color: lines[mode] } } };
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height });
  drawing.setOption({
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    grid: { left: 16, right: 60, top: legend ? 40 : 8, bottom: 30, containLabel: true },
    legend: { show: legend, top: 0, textStyle: text },
    series: series.map((one) => ({ ...one, label: { ...one['label'], ...text } })),
    xAxis: { ...xAxis, ...axis },
    yAxis: { ...yAxis, ...axis },
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return svg;
}
