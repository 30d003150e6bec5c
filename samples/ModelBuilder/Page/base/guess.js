// Which column a person most likely wants to predict, and why; they say otherwise with one select.

const usual = /^(label|target|class|y|outcome|result|category|species|response|price|score|quality|churn(ed)?)$/i;

export function guessLabel(data, scenario) {
  const columns = data.columns ?? [];
  const facts = data.facts?.columns ?? [];
  if (columns.length === 0 || columns.some(column => column.purpose === 'label')) return null;
  const fits = columns.filter((column, at) => suits(column, facts[at], scenario));
  const named = fits.find(column => usual.test(column.name));
  if (named) return { label: nameOf(named, columns), why: `Guessed by its name, “${named.name}”. Is it another?` };
  const last = fits[fits.length - 1];
  if (!last) return null;
  const why = last.index === columns.length - 1
    ? 'Guessed: it is the last column. Is it another?'
    : 'Guessed: it is the last column that fits. Is it another?';
  return { label: nameOf(last, columns), why };
}

// A name that two columns have says nothing; their place does.
export function nameOf(column, columns) {
  let often = counted.get(columns);
  if (!often) {
    often = new Map();
    for (const { name } of columns) often.set(name, (often.get(name) ?? 0) + 1);
    counted.set(columns, often);
  }
  return often.get(column.name) === 1 ? column.name : String(column.index);
}

const counted = new WeakMap();

function suits(column, facts, scenario) {
  if (!facts || facts.values === 0 || facts.distinct < 2) return false;
  if (scenario === 'regression') return column.kind === 'number' && facts.notNumbers === 0;
  if (facts.distinct > Math.max(2, Math.min(100, facts.values / 3))) return false;
  return column.kind === 'category' || column.kind === 'boolean' || facts.distinct <= 20;
}
