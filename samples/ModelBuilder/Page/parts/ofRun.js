// A step that is about a run: waits for the runs, loads what it shows, and says so where there is none.

import { h, put } from '../base/dom.js';
import { listenPlace } from '../base/place.js';
import { store } from '../base/store.js';
import { faultNotice } from './notice.js';
import { before, step } from './step.js';
import { hasModel, runChoice, which } from './which.js';

// draw(run, signal): the content, or a promise of it.
export function ofRun(root, { id, title, does, back, next, nextText, draw }) {
  const choice = h('div', { class: 'choice' });
  const body = h('div', { class: 'stack' });
  let shown = null;
  let asked = null;

  async function update() {
    if (!store.runs) {
      put(body, h('p', { class: 'quiet busy' }, 'Loading …'));
      return;
    }
    const run = which();
    put(choice, run && runChoice(id, run));
    const key = run ? `${run.run} ${run.status} ${run.replaced}` : 'none';
    if (key === shown) return;
    shown = key;
    asked?.abort();
    if (!run) {
      put(body, before('There is no model yet: train one first.', 'train', 'Train'));
      return;
    }
    if (!hasModel(run)) {
      put(body, before(run.status === 'running' ? 'This run is not over yet.'
        : run.replaced ? `The model of run ${run.run} was replaced by a later run of the same name.`
          : `Run ${run.run} has no model: ${run.message ?? run.status}`, 'train', 'Train'));
      return;
    }
    asked = new AbortController();
    const { signal } = asked;
    put(body, h('p', { class: 'quiet busy' }, 'Loading …'));
    try {
      const content = await draw(run, signal);
      if (!signal.aborted) put(body, content);
    } catch (error) {
      if (!signal.aborted) put(body, faultNotice(error));
    }
  }

  root.replaceChildren(...step({ title, does, back, next, nextText }, choice, body).flat());
  update();
  const deaf = listenPlace(update);
  return {
    update(what) {
      if (what === 'runs') update();
    },
    close() {
      deaf();
      asked?.abort();
    },
  };
}
