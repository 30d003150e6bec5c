// All runs, and two of them beside each other.

import { h, put } from '../base/dom.js';
import { redraw } from '../base/redraw.js';
import { bytes, count, duration, measure, moment, title } from '../base/format.js';
import { address } from '../base/place.js';
import { store } from '../base/store.js';
import { compare } from '../parts/compare.js';
import { before, section, step } from '../parts/step.js';
import { hasModel } from '../parts/which.js';

const words = {
  running: 'running', done: 'done', failed: 'failed', usage: 'not possible', dataRefused: 'data refused',
  belowMinimum: 'below the minimum', stopped: 'stopped, kept',
};

export function show(root) {
  const list = h('div');
  const beside = h('div', { class: 'stack', 'aria-live': 'polite' });
  let chosen = [];
  let shown = '';

  function draw() {
    const runs = [...(store.runs ?? [])].reverse();
    if (runs.length === 0) {
      redraw(list, before('There is no run yet.', 'train', 'Train'));
      return;
    }
    redraw(list, section('Runs', h('p', { class: 'quiet' }, 'Choose two to compare them.'),
      h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Runs' }, h('table', {},
        h('thead', {}, h('tr', {}, ['Compare', 'Run', 'Model', 'Data', 'Status', 'Preset'].map(name =>
          h('th', { scope: 'col' }, name)), ['Score', 'Epochs', 'Size', 'Time'].map(name =>
          h('th', { scope: 'col', class: 'figure' }, name)))),
        h('tbody', {}, runs.slice(0, 200).map(line))))));
    pair();
  }

  function line(run) {
    const box = h('input', {
      type: 'checkbox', checked: chosen.includes(run.run), 'data-key': `pick-${run.run}`,
      'aria-label': `Compare run ${run.run}, ${run.name}`,
    });
    box.addEventListener('change', () => {
      chosen = chosen.filter(one => one !== run.run);
      if (box.checked) chosen = [...chosen, run.run].slice(-2);
      draw();
    });
    return h('tr', {}, h('td', {}, box),
      h('th', { scope: 'row' }, `${run.run} `, h('span', { class: 'hint' }, moment(run.started))),
      h('td', {}, hasModel(run) ? h('a', { href: address('evaluate', run.run) }, run.name) : run.name),
      h('td', {}, run.data ?? ''),
      h('td', { title: run.message }, run.replaced ? 'replaced' : words[run.status] ?? run.status),
      h('td', {}, run.preset ?? ''),
      h('td', { class: 'figure' }, run.main ? `${title(run.main)} ${measure(run.main, run.score)}` : '–'),
      h('td', { class: 'figure' }, count(run.epochs)), h('td', { class: 'figure' }, bytes(run.bytes)),
      h('td', { class: 'figure' }, duration(run.seconds)));
  }

  async function pair() {
    const key = chosen.join(' ');
    if (key === shown) return;
    shown = key;
    if (chosen.length < 2) {
      put(beside, chosen.length === 1 && h('p', { class: 'quiet' }, 'Choose one more to compare.'));
      return;
    }
    const content = await compare(...[...chosen].sort((a, b) => a - b));
    if (key === shown) put(beside, content);
  }

  draw();
  root.replaceChildren(...step({
    title: 'Runs', does: 'All that was trained here; choose two to see what made the difference.', back: 'code',
  }, h('div', { class: 'stack' }, list, beside)).flat());
  return {
    update(what) {
      if (what === 'runs') draw();
    },
  };
}
