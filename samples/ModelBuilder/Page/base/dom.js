// Elements from code. Text is set as text, never as HTML: what stands in a file cannot become part of the page.

const drawing = 'http://www.w3.org/2000/svg';

// h('button', { class: 'main', onclick: f }, 'Train'): null and false among the children are left out.
export function h(tag, set = {}, ...children) {
  return fill(document.createElement(tag), set, children);
}

// The same for SVG.
export function s(tag, set = {}, ...children) {
  return fill(document.createElementNS(drawing, tag), set, children);
}

// Puts other children in place of those that are there.
export function put(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

function fill(node, set, children) {
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'open' || name === 'selected') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...flat(children));
  return node;
}

function flat(children) {
  return children.flat(9).filter(child => child !== null && child !== undefined && child !== false);
}
