// What has to be said of the data before one can go on.

import { isImages } from './project.js';
import { store } from './store.js';

// Why one cannot go on; null where one can.
export function lacks() {
  const { project, data, fault, looking } = store;
  if (!project?.path) return isImages(project) ? 'Choose a folder first.' : 'Choose a table first.';
  if (looking) return 'The data are being looked at; a moment.';
  if (fault || !data) return 'Mend what is said in red above first.';
  if (!isImages(project) && !data.columns.some(column => column.purpose === 'label')) {
    return 'Choose the column to predict first.';
  }
  return null;
}
