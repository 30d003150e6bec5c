// Which column is predicted, and how its rows are spread over the classes.

import { bars } from '../charts/bars.js';
import { h } from '../base/dom.js';
import { count, many, percent } from '../base/format.js';
import { nameOf } from '../base/guess.js';
import { isNumberTask } from '../base/project.js';
import { choose, store } from '../base/store.js';
import { field, select } from './fields.js';
import { faultNotice } from './notice.js';

export function label(data) {
  const project = store.project;
  const current = data.columns.find(column => column.purpose === 'label');
  const value = project.label ?? (current ? nameOf(current, data.columns) : '');
  const choices = [['', 'choose a column'], ...data.columns.map(column => [nameOf(column, data.columns), column.name])];
  const guessed = store.guess?.label === project.label ? store.guess.why : null;
  const node = select(choices, value, name => {
    store.guess = null;
    const others = (project.columns ?? []).filter(column => column.purpose !== 'label');
    choose({ ...project, label: name || undefined, columns: others });
  }, { 'data-key': 'label' });
  return [
    field('Column to predict', node, guessed),
    store.fault && faultNotice(store.fault, wrongKind()),
    !store.fault && data.classes?.length > 0 && classBars(data.classes),
  ];
}

function wrongKind() {
  const [other, name] = isNumberTask(store.project)
    ? ['classification', 'Choose a class'] : ['regression', 'Predict a number'];
  if (!store.project.label) return null;
  return h('p', {}, 'Choose another column, change its type below, or ',
    h('button', {
      type: 'button', class: 'link', onclick: () => choose({ ...store.project, scenario: other }),
    }, `switch to “${name}”`), '.');
}

export function classBars(classes) {
  const all = classes.reduce((sum, one) => sum + one.rows, 0);
  const sorted = [...classes].sort((a, b) => b.rows - a.rows);
  return h('div', {}, h('h3', {}, many(classes.length, 'class', 'classes')), bars(sorted.map(one => ({
    name: one.name, value: one.rows, text: `${count(one.rows)} · ${percent(one.rows / all)}`,
  })), { label: 'Rows of each class', more: 12 }));
}
