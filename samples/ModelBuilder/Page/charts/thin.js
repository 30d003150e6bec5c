// Fewer points of a long curve, its peaks and dips kept: the lowest and the highest of each stretch.

export function thin(values, most) {
  const points = [];
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) points.push([i, values[i]]);
  if (points.length <= most) return points;
  const kept = [points[0]];
  const stretches = Math.floor((most - 2) / 2);
  const inside = points.length - 2;
  for (let part = 0; part < stretches; part++) {
    const from = 1 + Math.floor(part * inside / stretches);
    const to = 1 + Math.floor((part + 1) * inside / stretches);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      if (points[i][1] < points[low][1]) low = i;
      if (points[i][1] > points[high][1]) high = i;
    }
    kept.push(points[Math.min(low, high)]);
    if (low !== high) kept.push(points[Math.max(low, high)]);
  }
  kept.push(points[points.length - 1]);
  return kept;
}

// Some of the places 0 … length − 1, evenly, the first and the last among them.
export function some(length, most) {
  if (length <= most) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round(i * (length - 1) / (most - 1)));
}
