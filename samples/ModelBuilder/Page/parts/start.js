// What is said before training begins; all of it may be left as it is.

import { Fault, post } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { say } from '../base/say.js';
import { asked, set, settings } from '../base/settings.js';
import { store } from '../base/store.js';
import { check, field, input } from './fields.js';
import { faultNotice } from './notice.js';

const numbers = [
  ['epochs', 'Passes over the rows (epochs)', 'Empty: as the preset says.', { min: 1, step: 1 }],
  ['seed', 'Seed', 'The same seed gives the same model. Empty: 1.', { min: 0, step: 1 }],
  ['testShare', 'Part put aside to test on', 'Above 0, below 1. Empty: 0.2, a fifth.',
    { min: 0.01, max: 0.99, step: 'any' }],
];

export function startForm(begun) {
  const problem = h('div');
  const own = settings.nameFor === store.project.path && settings.name;
  const name = input(own || store.data?.name, {
    'data-key': 'name', spellcheck: 'false', autocomplete: 'off',
  });
  name.addEventListener('change', () => set({ name: name.value.trim(), nameFor: store.project.path }));
  const button = h('button', { type: 'submit', class: 'button main' }, 'Train');
  const compare = check('Compare with LightGBM', settings.compare, 'A usual, larger kind of model, for scale.');
  const weigh = check('Weigh the columns', settings.importance, 'What is lost without each column.');
  const api = check('Write a web API too', settings.api, 'A project that answers over HTTP.');
  for (const [key, { box }] of Object.entries({ compare, importance: weigh, api })) {
    box.addEventListener('change', () => set({ [key]: box.checked }));
  }
  const form = h('form', {}, h('div', { class: 'fields' },
    field('Name of the model', name, 'Files and the class in the code are called by it.'),
    field('Time limit in seconds', number('seconds', { min: 1, step: 'any' }),
      'The best so far is kept. Empty: none.')),
  h('details', { 'data-keep': 'more' }, h('summary', {}, 'More settings'),
    h('div', { class: 'fields' }, numbers.map(([key, text, hint, bounds]) => field(text, number(key, bounds), hint)),
      compare.node, weigh.node, api.node)),
  problem, h('p', {}, button));

  form.addEventListener('submit', event => {
    event.preventDefault();
    train(false);
  });

  async function train(overwrite) {
    button.disabled = true;
    put(problem);
    try {
      const ask = { ...store.project, ...asked(), name: name.value.trim() || undefined };
      if (overwrite) ask.overwrite = true;
      const { run } = await post('/api/train', ask);
      say('Training begins.');
      begun(run);
    } catch (error) {
      put(problem, faultNotice(error, isTaken(error) && !overwrite
        ? h('p', {}, h('button', { type: 'button', class: 'button', onclick: () => train(true) },
          'Replace the model of this name')) : null));
      problem.querySelector('button')?.focus();
    } finally {
      button.disabled = false;
    }
  }

  return form;
}

// Another run that goes on is a conflict, too, but none that replacing would end.
const isTaken = error => error instanceof Fault && error.status === 409 && /already/.test(error.message);

function number(key, bounds) {
  const node = input(settings[key], { type: 'number', inputmode: 'decimal', 'data-key': key, ...bounds });
  node.addEventListener('change', () => set({ [key]: node.value === '' ? undefined : Number(node.value) }));
  return node;
}
