// The files below the opened folder, and a place to drop others.

import { get, send } from '../base/api.js';
import { h, put } from '../base/dom.js';
import { bytes } from '../base/format.js';
import { say } from '../base/say.js';
import { dropped, picked } from './dropped.js';
import { faultNotice } from './notice.js';

// images: a folder of images is wanted, not a table. chosen: told the path.
export function browser({ images, start, chosen }) {
  const list = h('div', { class: 'listing' });
  const problem = h('div');
  const box = h('div', { class: 'browser' }, list, dropZone(images, upload), problem);

  async function open(path, focus = true) {
    try {
      const folder = await get(`/api/files?path=${encodeURIComponent(path)}`);
      put(problem);
      put(list, ...listing(folder));
      if (focus) list.querySelector('button')?.focus();
    } catch (error) {
      if (path !== '') { open('', focus); return; }
      put(problem, faultNotice(error));
    }
  }

  function listing(folder) {
    const entries = folder.entries.filter(entry => images
      ? entry.kind === 'folder' || entry.kind === 'images'
      : entry.kind !== 'other');
    return [
      h('p', { class: 'path' }, h('span', { class: 'hint' }, 'Folder: '), folder.path || 'the opened folder'),
      h('ul', {},
        typeof folder.up === 'string' && h('li', {}, button('↑', 'Up', '', () => open(folder.up))),
        entries.map(entry => h('li', {}, entryButton(entry)))),
      entries.length === 0 && h('p', { class: 'quiet' }, images
        ? 'There is no folder here. Drop one below, or use this one if its folders are the classes.'
        : 'There is no table here (.csv, .tsv or .txt). Drop one below, or start larq ui with another folder.'),
      folder.more && h('p', { class: 'quiet' }, 'Only the first 1,000 are listed.'),
      images && h('p', {}, h('button', { type: 'button', class: 'button', onclick: () => chosen(folder.path || '.') },
        'Use the folder shown here')),
    ];
  }

  function entryButton(entry) {
    if (entry.kind === 'table') return button('▤', entry.name, bytes(entry.bytes), () => chosen(entry.path));
    if (entry.kind === 'images' && images) {
      return button('▦', entry.name, 'a folder of pictures for each class', () => chosen(entry.path));
    }
    return button('▸', entry.name, 'folder', () => open(entry.path));
  }

  async function upload(files) {
    if (files.length === 0) return;
    say('Sending the files.');
    put(problem, h('p', { class: 'quiet', role: 'status' }, 'Sending the files …'));
    try {
      const { path } = await send('/api/upload', files);
      put(problem);
      chosen(path);
    } catch (error) {
      put(problem, faultNotice(error));
    }
  }

  open(start, false);
  return box;
}

const button = (sign, name, text, click) => h('button', { type: 'button', class: 'entry', onclick: click },
  h('span', { class: 'sign', 'aria-hidden': 'true' }, sign), h('span', { class: 'name' }, name),
  h('span', { class: 'hint' }, text));

function dropZone(images, upload) {
  const kind = images ? { webkitdirectory: true } : { accept: '.csv,.tsv,.txt,.tab,.data' };
  const choose = h('input', { type: 'file', class: 'unseen', ...kind });
  choose.addEventListener('change', () => upload(picked(choose.files)));
  const zone = h('label', { class: 'drop' }, choose,
    h('span', {}, images ? 'Drop a folder of pictures here, or ' : 'Drop a table here, or ',
      h('span', { class: 'like-link' }, images ? 'choose a folder' : 'choose a file'), ' from elsewhere.'));
  zone.addEventListener('dragover', event => {
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', async event => {
    event.preventDefault();
    zone.classList.remove('over');
    upload(await dropped(event.dataTransfer, images));
  });
  return zone;
}
