// A browser that keeps count of what must not be: errors, requests to elsewhere, long tasks, violations of axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const longest = Number(process.env.LONGEST_TASK_MS ?? 200);

export const faults = [];
export const seen = { longestTask: 0, requests: 0, axe: 0 };
let isLooking = false; // axe takes its time in the page, too
export const expected = []; // addresses that may answer with an error

export async function launch(address) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  // Colours that fade into each other are no colours to measure.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const host = new URL(address).host;
  context.on('request', request => {
    seen.requests++;
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.host !== host) faults.push(`a request to ${request.url()}`);
  });
  await context.exposeBinding('reportTask', (_, task) => {
    if (isLooking) return;
    seen.longestTask = Math.max(seen.longestTask, task);
    if (task > longest) faults.push(`a task of ${Math.round(task)} ms in ${seen.part}`);
  });
  await context.addInitScript(() => {
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) window.reportTask(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  return { browser, context };
}

export async function tab(context, address) {
  const page = await context.newPage();
  page.on('pageerror', error => faults.push(`an error of the page: ${error.stack}`));
  page.on('console', message => {
    if (message.type() !== 'error') return;
    const path = new URL(message.location().url || address).pathname;
    if (!expected.some(one => one.test(path))) faults.push(`on the console: ${message.text()} ${path}`);
  });
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

// The step as it is, light and dark, narrow and wide.
export async function look(page, name, shots) {
  isLooking = true;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
    seen.axe++;
    for (const one of found.violations) {
      faults.push(`axe, ${name}, ${colorScheme}: ${one.id}: ${one.help}: `
        + one.nodes.slice(0, 3).map(node => `${node.html.slice(0, 140)} ${node.any?.[0]?.message ?? ''}`).join(' | '));
    }
    if (shots) await page.screenshot({ path: `${shots}/${name}-${colorScheme}.png`, fullPage: true });
  }
  const before = page.viewportSize();
  for (const width of [400, 800, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) faults.push(`${name} is ${over} px too wide at ${width} px`);
    if (shots && width === 400) await page.screenshot({ path: `${shots}/${name}-400.png`, fullPage: true });
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForTimeout(100);
  isLooking = false;
}
