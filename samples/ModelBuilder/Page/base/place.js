// Where the person is, as the address says: #train, or #evaluate/3 for run 3.

export const steps = [
  { id: 'scenario', name: 'Scenario', next: 'data' },
  { id: 'data', name: 'Data', next: 'network' },
  { id: 'network', name: 'Network', next: 'train' },
  { id: 'train', name: 'Train', next: 'evaluate' },
  { id: 'evaluate', name: 'Evaluate', next: 'try' },
  { id: 'try', name: 'Try', next: 'code' },
  { id: 'code', name: 'Code', next: 'runs' },
  { id: 'runs', name: 'Runs', next: null },
];

export function place() {
  const [id, run] = location.hash.slice(1).split('/');
  return { id: steps.some(step => step.id === id) ? id : null, run: /^\d+$/.test(run ?? '') ? Number(run) : null };
}

export const address = (id, run) => `#${id}${run ? `/${run}` : ''}`;

export function go(id, run) {
  location.hash = address(id, run);
}

// Told when another run of the same step is wanted.
export function listenPlace(listener) {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
