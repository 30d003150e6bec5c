// Numbers as people read them, with their units.

const language = 'en';
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const three = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
const four = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
const one = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const isNumber = value => typeof value === 'number' && Number.isFinite(value);

export const count = value => (isNumber(value) ? whole.format(value) : '–');

export const many = (value, thing, things = `${thing}s`) => `${count(value)} ${value === 1 ? thing : things}`;

export const percent = value => (!isNumber(value) ? '–'
  : value === 0 || value === 1 ? `${value * 100}%` : `${one.format(value * 100)}%`);

export function number(value) {
  if (!isNumber(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(2).replace('e+', 'e');
  return size >= 10000 ? whole.format(value) : four.format(value);
}

export function bytes(value) {
  if (!isNumber(value)) return '–';
  if (value < 1000) return many(value, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let at = -1;
  do { value /= 1000; at++; } while (value >= 999.5 && at < units.length - 1);
  return `${three.format(value)} ${units[at]}`;
}

export function duration(seconds) {
  if (!isNumber(seconds)) return '–';
  if (seconds < 10) return `${one.format(seconds)} s`;
  if (seconds < 100) return `${whole.format(seconds)} s`;
  if (seconds < 5400) return `${Math.floor(seconds / 60)} min ${whole.format(Math.floor(seconds % 60))} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

export function milliseconds(value) {
  if (!isNumber(value)) return '–';
  return value < 1 ? `${three.format(value * 1000)} µs` : `${three.format(value)} ms`;
}

export const moment = text => new Date(text).toLocaleString(language, {
  day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false,
});

// A measure of a model: shares as per cent, others as they are.
const shares = new Set(['Accuracy', 'BalancedAccuracy', 'Validation Accuracy']);
export const isShare = name => shares.has(name);
export const measure = (name, value) => (isShare(name) ? percent(value) : number(value));

const names = {
  BalancedAccuracy: 'Balanced accuracy',
  LogLoss: 'Log loss',
  AreaUnderRocCurve: 'Area under the ROC curve',
  RSquared: 'R²',
  RootMeanSquaredError: 'Root mean squared error',
  MeanAbsoluteError: 'Mean absolute error',
  MeanSquaredError: 'Mean squared error',
};
export const title = name => names[name] ?? name;
