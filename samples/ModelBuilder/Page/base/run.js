// A run, as its events tell it: the same whether they come one by one or all at once.

export function newRun(number) {
  return {
    number, stage: '', training: null, now: null, epochs: [], curves: new Map(),
    warnings: [], findings: [], trainers: [], files: [], judgement: null, importance: null, end: null, count: 0,
  };
}

export function add(run, happened) {
  run.count++;
  switch (happened.event) {
    case 'stage': run.stage = happened.name; break;
    case 'training': run.training = happened; run.stage = `Training ${happened.trainer}`; break;
    case 'progress': advance(run, happened); break;
    case 'warning': if (!run.warnings.includes(happened.message)) run.warnings.push(happened.message); break;
    case 'finding': run.findings.push(happened.finding); break;
    case 'trainer': run.trainers.push(happened.score); break;
    case 'evaluation': run.judgement = happened.judgement; break;
    case 'importance': run.importance = happened; break;
    case 'file': run.files.push(happened); break;
    case 'end': run.end = happened; break;
  }
}

function advance(run, happened) {
  run.now = { ...happened, values: null };
  if (!happened.epochCompleted) return;
  run.epochs.push(happened.epoch);
  for (const [name, value] of Object.entries(happened.values)) {
    let curve = run.curves.get(name);
    if (!curve) run.curves.set(name, curve = []);
    curve.length = run.epochs.length - 1;
    curve.push(value);
  }
}

export const isOver = run => run?.end !== null && run?.end !== undefined;

// The measure beside the loss, as "Accuracy" or "RSquared": the one that validation has too, or the first.
export function metricOf(run) {
  const names = [...run.curves.keys()].filter(name => !name.includes('/') && !name.startsWith('Validation ')
    && name !== 'Loss' && name !== 'Learning Rate');
  return names.find(name => run.curves.has(`Validation ${name}`)) ?? names[0] ?? null;
}

// Layers that tell of themselves, in their order.
export function layersOf(run, measure) {
  const found = [];
  for (const [name, values] of run.curves) {
    if (name.startsWith(`${measure}/`)) found.push({ name: name.slice(measure.length + 1), values });
  }
  return found;
}
