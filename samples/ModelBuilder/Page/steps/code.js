// The C# that uses the model, and what to type to run it.

import { get } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { copy } from '../parts/copy.js';
import { ofRun } from '../parts/ofRun.js';
import { section } from '../parts/step.js';

export const show = root => ofRun(root, {
  id: 'code', title: 'Code',
  does: 'The C# that the run has written beside the model: a console project to run, and files for your own program.',
  back: 'try', next: 'runs', nextText: 'Next: Runs', draw,
});

async function draw(run, signal) {
  const { files, commands } = await get(`/api/runs/${run.run}/code`, signal);
  return [
    section('Run it', commands.map(({ command, says }) => h('div', { class: 'command' },
      h('p', {}, `${says.charAt(0).toUpperCase()}${says.slice(1)}:`),
      h('div', { class: 'line' }, h('code', {}, command), copy(() => command, 'the command'))))),
    files.length > 0 && section('Files', h('p', {}, h('a', {
      class: 'button', href: `/api/runs/${run.run}/zip`, download: '',
    }, 'Download all as .zip')), viewer(run, files)),
  ];
}

function viewer(run, files) {
  const pane = h('div', { class: 'pane' });
  const items = files.map(file => h('li', {}, h('button', {
    type: 'button', class: 'entry', onclick: event => open(file, event.currentTarget),
  }, h('span', { class: 'name' }, file.path), h('span', { class: 'hint' }, file.meaning.split(': dotnet')[0]))));

  function open(file, button) {
    for (const item of items) item.firstChild.removeAttribute('aria-current');
    button.setAttribute('aria-current', 'true');
    put(pane,
      h('div', { class: 'line' }, h('h3', {}, file.path), h('span', {},
        copy(() => file.text, file.path), ' ', h('a', {
          class: 'button small', download: '', 'aria-label': `Download ${file.path}`,
          href: `/api/runs/${run.run}/download?path=${encodeURIComponent(file.path)}`,
        }, 'Download'))),
      h('pre', { tabindex: '0', role: 'region', 'aria-label': `Text of ${file.path}` }, h('code', {}, file.text)));
  }

  const first = Math.max(0, files.findIndex(file => file.path.endsWith('.consumption.cs')));
  open(files[first], items[first].firstChild);
  return h('div', { class: 'viewer' }, h('ul', { 'aria-label': 'Files' }, items), pane);
}
