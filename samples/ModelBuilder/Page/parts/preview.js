// The first rows as they stand in the file.

import { h } from '../base/dom.js';
import { many } from '../base/format.js';

const mostColumns = 40;
const mostRows = 100;
const fewRows = 12;

export function preview({ columns, facts }) {
  const shown = columns.slice(0, mostColumns);
  const row = cells => h('tr', {}, shown.map((column, at) =>
    h('td', { class: column.purpose === 'label' ? 'label' : column.purpose === 'ignore' ? 'ignore' : null },
      cut(cells[column.index ?? at]))));
  const body = h('tbody', {}, facts.preview.slice(0, fewRows).map(row));
  const more = facts.preview.length > fewRows && h('button', { type: 'button', class: 'link' }, 'Show more rows');
  if (more) {
    more.addEventListener('click', () => {
      body.append(...facts.preview.slice(fewRows, mostRows).map(row));
      more.remove();
    });
  }
  return [
    h('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'First rows' },
      h('table', { class: 'preview' },
        h('thead', {}, h('tr', {}, shown.map(column => h('th', {
          scope: 'col', class: column.purpose === 'label' ? 'label' : column.purpose === 'ignore' ? 'ignore' : null,
        }, column.name)))), body)),
    columns.length > mostColumns && h('p', { class: 'quiet' },
      `The first ${mostColumns} of ${many(columns.length, 'column')}.`),
    more && h('p', {}, more),
  ];
}

const cut = text => ((text ?? '').length > 60 ? `${text.slice(0, 60)}…` : text ?? '');
