// How well the model does on what it has not learned from.

import { bars } from '../charts/bars.js';
import { confusion } from '../charts/confusion.js';
import { h } from '../base/dom.js';
import { measure, number, title } from '../base/format.js';
import { findings, notice } from '../parts/notice.js';
import { ofRun } from '../parts/ofRun.js';
import { rowsOf } from '../parts/rows.js';
import { scores, verdict } from '../parts/scores.js';
import { section } from '../parts/step.js';
import { detail } from '../parts/which.js';
import { figure } from './network.js';

export const show = root => ofRun(root, {
  id: 'evaluate', title: 'Evaluate',
  does: 'How well the model does on data that it has not learned from; next you try it yourself.',
  back: 'train', next: 'try', nextText: 'Next: Try', draw,
});

async function draw(run, signal) {
  const all = await detail(run, signal);
  const { judgement, trainers, importance, warnings } = all;
  if (!judgement) return unknown(run);
  const thing = run.scenario === 'image-classification' ? 'picture' : 'row';
  const { box, open } = rowsOf(run, thing);
  return [
    section('Is it any good?', h('p', { class: 'verdict' }, verdict(judgement, trainers, thing)),
      h('dl', { class: 'figures' }, Object.entries(judgement.values).map(([name, value]) =>
        figure(title(name), measure(name, value), meanings[name])))),
    trainers.length > 0 && section('Beside others', h('p', { class: 'quiet' },
      `The same ${thing}s, put aside before training, for each.`), scores(trainers)),
    judgement.confusion && section('What it mixes up', h('p', { class: 'quiet' },
      `Choose a number to see its ${thing}s.`), confusion(judgement.confusion, open)),
    box,
    importance?.columns?.length > 0 && section('What it goes by', h('p', { class: 'quiet' },
      `What ${title(importance.measure)} loses when a column’s values change places among the rows.`),
    weighed(importance)),
    warnings?.length > 0 && section('Warnings of the training', warnings.map(text => notice('warning', text))),
    all.findings?.length > 0 && section('Found in the data', findings(all.findings)),
    report(run, 'The whole report of the training'),
  ];
}

const weighed = ({ measure: name, columns }) => bars(columns.map(one => ({
  name: one.column, value: one.loss,
  text: name === 'Accuracy' ? `${(one.loss * 100).toFixed(1)} points` : number(one.loss),
})), { label: 'Importance of columns', more: 15 });

const unknown = run => section('Known of this model', h('p', {},
  'It was there before this page was started; its test is in its report and its recipe.'),
h('dl', { class: 'figures' }, run.main && figure(title(run.main), measure(run.main, run.score))),
report(run, 'Its report'));

const report = (run, text) => h('p', {}, h('a', {
  href: `/api/runs/${run.run}/report`, target: '_blank', rel: 'noopener',
}, `${text} (opens a tab)`));

const meanings = {
  Accuracy: 'answers that are right',
  BalancedAccuracy: 'mean over the classes: small ones count as much as large ones',
  LogLoss: 'how sure it is of what is so; lower is better',
  AreaUnderRocCurve: 'how well it ranks; 1 is perfect, 0.5 a guess',
  RSquared: '1 is perfect, 0 no better than the mean',
  RootMeanSquaredError: 'typical error, large ones weigh more; in the units of what is predicted',
  MeanAbsoluteError: 'mean error, in the units of what is predicted',
};
