// Curves over epochs as SVG, and the same numbers as a table. Drawn anew from the numbers each time.

import { h, s } from '../base/dom.js';
import { measure } from '../base/format.js';
import { scale, ticks, wholeTicks } from './scale.js';
import { some, thin } from './thin.js';

const [height, left, right, top, bottom] = [240, 52, 18, 12, 26];
// Where there is little room the letters stay as large.
const width = innerWidth < 600 ? 340 : 560;
const mostPoints = 300;
const mostRows = 60;

// series: [{ name, values }], one number an epoch; epochs: their numbers.
export function lines({ title, value: measured, series, epochs, best }) {
  const shown = series.filter(one => one.values.some(Number.isFinite)).slice(0, 4);
  const all = shown.flatMap(one => one.values.filter(Number.isFinite));
  const figure = h('figure', { class: 'chart' }, h('figcaption', {}, title, legend(shown)));
  if (all.length === 0) {
    figure.append(h('p', { class: 'quiet' }, 'The first values come with the end of the first epoch.'));
    return figure;
  }
  const first = epochs[0] ?? 1;
  const last = Math.max(epochs[epochs.length - 1] ?? 1, first + 1);
  let [low, high] = bounds(all);
  const x = scale(first, last, left, width - right);
  const y = scale(low, high, height - bottom, top);
  const drawing = s('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', class: 'lines' });
  for (const tick of ticks(low, high)) {
    drawing.append(
      s('line', { class: 'grid', x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
      s('text', { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, measure(measured, tick)));
  }
  for (const tick of wholeTicks(first, last, 6)) {
    drawing.append(s('text', { x: x(tick), y: height - 8, 'text-anchor': 'middle' }, String(tick)));
  }
  if (best) drawing.append(s('line', { class: 'best', x1: x(best), x2: x(best), y1: top, y2: height - bottom }));
  shown.forEach((one, index) => {
    const points = thin(one.values, mostPoints).map(([at, value]) =>
      `${x(epochs[at] ?? at + 1).toFixed(1)},${y(value).toFixed(1)}`);
    drawing.append(points.length === 1
      ? s('circle', { class: `dot series-${index}`, cx: points[0].split(',')[0], cy: points[0].split(',')[1], r: 3 })
      : s('polyline', { class: `curve series-${index}`, points: points.join(' ') }));
  });
  const read = h('p', { class: 'read', 'aria-hidden': 'true' });
  pointer(drawing, read, { shown, epochs, x, measured });
  figure.append(drawing, read, table({ title, shown, epochs, measured }));
  return figure;
}

const legend = shown => h('span', { class: 'legend' }, shown.map((one, index) =>
  h('span', { class: 'key' }, h('span', { class: `swatch series-${index}` }), one.name)));

// A few wild values at the start do not press the rest flat.
function bounds(all) {
  const sorted = [...all].sort((a, b) => a - b);
  let low = sorted[0];
  let high = sorted[sorted.length - 1];
  const most = sorted[Math.floor(sorted.length * 0.98)];
  if (sorted.length > 50 && high - low > 8 * (most - low) && most > low) high = low + 1.5 * (most - low);
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

// The values under the pointer, in words below the chart.
function pointer(drawing, read, { shown, epochs, x, measured }) {
  const mark = s('line', { class: 'mark', x1: -9, x2: -9, y1: top, y2: height - bottom });
  drawing.append(mark);
  drawing.addEventListener('pointermove', event => {
    const box = drawing.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width * width;
    let near = 0;
    for (let i = 1; i < epochs.length; i++) {
      if (Math.abs(x(epochs[i]) - at) < Math.abs(x(epochs[near]) - at)) near = i;
    }
    mark.setAttribute('x1', x(epochs[near]));
    mark.setAttribute('x2', x(epochs[near]));
    read.textContent = [`Epoch ${epochs[near]}`, ...shown.map(one =>
      `${one.name} ${measure(measured, one.values[near])}`)].join(' · ');
  });
  drawing.addEventListener('pointerleave', () => {
    mark.setAttribute('x1', -9);
    mark.setAttribute('x2', -9);
    read.textContent = '';
  });
}

// Made when it is opened: a chart that is drawn anew twice a second need not make it each time.
function table({ title, shown, epochs, measured }) {
  const box = h('details', { class: 'behind', 'data-keep': title }, h('summary', {}, 'As a table'));
  box.addEventListener('toggle', () => {
    if (!box.open || box.children.length > 1) return;
    box.append(h('div', {
      class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}, as a table`, 'data-key': title,
    },
      h('table', {},
        h('caption', { class: 'unseen' }, title),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Epoch'),
          shown.map(one => h('th', { scope: 'col', class: 'figure' }, one.name)))),
        h('tbody', {}, some(epochs.length, mostRows).map(at => h('tr', {},
          h('th', { scope: 'row' }, String(epochs[at])),
          shown.map(one => h('td', { class: 'figure' }, measure(measured, one.values[at]))))))),
      epochs.length > mostRows && h('p', { class: 'quiet' }, `${mostRows} of ${epochs.length} epochs.`)));
  });
  return box;
}
