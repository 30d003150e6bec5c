// One row or one picture, and what the model says of it.

import { get } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { rowForm } from '../parts/form.js';
import { ofRun } from '../parts/ofRun.js';
import { pictureForm } from '../parts/picture.js';

export const show = root => ofRun(root, {
  id: 'try', title: 'Try',
  does: 'Change a value and see what the model says; next you take the code with you.',
  back: 'evaluate', next: 'code', nextText: 'Next: Code', draw,
});

async function draw(run, signal) {
  if (run.scenario === 'image-classification') return pictureForm(run);
  const box = h('div');
  const take = async row => {
    const example = await get(`/api/runs/${run.run}/example${row ? `?row=${row}` : ''}`, signal);
    put(box, rowForm(run, example, take));
  };
  await take();
  return box;
}
