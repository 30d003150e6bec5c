// The rows or pictures of a cell of the confusion matrix.

import { get } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { many, percent } from '../base/format.js';
import { faultNotice } from './notice.js';

// thing: what they are, 'row' or 'picture'.
export function rowsOf(run, thing) {
  const box = h('section', { class: 'card', tabindex: '-1', hidden: true });

  async function open(is, said) {
    box.hidden = false;
    const title = is === said ? `“${is}”, and said so` : `“${is}”, but said “${said}”`;
    put(box, h('h2', {}, title), h('p', { class: 'quiet busy' }, 'Loading …'));
    box.focus();
    try {
      const query = `of=${encodeURIComponent(is)}&said=${encodeURIComponent(said)}`;
      const found = await get(`/api/runs/${run.run}/rows?${query}`);
      put(box, h('h2', {}, title), h('p', { class: 'quiet' },
        found.total > found.rows.length ? `${found.rows.length} of ${many(found.total, thing)}.`
          : `${many(found.total, thing)}.`),
      thing === 'picture' ? pictures(run, found) : table(found),
      h('p', {}, h('button', {
        type: 'button', class: 'button', onclick: () => {
          box.hidden = true;
        },
      }, 'Close')));
    } catch (error) {
      put(box, h('h2', {}, title), faultNotice(error));
    }
  }

  return { box, open };
}

const sure = row => {
  const first = row.scores?.[0];
  return first ? percent(first.probability ?? first.value) : '';
};

const table = found => h('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Rows' },
  h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Row'), h('th', { scope: 'col' }, 'Sure'),
    found.columns.slice(0, 40).map(column => h('th', { scope: 'col' }, column.name ?? column)))),
  h('tbody', {}, found.rows.map(row => h('tr', {}, h('th', { scope: 'row' }, String(row.row)),
    h('td', { class: 'figure' }, sure(row)), row.cells.slice(0, 40).map(cell => h('td', {}, cell)))))));

const pictures = (run, found) => h('ul', { class: 'gallery' }, found.rows.map(row => h('li', {},
  h('img', {
    src: `/api/runs/${run.run}/picture?path=${encodeURIComponent(row.row)}`, alt: String(row.row), loading: 'lazy',
    width: 96, height: 96,
  }), h('span', { class: 'hint' }, sure(row)))));
