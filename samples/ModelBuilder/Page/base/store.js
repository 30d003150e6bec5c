// What the page knows. All of it comes from the server; who wants to follow a part of it listens.

import { get, post } from './api.js';
import { guessLabel } from './guess.js';
import { isImages, normal } from './project.js';

const listeners = new Set();
const recent = new Map();
let asked = null;
let readAs = ''; // how the data that are shown were read

export const store = {
  desk: null, // what /api/state says
  project: null, // scenario, path, reading, label, columns
  data: null, // what /api/data says of it
  fault: null, // or why it says nothing
  looking: false,
  guess: null, // the label that the page has guessed, and why
  runs: null,
};

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changed(what) {
  for (const listener of [...listeners]) listener(what);
}

// The page begins, or another tab has changed something.
export async function follow(desk) {
  const theirs = normal(desk.project);
  store.desk = desk;
  changed('desk');
  await Promise.all([loadRuns(), another(theirs) ? choose(theirs) : null]);
}

export async function begin() {
  await follow(await get('/api/state'));
}

export async function loadRuns() {
  try {
    store.runs = await get('/api/runs');
    changed('runs');
  } catch { /* the next change asks again */ }
}

// Another file, label or column: the server looks at it and remembers it. Without a path it is only the scenario.
export async function choose(project) {
  const next = normal(project);
  if (store.project?.path !== next.path || store.project?.scenario !== next.scenario) store.data = null;
  store.project = next;
  store.fault = null;
  asked?.abort();
  if (!next.path) {
    store.looking = false;
    changed('project');
    return;
  }
  const mine = asked = new AbortController();
  recent.set(JSON.stringify(next), performance.now());
  store.looking = true;
  changed('project');
  try {
    const data = await post('/api/data', next, mine.signal);
    if (asked !== mine) return;
    store.data = data;
    readAs = JSON.stringify(next.reading);
    const guess = isImages(next) || next.label ? null : guessLabel(data, next.scenario);
    if (guess) {
      store.guess = guess;
      choose({ ...next, label: guess.label });
      return;
    }
  } catch (error) {
    if (asked !== mine || error.name === 'AbortError') return;
    store.fault = error;
    if (readAs !== JSON.stringify(next.reading)) store.data = null;
  }
  recent.set(JSON.stringify(next), performance.now());
  store.looking = false;
  changed('data');
}

// Whether a project is another than ours, and not one that we have sent a moment ago.
function another(theirs) {
  if (!theirs) return false;
  const text = JSON.stringify(theirs);
  if (text === JSON.stringify(store.project)) return false;
  return !(performance.now() - (recent.get(text) ?? -Infinity) < 3000);
}
