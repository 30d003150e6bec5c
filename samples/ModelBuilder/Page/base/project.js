// What a person has said so far, in one form: absent and null are the same.

export function normal(project) {
  if (!project?.scenario) return null;
  const reading = {};
  for (const name of ['separator', 'header', 'decimal']) {
    const value = project.reading?.[name];
    if (value !== undefined && value !== null && value !== '') reading[name] = value;
  }
  if (project.reading?.missing?.length) reading.missing = project.reading.missing;
  const columns = (project.columns ?? []).map(column => {
    const said = { index: column.index };
    for (const name of ['kind', 'purpose', 'format']) if (column[name]) said[name] = column[name];
    return said;
  }).filter(column => Object.keys(column).length > 1).sort((a, b) => a.index - b.index);
  const made = { scenario: project.scenario, path: project.path ?? '', reading };
  if (project.label) made.label = project.label;
  if (columns.length) made.columns = columns;
  return made;
}

// The project with something said of one column.
export function withColumn(project, index, said) {
  const others = (project.columns ?? []).filter(column => column.index !== index);
  const before = (project.columns ?? []).find(column => column.index === index);
  return { ...project, columns: [...others, { ...before, index, ...said }] };
}

export const isImages = project => project?.scenario === 'image-classification';

export const isNumberTask = project => project?.scenario === 'regression';

// What a folder or file is called, without where it is.
export const shortName = path => (path ?? '').replace(/^upload:/, '').split('/').filter(Boolean).pop() ?? '';

export const scenarioNames = {
  classification: 'Choose a class',
  regression: 'Predict a number',
  'image-classification': 'Recognize images',
};
