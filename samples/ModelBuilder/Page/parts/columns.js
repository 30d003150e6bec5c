// Every column: what its cells are and what it is for, each with its reason and a say in it. Some at a time, if many.

import { h } from '../base/dom.js';
import { redraw } from '../base/redraw.js';
import { count, many } from '../base/format.js';
import { nameOf } from '../base/guess.js';
import { withColumn } from '../base/project.js';
import { choose, store } from '../base/store.js';
import { kindNames, plain } from '../base/words.js';
import { field, input, select } from './fields.js';

const page = 40;
const kinds = Object.entries(kindNames);
const purposes = [['feature', 'predict from'], ['label', 'predict this'], ['weight', 'weight of the row'],
  ['ignore', 'leave out']];

const view = { path: '', word: '', from: 0 };

export function columns(data) {
  if (view.path !== store.project.path) Object.assign(view, { path: store.project.path, word: '', from: 0 });
  const box = h('div', { class: 'stack' });
  const draw = () => redraw(box, ...parts(data, draw));
  draw();
  return box;
}

function parts(data, draw) {
  const facts = new Map(data.facts.columns.map(column => [column.index, column]));
  const found = data.columns.filter(column => column.name.toLowerCase().includes(view.word.toLowerCase()));
  const shown = found.slice(view.from, view.from + page);
  return [
    data.columns.length > page && finder(draw),
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Columns' },
      h('table', { class: 'columns' },
        h('thead', {}, h('tr', {}, ['Column', 'Type', 'Purpose', 'Why', 'Example', 'Missing'].map(name =>
          h('th', { scope: 'col' }, name)))),
        h('tbody', {}, shown.map(column => line(column, facts.get(column.index)))))),
    found.length > page && pager(found.length, draw),
  ];
}

function line(column, facts) {
  const said = change => choose(change.purpose === 'label'
    ? { ...withColumn(store.project, column.index, { purpose: undefined }), label: nameOf(column, store.data.columns) }
    : column.purpose === 'label' && change.purpose
      ? { ...withColumn(store.project, column.index, change), label: undefined }
      : withColumn(store.project, column.index, change));
  const kind = select(kinds, column.kind, value => said({
    kind: value, format: value === 'date' ? facts?.format ?? 'yyyy-MM-dd' : undefined,
  }), {
    'aria-label': `Type of ${column.name}`, 'data-key': `kind-${column.index}`,
  });
  const purpose = select(purposes, column.purpose, value => said({ purpose: value }), {
    'aria-label': `Purpose of ${column.name}`, 'data-key': `purpose-${column.index}`,
  });
  return h('tr', { class: column.purpose },
    h('th', { scope: 'row' }, column.name),
    h('td', {}, kind, column.kind === 'date' && format(column, said)), h('td', {}, purpose),
    h('td', { class: 'why' }, plain(column.reason)), h('td', { class: 'example' }, facts?.example ?? ''),
    h('td', { class: 'figure' }, facts ? count(facts.missing) : ''));
}

// How a date is written: what the server takes, it says.
function format(column, said) {
  const node = input(column.format, { 'aria-label': `Format of ${column.name}`, 'data-key': `format-${column.index}` });
  node.addEventListener('change', () => said({ kind: 'date', format: node.value.trim() }));
  return node;
}

function finder(draw) {
  const word = input(view.word, { type: 'search', 'data-key': 'find-column' });
  word.addEventListener('input', () => {
    Object.assign(view, { word: word.value, from: 0 });
    draw();
  });
  return field('Find a column', word);
}

function pager(length, draw) {
  const go = by => () => {
    view.from = Math.max(0, Math.min(length - 1, view.from + by));
    draw();
  };
  return h('p', { class: 'pager' },
    h('button', {
      type: 'button', class: 'button', 'data-key': 'earlier', disabled: view.from === 0, onclick: go(-page),
    }, 'Earlier'),
    h('span', { role: 'status' },
      `${view.from + 1} to ${Math.min(length, view.from + page)} of ${many(length, 'column')}`),
    h('button', {
      type: 'button', class: 'button', 'data-key': 'later', disabled: view.from + page >= length, onclick: go(page),
    }, 'Later'));
}
