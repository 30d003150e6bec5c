// Draws a part anew and leaves the person where they were: focus, opened details, scrolled tables.

import { put } from './dom.js';

export function redraw(node, ...children) {
  const focus = node.contains(document.activeElement) ? document.activeElement.dataset?.key : null;
  const opened = new Set([...node.querySelectorAll('details[open][data-keep]')].map(one => one.dataset.keep));
  const scrolled = [...node.querySelectorAll('.scroll')].map(one => [one.scrollLeft, one.scrollTop]);
  put(node, ...children);
  for (const one of node.querySelectorAll('details[data-keep]')) if (opened.has(one.dataset.keep)) one.open = true;
  [...node.querySelectorAll('.scroll')].forEach((one, i) => {
    if (scrolled[i]) [one.scrollLeft, one.scrollTop] = scrolled[i];
  });
  if (focus) node.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}
