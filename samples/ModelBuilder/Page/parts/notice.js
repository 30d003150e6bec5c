// What a person should know, where it matters: a message, its findings by line, and what to do.

import { h } from '../base/dom.js';
import { plain } from '../base/words.js';

const words = { error: 'Error', warning: 'Warning', note: 'Note' };
const signs = { error: '✕', warning: '!', note: 'i' };

export function notice(severity, message, ...more) {
  return h('div', { class: `notice ${severity}`, role: severity === 'error' ? 'alert' : null },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, signs[severity]),
    h('div', {}, h('p', {}, h('span', { class: 'unseen' }, `${words[severity]}: `), plain(message)), more));
}

// An error of the server, with all that it found.
export function faultNotice(fault, ...more) {
  return notice('error', fault.message, fault.findings?.length ? findings(fault.findings) : null, more);
}

export function findings(list, most = 12) {
  const line = one => h('li', { class: one.severity },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, signs[one.severity] ?? 'i'),
    h('span', {}, h('span', { class: 'unseen' }, `${words[one.severity] ?? 'Note'}: `),
      where(one) && h('strong', {}, where(one)), plain(one.message)));
  const rank = { error: 0, warning: 1, note: 2 };
  const sorted = [...list].sort((a, b) => (rank[a.severity] ?? 3) - (rank[b.severity] ?? 3));
  const items = h('ul', { class: 'findings' }, sorted.slice(0, most).map(line));
  if (sorted.length <= most) return items;
  const rest = h('button', { type: 'button', class: 'link' }, `Show all ${sorted.length}`);
  rest.addEventListener('click', () => {
    items.append(...sorted.slice(most, 1000).map(line));
    rest.remove();
  });
  return h('div', {}, items, rest);
}

function where({ line, column }) {
  const said = [line && `line ${line}`, column && `column “${column}”`].filter(Boolean).join(', ');
  return said ? `${said}: ` : null;
}
