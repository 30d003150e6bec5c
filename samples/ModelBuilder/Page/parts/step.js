// The frame of every step: its name, what it does in one sentence, and the way on.

import { h } from '../base/dom.js';
import { address } from '../base/place.js';

export function step({ title, does, back, next, nextText, missing }, ...content) {
  const says = h('p', { class: 'missing', role: 'alert' });
  const forward = next && h('a', { class: 'button main', href: address(next) }, nextText, h('span', {
    'aria-hidden': 'true',
  }, ' →'));
  forward?.addEventListener('click', event => {
    const lacks = missing?.();
    if (!lacks) return;
    event.preventDefault();
    says.textContent = lacks;
  });
  return [
    h('header', { class: 'head' }, h('h1', { tabindex: '-1' }, title), h('p', { class: 'does' }, does)),
    content,
    (back || next) && h('footer', { class: 'way' },
      back && h('a', { class: 'button', href: address(back) }, h('span', { 'aria-hidden': 'true' }, '← '), 'Back'),
      says, forward),
  ];
}

export const section = (title, ...content) => h('section', { class: 'card' },
  h('h2', { tabindex: '-1' }, title), content);

// Where something has to be done before: what, and a link there.
export const before = (text, id, name) => h('section', { class: 'card empty' },
  h('p', {}, text), h('p', {}, h('a', { class: 'button main', href: address(id) }, `Go to ${name}`)));
