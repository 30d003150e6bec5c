// Which run a step is about: the one in the address, or the latest that has a model.

import { get } from '../base/api.js';
import { h } from '../base/dom.js';
import { measure, title } from '../base/format.js';
import { go, place } from '../base/place.js';
import { store } from '../base/store.js';
import { select } from './fields.js';

const kept = new Set(['done', 'stopped', 'belowMinimum']);

export const hasModel = run => kept.has(run.status) && !run.replaced;

export function which() {
  const runs = store.runs ?? [];
  const wanted = place().run;
  if (wanted) return runs.find(run => run.run === wanted) ?? null;
  return runs.filter(hasModel).pop() ?? null;
}

// A choice among the runs, where there is more than one.
export function runChoice(step, current) {
  const runs = (store.runs ?? []).filter(hasModel);
  if (runs.length < 2) return null;
  const list = [...runs].reverse().slice(0, 200).map(run => [String(run.run),
    `${run.run} · ${run.name}${run.main ? ` · ${title(run.main)} ${measure(run.main, run.score)}` : ''}`]);
  return h('label', { class: 'which' }, h('span', {}, 'Run '),
    select(list, String(current.run), value => go(step, Number(value)), { 'data-key': 'which' }));
}

const details = new Map();

// All of a run that is over does not change; it is asked for once.
export async function detail(run, signal) {
  const key = `${run.run} ${run.status}`;
  if (!details.has(key)) details.set(key, await get(`/api/runs/${run.run}`, signal));
  return details.get(key);
}
