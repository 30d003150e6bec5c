// Everything of a training that is drawn over its epochs.

import { heat } from '../charts/heat.js';
import { lines } from '../charts/lines.js';
import { title } from '../base/format.js';
import { layersOf, metricOf } from '../base/run.js';
import { h } from '../base/dom.js';

export function curves(run) {
  const { epochs } = run;
  const metric = metricOf(run);
  const of = name => run.curves.get(name) ?? [];
  const both = name => [
    { name: 'training', values: of(name) },
    { name: 'validation', values: of(`Validation ${name}`) },
  ];
  return h('div', { class: 'charts' },
    lines({ title: 'Loss: lower is better', value: 'Loss', series: both('Loss'), epochs }),
    metric && lines({ title: `${title(metric)}${better(metric)}`, value: metric, series: both(metric), epochs }),
    heat({
      title: 'Signs that flip', epochs, logarithmic: true, layers: layersOf(run, 'flip_ratio'),
      says: 'The share of each layer’s one-bit weights that change between batches: it fades as the layer settles.',
    }),
    heat({
      title: 'Gradient that gets through', epochs, logarithmic: false, layers: layersOf(run, 'gradient_flow'),
      says: 'The share of values that still learn. A layer that turns pale has stopped learning.',
    }));
}

const better = metric => (/error|loss/i.test(metric) ? ': lower is better' : ': higher is better');
