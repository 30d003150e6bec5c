// What will be trained, before it is.

import { post } from '../base/api.js';
import { h } from '../base/dom.js';
import { bytes, count } from '../base/format.js';
import { lacks } from '../base/lacks.js';
import { redraw } from '../base/redraw.js';
import { set, settings } from '../base/settings.js';
import { store } from '../base/store.js';
import { faultNotice, notice } from '../parts/notice.js';
import { before, section, step } from '../parts/step.js';

const titles = { quick: 'Quick', good: 'Good', best: 'Best' };

export function show(root) {
  const body = h('div', { class: 'stack' });
  const about = h('div', { 'aria-live': 'polite' });
  let asked = null;
  let shownFor = '';

  function draw() {
    if (!store.project?.path) {
      redraw(body, before('First choose what to learn from.', 'data', 'Data'));
      return;
    }
    redraw(body, section('How much to spend', presets()), about);
    look();
  }

  function presets() {
    return h('fieldset', { class: 'picks across' }, h('legend', { class: 'unseen' }, 'Preset'),
      (store.desk?.presets ?? []).map(({ name, says }) => {
        const radio = h('input', {
          type: 'radio', name: 'preset', value: name, checked: settings.preset === name, 'data-key': `preset-${name}`,
        });
        radio.addEventListener('change', () => {
          set({ preset: name });
          look();
        });
        return h('label', { class: 'pick' }, radio, h('span', { class: 'pick-text' },
          h('strong', {}, titles[name] ?? name), h('span', {}, says)));
      }));
  }

  async function look() {
    if (lacks()) {
      redraw(about, store.looking ? h('p', { class: 'quiet busy' }, 'Looking at the data …') : faultOfData());
      return;
    }
    const ask = { ...store.project, preset: settings.preset };
    const key = JSON.stringify(ask);
    if (key === shownFor) return;
    shownFor = key;
    asked?.abort();
    asked = new AbortController();
    about.setAttribute('aria-busy', 'true');
    try {
      redraw(about, network(await post('/api/network', ask, asked.signal)));
    } catch (error) {
      if (error.name === 'AbortError') return;
      shownFor = '';
      redraw(about, faultNotice(error));
    }
    about.removeAttribute('aria-busy');
  }

  draw();
  root.replaceChildren(...step({
    title: 'Network',
    does: 'Choose how much time and size to spend; next you train. The first choice is fine to begin with.',
    back: 'data', next: 'train', nextText: 'Next: Train', missing: lacks,
  }, body).flat());
  return {
    update(what) {
      if (what === 'project' || what === 'data' || what === 'desk') draw();
    },
    close: () => asked?.abort(),
  };
}

const faultOfData = () => notice('warning', lacks(), h('p', {}, h('a', { href: '#data' }, 'Go to Data')));

function network(found) {
  return section('What will be trained',
    h('p', {}, found.says),
    h('dl', { class: 'figures' },
      figure('Size of the weights', bytes(found.bytes),
        found.floatBytes && `${bytes(found.floatBytes)} as 32-bit numbers`),
      figure('In weights of one bit', bytes(onBits(found.layers)), 'of that size'),
      figure('Layers', count(found.layers?.length))),
    found.layers?.length > 0 && h('details', { 'data-keep': 'layers', open: found.layers.length < 12 },
      h('summary', {}, 'Layers'), h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Layers' },
        h('table', {}, h('thead', {}, h('tr', {},
          ['Layer', 'Kind', 'Shape'].map(name => h('th', { scope: 'col' }, name)),
          ['Bits a weight', 'Size'].map(name => h('th', { scope: 'col', class: 'figure' }, name)))),
        h('tbody', {}, found.layers.map(layer => h('tr', {}, h('th', { scope: 'row' }, layer.name),
          h('td', {}, layer.kind), h('td', {}, layer.shape), h('td', { class: 'figure' }, String(layer.bits ?? '')),
          h('td', { class: 'figure' }, bytes(layer.bytes)))))))),
    found.summary && h('details', { 'data-keep': 'summary' }, h('summary', {}, 'Summary as text'),
      h('pre', { class: 'scroll', tabindex: '0' }, found.summary)));
}

const onBits = layers => layers.filter(layer => layer.bits === 1).reduce((sum, layer) => sum + layer.bytes, 0);

export const figure = (name, value, hint) => h('div', {}, h('dt', {}, name), h('dd', {}, value,
  hint && h('span', { class: 'hint' }, hint)));
