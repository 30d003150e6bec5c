// A row for each layer, a column for each epoch (or a few): darker is more.

import { h, s } from '../base/dom.js';
import { number, percent } from '../base/format.js';
import { some } from './thin.js';

const [cellHeight, left, right, bottom] = [22, 150, 8, 20];
const width = innerWidth < 600 ? 340 : 560;
const mostColumns = 60;
const mostLayers = 30;
const shades = 9;

// layers: [{ name, values }]; logarithmic: small shares, as a flip ratio, differ by powers of ten.
export function heat({ title, says, layers, epochs, logarithmic }) {
  const shown = layers.filter(layer => layer.values.some(Number.isFinite)).slice(0, mostLayers);
  const figure = h('figure', { class: 'chart' },
    h('figcaption', {}, title), h('p', { class: 'quiet says' }, says));
  if (shown.length === 0) {
    figure.append(h('p', { class: 'quiet' }, 'Nothing yet.'));
    return figure;
  }
  const columns = some(epochs.length, mostColumns);
  const cell = (width - left - right) / columns.length;
  const height = shown.length * cellHeight + bottom;
  const drawing = s('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', class: 'heat' });
  // All cells of a shade are one path: a thousand elements are slow to lay out.
  const cells = Array.from({ length: shades + 1 }, () => []);
  shown.forEach((layer, row) => {
    drawing.append(s('text', { x: left - 8, y: row * cellHeight + 15, 'text-anchor': 'end' }, short(layer.name)));
    columns.forEach((at, column) => {
      const value = layer.values[at];
      if (!Number.isFinite(value)) return;
      const across = Math.max(cell - 1, 0.5).toFixed(2);
      cells[shade(value, logarithmic)].push(
        `M${(left + column * cell).toFixed(2)} ${row * cellHeight + 1}h${across}v${cellHeight - 2}h-${across}z`);
    });
  });
  cells.forEach((paths, at) => {
    if (paths.length > 0) drawing.append(s('path', { class: `shade-${at}`, d: paths.join('') }));
  });
  drawing.append(
    s('text', { x: left, y: height - 4 }, `epoch ${epochs[columns[0]]}`),
    s('text', { x: width - right, y: height - 4, 'text-anchor': 'end' }, String(epochs[epochs.length - 1])));
  figure.append(drawing, scaleOf(logarithmic), table({ title, shown, epochs, hidden: layers.length - shown.length }));
  return figure;
}

function shade(value, logarithmic) {
  if (value <= 0) return 0;
  const share = logarithmic ? (Math.log10(value) + 5) / 4 : value;
  return Math.max(1, Math.min(shades, Math.ceil(share * shades)));
}

const scaleOf = logarithmic => h('p', { class: 'scale', 'aria-hidden': 'true' },
  logarithmic ? '0.001%' : '0%',
  Array.from({ length: shades }, (_, i) => h('span', { class: `swatch shade-${i + 1}` })),
  logarithmic ? '10% of its weights' : '100%');

const short = name => (name.length > 22 ? `${name.slice(0, 10)}…${name.slice(-11)}` : name);

function table({ title, shown, epochs, hidden }) {
  const box = h('details', { class: 'behind', 'data-keep': title }, h('summary', {}, 'As a table'));
  box.addEventListener('toggle', () => {
    if (!box.open || box.children.length > 1) return;
    const columns = some(epochs.length, 8);
    box.append(h('div', {
      class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}, as a table`, 'data-key': title,
    },
      h('table', {},
        h('caption', { class: 'unseen' }, title),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Layer'),
          columns.map(at => h('th', { scope: 'col', class: 'figure' }, `Epoch ${epochs[at]}`)))),
        h('tbody', {}, shown.map(layer => h('tr', {}, h('th', { scope: 'row' }, layer.name),
          columns.map(at => h('td', { class: 'figure' }, share(layer.values[at]))))))),
      hidden > 0 && h('p', { class: 'quiet' }, `${hidden} more layers are in the report.`)));
  });
  return box;
}

const share = value => (value > 0 && value < 0.001 ? `${number(value * 100)}%` : percent(value));
