// How a run ended, in a sentence.

import { duration, measure, title } from '../base/format.js';
import { notice } from './notice.js';

export function ending(run) {
  const { end, judgement } = run;
  if (end.status === 'done' || end.status === 'stopped' || end.status === 'belowMinimum') {
    const score = judgement && judgement.values[judgement.main];
    return notice(end.status === 'belowMinimum' ? 'warning' : 'note', [
      end.status === 'stopped' ? 'Stopped; the best epoch is kept. ' : '',
      judgement ? `${title(judgement.main)} ${measure(judgement.main, score)} on data it has not learned from. ` : '',
      `It took ${duration(end.seconds)}.`,
    ].join(''));
  }
  return notice('error', end.message);
}
