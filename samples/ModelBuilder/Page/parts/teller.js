// Tells those who hear the page of a training: each stage, each quarter and the end, no more.

import { isOver } from '../base/run.js';
import { say } from '../base/say.js';

export function teller() {
  let stage = null; // nothing is said of a run that was over before
  let quarter = 0;
  return run => {
    if (isOver(run)) {
      if (stage !== null && stage !== 'end') say(run.end.message.split('. Next:')[0]);
      stage = 'end';
      return;
    }
    if (run.stage !== stage) {
      [stage, quarter] = [run.stage, 0];
      if (stage) say(stage);
    }
    const reached = Math.floor((run.now?.fraction ?? 0) * 4);
    if (reached > quarter && reached < 4) {
      quarter = reached;
      say(`${reached * 25}% trained.`);
    }
  };
}
