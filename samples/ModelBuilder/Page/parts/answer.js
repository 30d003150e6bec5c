// What a model says, with how sure it is.

import { bars } from '../charts/bars.js';
import { h } from '../base/dom.js';
import { number, percent } from '../base/format.js';

export function answer(prediction) {
  const scores = (prediction.scores ?? []).map(one => ({
    name: one.class ?? one.key, value: one.probability ?? one.value,
  }));
  const said = scores.length > 0 ? prediction.said : number(Number(prediction.said));
  return [
    h('p', { class: 'answer' }, h('span', { class: 'hint' }, 'The model says'), h('strong', {}, said)),
    scores.length > 0 && bars(scores.map((one, at) => ({ ...one, text: percent(one.value), strong: at === 0 })), {
      label: 'How likely each class is', top: 1, more: 12,
    }),
  ];
}
