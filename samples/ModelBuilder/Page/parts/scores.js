// The model beside what stands next to it: what guesses, and a usual larger one.

import { h } from '../base/dom.js';
import { bytes, duration, isNumber, many, measure, milliseconds, title } from '../base/format.js';

const ours = 'BinaryNet';

export function scores(trainers) {
  const measures = [...new Set(trainers.flatMap(one => Object.keys(one.judgement.values)))];
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Trainers' },
    h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Model'),
        [...measures.map(title), 'Size', 'Time a row', 'Training'].map(name =>
          h('th', { scope: 'col', class: 'figure' }, name)))),
      h('tbody', {}, trainers.map(one => h('tr', { class: one.trainer === ours ? 'ours' : null },
        h('th', { scope: 'row' }, one.trainer),
        measures.map(name => h('td', { class: 'figure' }, measure(name, one.judgement.values[name]))),
        h('td', { class: 'figure' }, bytes(one.bytes)),
        h('td', { class: 'figure' }, milliseconds(one.millisecondsPerRow)),
        h('td', { class: 'figure' }, duration(one.fitSeconds)))))));
}

// In one sentence: whether it is better than a guess, and how it stands to the other.
export function verdict(judgement, trainers, thing = 'row') {
  const score = judgement.values[judgement.main];
  const guess = trainers.find(one => one.trainer.startsWith('always') || one.bytes === null);
  const rival = trainers.find(one => one.trainer !== ours && one !== guess);
  const unseen = `${many(judgement.rows, thing)} that it has not learned from`;
  const lines = [];
  if (judgement.main === 'Accuracy') {
    lines.push(`It is right for ${measure('Accuracy', score)} of ${unseen}.`);
  } else {
    lines.push(`${title(judgement.main)} is ${measure(judgement.main, score)} on ${unseen}:`
      + ' 1 is perfect, 0 no better than always saying the mean.');
  }
  const other = one => one.judgement.values[judgement.main];
  if (guess && isNumber(other(guess)) && judgement.main === 'Accuracy') {
    const low = worth(judgement) <= worth(guess.judgement) + 0.01;
    const saying = guess.trainer.replace(/^always /, 'Always saying ');
    lines.push(`${saying} is right for ${measure('Accuracy', other(guess))}${low
      ? ': the model has learned little that helps. Are there better columns, or more rows?' : '.'}`);
  }
  if (rival && isNumber(other(rival))) {
    const size = trainers.find(one => one.trainer === ours)?.bytes;
    lines.push(`${rival.trainer} reaches ${measure(judgement.main, other(rival))}${rival.bytes && size
      ? ` with a file ${ratio(rival.bytes, size)}.` : '.'}`);
  }
  return lines.join(' ');
}

const worth = judgement => judgement.values.BalancedAccuracy ?? judgement.values[judgement.main];

function ratio(theirs, mine) {
  const times = theirs / mine;
  return times >= 1.15 ? `${times.toFixed(1)} times as large`
    : times <= 0.87 ? `${(1 / times).toFixed(1)} times smaller` : 'about as large';
}
