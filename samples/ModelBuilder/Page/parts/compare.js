// Two runs: the settings that differ, the scores, the curves laid over each other.

import { lines } from '../charts/lines.js';
import { get } from '../base/api.js';
import { h } from '../base/dom.js';
import { bytes, isNumber, measure, milliseconds, title } from '../base/format.js';
import { faultNotice } from './notice.js';
import { section } from './step.js';

export async function compare(first, second) {
  try {
    const both = await Promise.all([first, second].map(run => get(`/api/runs/${run}`)));
    const names = both.map(one => `run ${one.summary.run}`);
    return [
      section(`Settings that differ: run ${first} and run ${second}`, settings(both, names)),
      section('Scores', scores(both, names)),
      section('Curves', curves(both, names)),
    ];
  } catch (error) {
    return faultNotice(error);
  }
}

function settings(both, names) {
  const same = both[0].settings?.dataSet === both[1].settings?.dataSet;
  const [a, b] = both.map(one => flat(one.settings, same));
  const keys = [...new Set([...a.keys(), ...b.keys()])].filter(key => a.get(key) !== b.get(key));
  if (keys.length === 0) return h('p', {}, 'All settings are the same.');
  return table('Settings that differ', ['Setting', ...names], keys.slice(0, 100).map(key =>
    [key, a.get(key) ?? 'not set', b.get(key) ?? 'not set']));
}

const settingNames = {
  name: 'Name', scenario: 'Scenario', dataSet: 'Data', network: 'Preset', seed: 'Seed', epochs: 'Epochs',
  trainSeconds: 'Time limit (s)', splitRatio: 'Part to test on', validationFraction: 'Part to validate on',
  image: 'Pixels',
};

// Columns are told apart where both runs have the same data.
function flat(settings, withColumns) {
  const found = new Map();
  for (const [key, name] of Object.entries(settingNames)) {
    const value = settings?.[key];
    if (value === undefined || value === null) continue;
    found.set(name, key === 'image' ? `${value.width} × ${value.height}` : String(value));
  }
  for (const column of withColumns ? settings?.columns ?? [] : []) {
    found.set(`Column ${column.name}`, `${column.kind}, ${column.purpose}`);
  }
  return found;
}

function scores(both, names) {
  const values = both.map(one => one.judgement?.values ?? {});
  const rows = [...new Set(values.flatMap(Object.keys))].map(name => [title(name),
    ...values.map(one => measure(name, one[name])), difference(name, values[0][name], values[1][name])]);
  const ours = both.map(one => one.trainers.find(trainer => trainer.trainer === 'BinaryNet'));
  rows.push(['Size', ...ours.map(one => bytes(one?.bytes)), '']);
  rows.push(['Time a row', ...ours.map(one => milliseconds(one?.millisecondsPerRow)), '']);
  return table('Scores', ['Measure', ...names, 'Difference'], rows);
}

function difference(name, a, b) {
  if (!isNumber(a) || !isNumber(b)) return '';
  return `${b >= a ? '+' : '−'}${measure(name, Math.abs(b - a)).replace('%', ' points')}`;
}

function curves(both, names) {
  const metric = both.map(one => one.judgement?.main).find(Boolean);
  return h('div', { class: 'charts' }, ['Loss', metric].filter(Boolean).map(name => {
    const series = both.flatMap((one, at) => [
      { name: `${names[at]}, training`, values: one.curves[name] ?? [] },
      { name: `${names[at]}, validation`, values: one.curves[`Validation ${name}`] ?? [] },
    ]);
    const length = Math.max(...series.map(one => one.values.length));
    return lines({ title: title(name), value: name, series, epochs: Array.from({ length }, (_, i) => i + 1) });
  }));
}

const table = (name, heads, rows) => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name },
  h('table', {}, h('thead', {}, h('tr', {}, heads.map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, rows.map(([first, ...others]) => h('tr', {}, h('th', { scope: 'row' }, first),
      others.map(text => h('td', {}, text)))))));
