// What is learned from.

import { h } from '../base/dom.js';
import { bytes, count, many } from '../base/format.js';
import { lacks } from '../base/lacks.js';
import { isImages, scenarioNames, shortName } from '../base/project.js';
import { redraw } from '../base/redraw.js';
import { say } from '../base/say.js';
import { choose, store } from '../base/store.js';
import { browser } from '../parts/browser.js';
import { columns } from '../parts/columns.js';
import { classBars, label } from '../parts/label.js';
import { faultNotice, findings } from '../parts/notice.js';
import { preview } from '../parts/preview.js';
import { reading } from '../parts/reading.js';
import { samples } from '../parts/samples.js';
import { before, section, step } from '../parts/step.js';

export function show(root) {
  const body = h('div', { class: 'stack' });
  let isBrowsing = !store.project?.path;
  let shownFor = null;

  function draw() {
    const project = store.project;
    if (!project) {
      redraw(body, before('First say what you want to predict.', 'scenario', 'Scenario'));
      return;
    }
    const key = `${isBrowsing} ${project.scenario} ${project.path}`;
    const file = shownFor === key && isBrowsing ? body.firstChild : fileSection();
    shownFor = key;
    redraw(body, file, ...(isBrowsing ? [] : content()));
  }

  function fileSection() {
    const project = store.project;
    const images = isImages(project);
    const pick = path => {
      isBrowsing = false;
      store.guess = null;
      choose({ scenario: project.scenario, path, reading: {} });
      root.querySelector('h1').focus();
    };
    if (!isBrowsing) {
      return section('Data', h('p', { class: 'chosen' }, h('strong', {}, shortName(project.path)), ' ', size(),
        h('button', {
          type: 'button', class: 'button', 'data-key': 'another', onclick: () => {
            isBrowsing = true;
            draw();
            body.querySelector('h2').focus();
          },
        }, 'Choose another')));
    }
    return section(images ? 'Choose a folder of pictures' : 'Choose a table',
      h('p', { class: 'quiet' }, images
        ? 'It has a folder for each class, named as the class, with its .jpg or .png pictures.'
        : `A text file of rows and columns, such as a .csv. One column holds what you want to predict.`),
      browser({ images, start: folderOf(project.path), chosen: pick }),
      project.path && h('p', {}, h('button', {
        type: 'button', class: 'button', onclick: () => {
          isBrowsing = false;
          draw();
        },
      }, `Keep ${shortName(project.path)}`)));
  }

  draw();
  root.replaceChildren(...step({
    title: 'Data',
    does: store.project
      ? `Choose what to learn from for “${scenarioNames[store.project.scenario]}”; next you see the network.`
      : 'Choose what to learn from.',
    back: 'scenario', next: 'network', nextText: 'Next: Network', missing: lacks,
  }, body).flat());
  return {
    update(what) {
      if (what === 'data' && !store.fault && store.data) say(told());
      if (what === 'project') isBrowsing = isBrowsing && !store.looking;
      // Where data are shown they stay until others come.
      if (what === 'data' || (what === 'project' && !(store.looking && store.data))) draw();
    },
  };
}

function content() {
  const { project, data, fault } = store;
  if (!project.path) return [];
  const images = isImages(project);
  if (store.looking && !data) return [h('p', { class: 'quiet busy' }, 'Looking at the data …')];
  if (!data) {
    return fault ? [section('This cannot be read yet', faultNotice(fault, again()),
      !images && reading(null, true))] : [];
  }
  if (images) {
    return [
      fault && faultNotice(fault, again()),
      data.findings.length > 0 && section(many(data.findings.length, 'thing to know', 'things to know'),
        findings(data.findings)),
      section('Classes', classBars(data.classes)),
      samples(data.images),
    ];
  }
  return [
    section('What to predict', label(data)),
    data.findings.length > 0 && section(many(data.findings.length, 'thing to know', 'things to know'),
      findings(data.findings)),
    section('Columns', h('p', { class: 'quiet' },
      'Type and purpose were found from the cells. Change what is not what you mean.'), columns(data)),
    section('First rows', preview(data)),
    h('section', { class: 'card', 'aria-label': 'Reading' }, reading(data.facts, Boolean(fault))),
  ];
}

const again = () => h('p', {}, isImages(store.project)
  ? 'Mend the folder and ' : 'Say below how it is read, or mend the file and ',
  h('button', { type: 'button', class: 'link', onclick: () => choose(store.project) }, 'read it again'),
  ', or choose another.');

function size() {
  const { data } = store;
  if (store.looking && !data) return '';
  if (data?.facts) {
    return h('span', { class: 'hint' }, `${many(data.facts.rows, 'row')}, ${many(data.columns.length, 'column')}, `
      + bytes(data.facts.bytes));
  }
  return data?.classes?.length ? h('span', { class: 'hint' }, `${pictures(data)} pictures`) : '';
}

const pictures = data => count(data.classes.reduce((sum, one) => sum + one.rows, 0));

function told() {
  const { data } = store;
  return data.facts
    ? `Read ${many(data.facts.rows, 'row')} and ${many(data.columns.length, 'column')}.`
    : `Found ${pictures(data)} pictures of ${many(data.classes.length, 'class', 'classes')}.`;
}

const folderOf = path => (!path || path.startsWith('upload:') ? '' : path.split('/').slice(0, -1).join('/'));
