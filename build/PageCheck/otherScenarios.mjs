// A number, and a folder of pictures one of which is broken, each to code.

import { begin, choose, heading, next, over, sees } from './person.mjs';
import { faults, look } from './watch.mjs';

export async function numbers({ page, shots }) {
  await choose(page, /Predict a number/, /houses/);
  await heading(page, 'First rows').waitFor();
  if (await page.getByLabel('Column to predict').inputValue() !== 'price') faults.push('price is not guessed');
  await next(page, 'Network');
  await page.getByRole('radio', { name: /Quick/ }).check();
  await next(page, 'Train');
  await begin(page, { 'Name of the model': 'houses', 'Passes over the rows (epochs)': '5' });
  await over(page);
  await next(page, 'Evaluate');
  await heading(page, 'Is it any good?').waitFor();
  await sees(page, 'Root mean squared error', 'a number is evaluated');
  await next(page, 'Try');
  await page.locator('.answer strong').waitFor({ timeout: 30_000 });
  await look(page, '6-try-number', shots);
  await next(page, 'Code');
  await heading(page, 'houses.consumption.cs').waitFor();
}

export async function images({ page, data, shots }) {
  await choose(page, /Recognize images/, /shapes/);
  await heading(page, 'Pictures').waitFor();
  await page.getByRole('button', { name: 'Choose another' }).click();
  await page.locator('input[type=file]').setInputFiles(`${data}/shapes`);
  await sees(page, 'dropped-1', 'a folder that was chosen from elsewhere');
  await heading(page, 'Pictures').waitFor();
  await choose(page, /Recognize images/, /shapes/);
  await sees(page, /bar\/3\.png/, 'a broken picture is named');
  await page.getByRole('img').first().waitFor();
  await look(page, '2-images', shots);
  await next(page, 'Network');
  await heading(page, 'What will be trained').waitFor({ timeout: 60_000 });
  await next(page, 'Train');
  await begin(page, { 'Name of the model': 'shapes', 'Passes over the rows (epochs)': '4' });
  await over(page);
  await next(page, 'Evaluate');
  await page.locator('.confusion button').first().click();
  await page.locator('.gallery img').first().waitFor({ timeout: 60_000 });
  await look(page, '5-evaluate-images', shots);
  await next(page, 'Try');
  await page.locator('input[type=file]').setInputFiles(`${data}/shapes/disc/0.png`);
  await page.locator('.answer strong').waitFor({ timeout: 30_000 });
  await look(page, '6-try-image', shots);
  await next(page, 'Code');
  await heading(page, 'shapes.consumption.cs').waitFor();
}
