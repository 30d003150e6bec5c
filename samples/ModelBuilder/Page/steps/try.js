// One row or one picture, and what the model says of it.

import { get } from '../base/api.js';
import { rowForm } from '../parts/form.js';
import { ofRun } from '../parts/ofRun.js';
import { pictureForm } from '../parts/picture.js';

export const show = root => ofRun(root, {
  id: 'try', title: 'Try',
  does: 'Change a value and see what the model says; next you take the code with you.',
  back: 'evaluate', next: 'code', nextText: 'Next: Code', draw,
});

const draw = async (run, signal) => (run.scenario === 'image-classification'
  ? pictureForm(run) : rowForm(run, await get(`/api/runs/${run.run}/example`, signal)));
