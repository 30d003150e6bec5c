// What is to be learned.

import { h } from '../base/dom.js';
import { scenarioNames } from '../base/project.js';
import { choose, store } from '../base/store.js';
import { step } from '../parts/step.js';

const scenarios = [
  ['classification', 'One of two or more classes for each row of a table.',
    'Will this customer pay back? Which of three species is it?'],
  ['regression', 'A number for each row of a table.', 'What will this house sell for? How long will it take?'],
  ['image-classification', 'What a picture shows, from a folder that has a folder of pictures for each class.',
    'Is this part sound or broken? Which digit is it?'],
];

export function show(root) {
  const chosen = store.project?.scenario ?? 'classification';
  const cards = scenarios.map(([id, says, example]) => {
    const radio = h('input', { type: 'radio', name: 'scenario', value: id, checked: id === chosen });
    radio.addEventListener('change', () => pick(id));
    return h('label', { class: 'pick' }, radio, h('span', { class: 'pick-text' },
      h('strong', {}, scenarioNames[id]), h('span', {}, says), h('span', { class: 'hint' }, example)));
  });
  root.replaceChildren(...step({
    title: 'What do you want to predict?',
    does: 'Choose the kind of answer you need; next you pick the data to learn it from.',
    next: 'data', nextText: 'Next: Data',
    missing: () => {
      if (!store.project) pick(chosen);
      return null;
    },
  }, h('fieldset', { class: 'picks' }, h('legend', { class: 'unseen' }, 'Scenario'), cards)).flat());
}

// A table stays, another kind of data does not; a label of numbers is seldom one of classes.
function pick(scenario) {
  const images = 'image-classification';
  const before = store.project;
  const same = before && (before.scenario === images) === (scenario === images);
  store.guess = null;
  choose({ scenario, path: same ? before.path : '', reading: same ? before.reading : {} });
}
