// What was said of the rows of each class. A cell that holds rows is a button that opens them.

import { h } from '../base/dom.js';
import { count, percent } from '../base/format.js';

const mostClasses = 14;

export function confusion({ classes, counts }, open) {
  return classes.length <= mostClasses ? matrix(classes, counts, open) : pairs(classes, counts, open);
}

function matrix(classes, counts, open) {
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Confusion matrix' },
    h('table', { class: 'confusion' },
      h('caption', {}, 'A line for each class that rows are of, a column for each that the model said.'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'is ↓   said →'),
        classes.map(name => h('th', { scope: 'col', class: 'figure' }, name)),
        h('th', { scope: 'col', class: 'figure' }, 'found'))),
      h('tbody', {}, classes.map((name, row) => {
        const all = counts[row].reduce((sum, value) => sum + value, 0);
        return h('tr', {}, h('th', { scope: 'row' }, name),
          classes.map((said, column) => h('td', {
            class: `cell shade-${shade(counts[row][column], all)} ${row === column ? 'right' : 'wrong'}`,
          }, cell(counts[row][column], name, said, open))),
          h('td', { class: 'figure' }, all > 0 ? percent(counts[row][row] / all) : '–'));
      }))));
}

// With many classes what matters is where the model errs.
function pairs(classes, counts, open) {
  const wrong = counts.flatMap((line, row) => line.map((value, column) => ({ row, column, value })))
    .filter(pair => pair.row !== pair.column && pair.value > 0).sort((a, b) => b.value - a.value).slice(0, 30);
  return h('div', {},
    h('p', {}, `The ${wrong.length} commonest mistakes among ${classes.length} classes.`),
    h('table', {}, h('thead', {}, h('tr', {},
      ['Is', 'Was said', 'Rows'].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, wrong.map(({ row, column, value }) => h('tr', {},
      h('td', {}, classes[row]), h('td', {}, classes[column]),
      h('td', {}, cell(value, classes[row], classes[column], open)))))));
}

function cell(value, is, said, open) {
  if (!(value > 0)) return '0';
  return h('button', {
    type: 'button', onclick: () => open(is, said),
    'aria-label': `${count(value)}: ${is}, said ${said}. Show them.`,
  }, count(value));
}

const shade = (value, all) => (value > 0 && all > 0 ? Math.max(1, Math.min(9, Math.ceil(value / all * 9))) : 0);
