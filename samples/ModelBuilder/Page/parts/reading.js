// How the file is read: what was found, why, and a say in it.

import { h } from '../base/dom.js';
import { choose, store } from '../base/store.js';
import { plain } from '../base/words.js';
import { field, input, select } from './fields.js';

const separators = [['', 'as found'], ['comma', 'comma ,'], ['semicolon', 'semicolon ;'], ['tab', 'tab'],
  ['pipe', 'bar |'], ['space', 'space']];
const headers = [['', 'as found'], ['yes', 'names of the columns'], ['no', 'a row like the others']];
const decimals = [['', 'as found'], ['point', 'point 1.5'], ['comma', 'comma 1,5']];

export function reading(facts, isOpen) {
  const said = store.project.reading;
  const set = change => {
    const guessed = store.guess?.label === store.project.label;
    choose({
      ...store.project, columns: [], label: guessed ? undefined : store.project.label,
      reading: { ...said, ...change },
    });
  };
  const missing = input((said.missing ?? []).join(' '), { 'data-key': 'missing', placeholder: 'such as -999 unknown' });
  missing.addEventListener('change', () => set({ missing: missing.value.split(/\s+/).filter(Boolean) }));
  return h('details', { class: 'reading', 'data-keep': 'reading', open: isOpen },
    h('summary', {}, 'How the file is read', facts && h('span', { class: 'hint' }, ` ${short(facts)}`)),
    h('div', { class: 'fields' },
      field('Cells are separated by',
        select(separators, said.separator ?? '', value => set({ separator: value }), { 'data-key': 'separator' }),
        facts?.separatorReason),
      field('The first line holds',
        select(headers, said.header === undefined ? '' : said.header ? 'yes' : 'no',
          value => set({ header: value === '' ? undefined : value === 'yes' }), { 'data-key': 'header' }),
        facts && `Names? ${plain(facts.headerReason)}`),
      field('Numbers have a decimal',
        select(decimals, said.decimal ?? '', value => set({ decimal: value }), { 'data-key': 'decimal' }),
        facts?.decimalReason),
      field('Words that mean “missing”', missing,
        'Besides an empty cell, ?, NA, N/A and NaN; a space between them.')));
}

const names = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', ' ': 'space' };

function short({ loading }) {
  const head = loading.hasHeader ? 'first line has names' : 'no names';
  const decimal = loading.decimalMarker === ',' ? 'comma' : 'point';
  return `${names[loading.separator] ?? loading.separator}, ${head}, decimal ${decimal}`;
}
