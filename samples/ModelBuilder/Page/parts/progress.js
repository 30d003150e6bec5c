// How far a run is: what it does, how fast, how long yet.

import { h } from '../base/dom.js';
import { count, duration, percent } from '../base/format.js';
import { isOver } from '../base/run.js';

export function progress(run) {
  const { now, training } = run;
  const done = isOver(run) ? 1 : now?.fraction ?? 0;
  return [
    h('div', { class: 'meter' },
      h('progress', { value: done, max: 1, 'aria-label': 'Training' }),
      h('span', { class: 'amount' }, percent(done))),
    h('dl', { class: 'figures' },
      item('Now', isOver(run) ? 'over' : run.stage || 'beginning'),
      item('Epoch', now ? `${now.epoch} of ${now.epochs}` : '–'),
      item('Speed', now?.rowsPerSecond ? `${count(now.rowsPerSecond)} rows/s` : '–'),
      !isOver(run) && item('Time left', now && run.stage.startsWith('Training Binary') ? left(now, training) : '–'),
      item('Rows', training ? `${count(training.rows)} to learn, ${count(training.testRows)} to test` : '–'),
      item('On', training?.device ?? '–')),
  ];
}

function left(now, training) {
  const until = training?.deadline ? Math.max(0, training.deadline - now.seconds) : Infinity;
  return duration(Math.min(now.secondsLeft ?? Infinity, until));
}

const item = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
