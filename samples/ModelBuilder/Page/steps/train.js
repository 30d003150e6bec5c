// Training as it happens. The run belongs to the server: a reload or another tab shows the same.

import { post } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { live } from '../base/events.js';
import { lacks } from '../base/lacks.js';
import { redraw } from '../base/redraw.js';
import { isOver } from '../base/run.js';
import { say } from '../base/say.js';
import { store } from '../base/store.js';
import { curves } from '../parts/curves.js';
import { ending } from '../parts/ending.js';
import { faultNotice, findings, notice } from '../parts/notice.js';
import { progress } from '../parts/progress.js';
import { startForm } from '../parts/start.js';
import { before, section, step } from '../parts/step.js';
import { teller } from '../parts/teller.js';

export function show(root) {
  const start = h('div');
  const now = h('div', { class: 'stack' });
  const problem = h('div');
  const body = h('div', { class: 'stack' }, start, problem, now);
  let formFor = null;
  let drawnEpochs = -1;
  let drawnEnd = false;
  let charts = null;
  let wantsFocus = false;

  const tell = teller();
  const isGoing = () => Boolean(live.run) && !isOver(live.run);

  function drawStart() {
    const key = isGoing() ? 'going' : lacks() ?? `${store.project.path} ${store.data?.name} ${Boolean(live.run)}`;
    if (key === formFor) return;
    formFor = key;
    if (isGoing()) put(start);
    else if (lacks()) put(start, before(lacks(), 'data', 'Data'));
    else {
      put(start, section(live.run ? 'Train again' : 'Begin', startForm(() => {
        wantsFocus = true;
      })));
    }
  }

  function drawRun() {
    const run = live.run;
    if (!run) {
      put(now);
      return;
    }
    // The curves change once an epoch, the figures several times a second.
    if (!charts || run.epochs.length !== drawnEpochs || charts.dataset.run !== String(run.number)) {
      drawnEpochs = run.epochs.length;
      const fresh = h('div', { 'data-run': run.number });
      if (charts) {
        redraw(charts, curves(run));
        charts.dataset.run = run.number;
      } else {
        charts = fresh;
        charts.append(curves(run));
      }
    }
    if (!now.contains(charts) || drawnEnd !== isOver(run)) {
      drawnEnd = isOver(run);
      put(now, head, warnings, h('section', { class: 'card' }, h('h2', {}, 'Curves and layers'), charts));
    }
    running(run);
    if (warnings.childElementCount !== run.warnings.length + (run.findings.length ? 1 : 0)) {
      put(warnings, run.warnings.map(text => notice('warning', text)),
        run.findings.length > 0 && h('details', {}, h('summary', {}, 'Found in the data'), findings(run.findings)));
    }
    tell(run);
  }

  const warnings = h('div', { class: 'stack', 'aria-label': 'Warnings', role: 'group' });
  const name = h('h2', { tabindex: '-1' });
  const outcome = h('div');
  const figures = h('div', { class: 'stack' });
  const stopping = h('p', {}, h('button', {
    type: 'button', class: 'button stop', onclick: stop,
  }, 'Stop and keep the best'));
  const head = h('section', { class: 'card' }, name, outcome, figures, stopping);

  // What has the focus stays as it is: only the figures are drawn anew.
  function running(run) {
    const text = isOver(run) ? `Run ${run.number} is over` : `Run ${run.number}`;
    if (name.textContent !== text) {
      name.textContent = text;
      put(outcome, isOver(run) && ending(run));
      stopping.hidden = isOver(run);
    }
    put(figures, progress(run));
    if (wantsFocus && isGoing()) {
      wantsFocus = false;
      name.focus();
    }
  }

  async function stop() {
    put(problem);
    try {
      await post('/api/stop');
      say('Stopping; the best so far is kept.');
    } catch (error) {
      if (error.status !== 409) put(problem, faultNotice(error));
    }
  }

  // A run is shown first, and below it how to begin another.
  function order() {
    const wanted = live.run ? [problem, now, start] : [start, problem, now];
    if (body.firstChild !== wanted[0]) put(body, ...wanted);
  }

  function draw() {
    order();
    drawStart();
    drawRun();
  }

  draw();
  root.replaceChildren(...step({
    title: 'Train',
    does: 'The network learns from a part of the data and is tested on the rest; next you see how well it does.',
    back: 'network', next: 'evaluate', nextText: 'Next: Evaluate',
    missing: () => (isGoing() ? 'It is training still: wait for its end, or stop it.'
      : store.runs?.length ? null : 'Train first: press “Train” above.'),
  }, body).flat());
  return {
    update(what) {
      if (what === 'run') draw();
      else drawStart();
    },
  };
}
