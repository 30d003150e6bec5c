// Begins: asks for all that is known, follows what happens, and shows the step that the address names.

import { h, put } from './base/dom.js';
import { connect, live } from './base/events.js';
import { address, go, place, steps } from './base/place.js';
import { shortName } from './base/project.js';
import { isOver } from './base/run.js';
import { begin, listen, store } from './base/store.js';
import { faultNotice, notice } from './parts/notice.js';
import * as code from './steps/code.js';
import * as data from './steps/data.js';
import * as evaluate from './steps/evaluate.js';
import * as network from './steps/network.js';
import * as runs from './steps/runs.js';
import * as scenario from './steps/scenario.js';
import * as train from './steps/train.js';
import * as attempt from './steps/try.js';

const shows = { scenario, data, network, train, evaluate, try: attempt, code, runs };
const main = document.getElementById('main');
let current = null;
let shown = null;

function open(focus) {
  const { id } = place();
  if (!id) {
    go(store.desk?.running ? 'train' : 'scenario');
    return;
  }
  if (id !== current) {
    shown?.close?.();
    current = id;
    shown = shows[id].show(main) ?? null;
    scrollTo(0, 0);
    if (focus) main.querySelector('h1')?.focus({ preventScroll: true });
  }
  drawSteps();
}

const isDone = {
  scenario: () => Boolean(store.project),
  data: () => Boolean(store.project?.path && store.data && !store.fault),
  network: () => Boolean(live.run),
  train: () => isOver(live.run) || Boolean(store.runs?.length && !store.desk?.running),
};

function drawSteps() {
  const going = store.desk?.running || (live.run && !isOver(live.run));
  put(document.getElementById('steps'), steps.map((step, at) => {
    const done = isDone[step.id]?.() && step.id !== current;
    return h('li', {}, h('a', {
      href: address(step.id), class: done ? 'done' : null, 'aria-current': step.id === current ? 'step' : null,
    }, h('span', { class: 'number', 'aria-hidden': 'true' }, done ? '✓' : String(at + 1)),
    h('span', {}, step.name, done && h('span', { class: 'unseen' }, ', done'),
      step.id === 'train' && going && h('span', { class: 'going' }, ' running'))));
  }));
  const name = steps.find(step => step.id === current)?.name;
  document.title = [name, shortName(store.project?.path), 'Larq Model Builder'].filter(Boolean).join(' · ');
}

function drawPlace() {
  put(document.getElementById('place'), h('span', { class: 'unseen' }, 'Opened folder: '), store.desk?.root ?? '');
}

function drawLost() {
  put(document.getElementById('lost'), !live.connected && notice('warning', 'The command larq does not answer. '
    + 'If you ended it, start it again and open the address that it prints; else this page comes back by itself.'));
}

listen(what => {
  shown?.update?.(what);
  if (what === 'desk') drawPlace();
  if (what === 'connection') drawLost();
  else steadySteps();
});

// Drawn only where something in them changes: focus in them stays.
let before = '';
function steadySteps() {
  const now = JSON.stringify([current, place(), store.project, Boolean(store.data), Boolean(store.fault),
    store.runs?.length, store.desk?.running, live.run?.number, isOver(live.run)]);
  if (now === before) return;
  before = now;
  const focus = document.activeElement?.closest?.('#steps a')?.getAttribute('href');
  drawSteps();
  if (focus) document.querySelector(`#steps a[href="${focus}"]`)?.focus();
}

addEventListener('hashchange', () => open(true));
addEventListener('dragover', event => event.preventDefault());
addEventListener('drop', event => event.preventDefault());

try {
  await begin();
  open(false);
  connect();
} catch (error) {
  put(main, faultNotice(error));
}
