// Inputs with their labels and what they mean.

import { h } from '../base/dom.js';

let made = 0;

export function field(label, control, hint) {
  const id = `field-${++made}`;
  control.id = id;
  const help = hint && h('span', { class: 'hint', id: `${id}-hint` }, hint);
  if (help) control.setAttribute('aria-describedby', help.id);
  return h('div', { class: 'field' }, h('label', { for: id }, label), control, help);
}

// choices: [[value, text], …] or values.
export function select(choices, value, change, set = {}) {
  const node = h('select', set, choices.map(choice => {
    const [own, text] = Array.isArray(choice) ? choice : [choice, choice];
    return h('option', { value: own, selected: own === value }, text);
  }));
  node.addEventListener('change', () => change?.(node.value));
  return node;
}

export const input = (value, set = {}) => h('input', { type: 'text', value: value ?? '', ...set });

export function check(label, isChecked, hint) {
  const box = h('input', { type: 'checkbox', checked: isChecked });
  const text = h('span', {}, label, hint && h('span', { class: 'hint' }, hint));
  return { node: h('label', { class: 'check' }, box, text), box };
}
