// The one stream of events. Whoever opens the page later is told the run from its beginning.

import { add, newRun } from './run.js';
import { changed, follow, loadRuns } from './store.js';
import { atMost } from './later.js';

export const live = { run: null, connected: true };

const tell = atMost(300, () => changed('run'));

export function connect() {
  const stream = new EventSource('/api/events');
  stream.onopen = () => connection(true);
  stream.onerror = () => {
    connection(false);
    // A browser that was refused does not ask again by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  };
  stream.onmessage = message => {
    const happened = JSON.parse(message.data);
    if (happened.event === 'state') {
      follow(happened);
      return;
    }
    const number = Number(message.lastEventId.split('.')[0]);
    if (live.run?.number !== number || happened.id === 1) live.run = newRun(number);
    add(live.run, happened);
    if (happened.event === 'end') loadRuns();
    tell();
  };
}

function connection(is) {
  if (live.connected === is) return;
  live.connected = is;
  changed('connection');
}
