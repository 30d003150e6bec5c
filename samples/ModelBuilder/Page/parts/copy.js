// A button that puts a text on the clipboard, and says that it has.

import { h } from '../base/dom.js';
import { say } from '../base/say.js';

export function copy(text, what) {
  const button = h('button', { type: 'button', class: 'button small', 'aria-label': `Copy ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = 'Copied';
      say(`Copied ${what}.`);
    } catch {
      button.textContent = 'Not allowed';
      say('The browser does not allow it: mark the text and copy it.');
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
  return button;
}
