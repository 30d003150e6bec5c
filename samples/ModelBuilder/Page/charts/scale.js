// Numbers to places on a chart, and round numbers for its axis.

export function scale(low, high, from, to) {
  const width = high - low || 1;
  return value => from + (value - low) / width * (to - from);
}

export function ticks(low, high, about = 4) {
  const width = high - low;
  if (!(width > 0)) return [low];
  const rough = width / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(times => times * power >= rough) * power;
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at++) found.push(at * step);
  return found.map(value => Number(value.toPrecision(12)));
}

export const wholeTicks = (low, high, about) => [...new Set(ticks(low, high, about).map(Math.round))]
  .filter(value => value >= low && value <= high);
