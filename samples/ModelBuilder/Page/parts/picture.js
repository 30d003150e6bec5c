// A picture to recognize: dropped, chosen, or pasted.

import { send } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { answer } from './answer.js';
import { faultNotice } from './notice.js';
import { section } from './step.js';

export function pictureForm(run) {
  const result = h('div', { 'aria-live': 'polite' },
    h('p', { class: 'quiet' }, 'Drop a picture to see what the model says.'));
  const shown = h('div', { class: 'shown' });
  const choose = h('input', { type: 'file', accept: 'image/*', class: 'unseen' });
  const zone = h('label', { class: 'drop' }, choose,
    h('span', {}, 'Drop a picture here, paste it, or ', h('span', { class: 'like-link' }, 'choose a file'), '.'));
  choose.addEventListener('change', () => predict(choose.files[0]));
  zone.addEventListener('dragover', event => event.preventDefault());
  zone.addEventListener('drop', event => {
    event.preventDefault();
    predict(event.dataTransfer.files[0]);
  });
  const box = h('div', { class: 'two', onpaste: event => predict(event.clipboardData.files[0]) },
    section('A picture', zone, shown), section('Prediction', result));

  async function predict(file) {
    if (!file) return;
    const address = URL.createObjectURL(file);
    const image = h('img', { src: address, alt: file.name, onload: () => URL.revokeObjectURL(address) });
    put(shown, image);
    try {
      put(result, answer(await send(`/api/runs/${run.run}/predict`, [{ file, name: file.name }])));
    } catch (error) {
      put(result, faultNotice(error));
    }
  }

  return box;
}
