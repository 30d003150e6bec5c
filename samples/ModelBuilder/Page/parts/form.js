// A row to predict: a field for each column that the model goes by, filled from a row of the data.

import { post } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { count } from '../base/format.js';
import { afterQuiet } from '../base/later.js';
import { say } from '../base/say.js';
import { answer } from './answer.js';
import { field, input, select } from './fields.js';
import { faultNotice } from './notice.js';
import { section } from './step.js';

const few = 60;

// take: shows another row of the data.
export function rowForm(run, example, take) {
  const values = Object.fromEntries(example.fields.map(one => [one.index, one.value ?? '']));
  const result = h('div', { 'aria-live': 'polite' });
  const inputs = h('div', { class: 'fields' }, example.fields.slice(0, few).map(make));
  const rest = example.fields.length > few && h('button', { type: 'button', class: 'link' },
    `Show the other ${example.fields.length - few} fields`);
  if (rest) {
    rest.addEventListener('click', () => {
      inputs.append(...example.fields.slice(few, 1000).map(make));
      rest.remove();
    });
  }
  const go = h('button', { type: 'submit', class: 'button main' }, 'Predict');
  const form = h('form', {}, inputs, rest, h('p', {}, go));
  const soon = afterQuiet(300, predict);
  form.addEventListener('submit', event => {
    event.preventDefault();
    predict();
  });

  function make(one) {
    const node = one.choices?.length
      ? choice(one)
      : input(one.value, {
        inputmode: one.kind === 'number' ? 'decimal' : null, autocomplete: 'off', spellcheck: 'false',
      });
    node.dataset.column = one.name;
    const keep = () => {
      values[one.index] = node.value;
    };
    node.addEventListener('input', keep);
    node.addEventListener('change', () => {
      keep();
      soon();
    });
    return field(one.name, node, one.kind === 'date' ? one.format : one.kind === 'number' ? null : hints[one.kind]);
  }

  async function predict() {
    for (const node of form.querySelectorAll('[aria-invalid]')) node.removeAttribute('aria-invalid');
    try {
      const said = await post(`/api/runs/${run.run}/predict`, { values });
      put(result, answer(said));
    } catch (error) {
      const named = [...form.querySelectorAll('[data-column]')].find(node =>
        error.findings?.some(one => one.column === node.dataset.column)
        || error.message.includes(`'${node.dataset.column}'`));
      named?.setAttribute('aria-invalid', 'true');
      put(result, faultNotice(error));
      say(error.message);
    }
  }

  predict();
  return h('div', { class: 'two' }, section('A row', origin(example, take), form), section('Prediction', result));
}

// Words that the data have; of many, one may be written.
function choice(one) {
  const words = [...new Set(['', one.value ?? '', ...one.choices])];
  if (words.length <= 40) return select(words.map(word => [word, word || '(missing)']), one.value ?? '');
  const id = `words-${one.index}`;
  const list = h('datalist', { id }, one.choices.slice(0, 200).map(text => h('option', { value: text })));
  const node = input(one.value, { list: id, autocomplete: 'off', spellcheck: 'false' });
  queueMicrotask(() => node.after(list));
  return node;
}

// Which row fills the form, what stands there for what is predicted, and another one.
function origin(example, take) {
  if (!example.row) return h('p', { class: 'quiet' }, 'An empty field is a missing value.');
  const another = () => {
    if (example.rows > 1) take(1 + Math.floor(Math.random() * example.rows));
  };
  return h('p', { class: 'chosen' },
    h('span', { class: 'quiet' }, `Row ${count(example.row)} of ${count(example.rows)}.`,
      example.actual ? ` In the data it is “${example.actual}”.` : '', ' An empty field is a missing value.'),
    h('button', { type: 'button', class: 'button small', onclick: another }, 'Another row'));
}

const hints = { text: 'free text' };
