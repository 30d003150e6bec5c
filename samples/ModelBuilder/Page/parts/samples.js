// A few pictures of each class, as the data set has them.

import { h } from '../base/dom.js';
import { section } from './step.js';

export function samples(images) {
  if (!images?.samples?.length) return null;
  const classes = Map.groupBy(images.samples, sample => sample.class);
  return section('Pictures', h('p', { class: 'quiet' },
    `The network sees them at ${images.side} × ${images.side} pixels.`),
  [...classes].slice(0, 10).map(([name, some]) => h('div', { class: 'samples' }, h('h3', {}, name),
    h('ul', {}, some.slice(0, 6).map(picture)))));
}

const picture = ({ path }) => h('li', {}, h('img', {
  src: `/api/picture?path=${encodeURIComponent(path)}`, alt: path, loading: 'lazy', width: 64, height: 64,
}));
