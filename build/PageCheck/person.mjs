// What a person does on the page, by what stands on it.

import { faults } from './watch.mjs';

const slow = 120_000;

export const heading = (page, name) => page.getByRole('heading', { name });

export async function next(page, name) {
  await page.getByRole('link', { name: `Next: ${name}` }).click();
  await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
}

export const step = (page, name) => page.getByRole('navigation').getByRole('link', { name: new RegExp(name) }).click();

// From wherever one is to the data of a scenario; when the file was clicked.
export async function choose(page, scenario, file) {
  await step(page, 'Scenario');
  await page.getByRole('radio', { name: scenario }).check();
  await next(page, 'Data');
  const another = page.getByRole('button', { name: 'Choose another' });
  if (await another.count() > 0) await another.click();
  const entry = page.getByRole('button', { name: file });
  await entry.waitFor();
  const clicked = Date.now();
  await entry.click();
  return clicked;
}

// Waits until the new run is shown, unless it is one that is refused.
export async function begin(page, settings = {}, refused = false) {
  await page.getByLabel('Name of the model').waitFor();
  for (const [label, value] of Object.entries(settings)) {
    const field = page.getByLabel(label);
    if (!await field.isVisible()) await page.getByText('More settings').click();
    await field.fill(value);
  }
  const before = await shownRun(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  if (refused) return;
  await page.waitForFunction(known => {
    const run = /Run \d+/.exec(document.querySelector('main').textContent)?.[0];
    return run && run !== known;
  }, before);
}

const shownRun = page => page.evaluate(() => /Run \d+/.exec(document.querySelector('main').textContent)?.[0]);

export const over = page => heading(page, /^Run \d+ is over$/).waitFor({ timeout: slow });

export async function sees(page, text, why) {
  try {
    await page.getByText(text).first().waitFor({ timeout: 20_000 });
  } catch {
    faults.push(`${why}: there is no ${text} on the page`);
  }
}

// Presses Tab until what has the focus is called so; false if it never is.
export async function tabTo(page, name) {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const node = document.activeElement;
      return [node.getAttribute('aria-label'), ...(node.labels ? [...node.labels].map(one => one.textContent) : []),
        node.textContent].filter(Boolean).join(' ');
    });
    if (name.test(text)) return true;
  }
  faults.push(`the keyboard does not come to ${name}`);
  return false;
}
