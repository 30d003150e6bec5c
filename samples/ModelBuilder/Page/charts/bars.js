// Bars with their names and numbers, as a list: readable without seeing the bars.

import { h } from '../base/dom.js';

// rows: [{ name, value, text, strong }]; the longest bar is the largest value, or top.
export function bars(rows, { label, top, more = 20 } = {}) {
  const most = top ?? Math.max(...rows.map(row => row.value), 0);
  const line = row => {
    const bar = h('span', { class: `bar${row.strong ? ' strong' : ''}` });
    bar.style.width = `${most > 0 ? Math.max(0, Math.min(100, row.value / most * 100)) : 0}%`;
    return h('li', {},
      h('span', { class: 'name', title: row.name }, row.name),
      h('span', { class: 'track', 'aria-hidden': 'true' }, bar),
      h('span', { class: 'amount' }, row.text));
  };
  const list = h('ol', { class: 'bars', 'aria-label': label }, rows.slice(0, more).map(line));
  if (rows.length <= more) return list;
  const rest = h('button', { type: 'button', class: 'link' }, `Show all ${rows.length}`);
  rest.addEventListener('click', () => {
    list.append(...rows.slice(more, 1000).map(line));
    rest.remove();
  });
  return h('div', {}, list, rest);
}
