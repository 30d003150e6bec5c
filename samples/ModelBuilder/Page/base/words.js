// The server speaks to people who type commands, too: what they would type becomes what is chosen here.

export const kindNames = {
  number: 'number', boolean: 'yes or no', category: 'category', text: 'free text', date: 'date',
};

const how = '“How the file is read”';
const kind = '(number|boolean|category|text|date)';

const changes = [
  [new RegExp(`--column .+?:${kind} uses it`, 'g'), (_, type) => `the type “${kindNames[type]}” uses it`],
  [/--column .+?:date=(\S+) reads/g, (_, format) => `the type “date” with the format ${format} reads`],
  [/--column .+?:date=(\S+)/g, (_, format) => `choose the type “date” with the format ${format}`],
  [new RegExp(`--column .+?:${kind}`, 'g'), (_, type) => `choose the type “${kindNames[type]}”`],
  [/say --missing to be sure/g, () => `write it under ${how} to be sure`],
  [/say --missing for what/g, () => `write under ${how} what`],
  [/--missing ('.*?')/g, (_, text) => `write ${text} under ${how}`],
  [/say --has-header false if it is a row/g, () => 'say so here if it is a row'],
  [/--label-col/g, () => 'the column to predict'],
  [/--split-ratio/g, () => '“Part put aside to test on”'],
  [/--train-time/g, () => '“Time limit”'],
  [/--name/g, () => '“Name of the model”'],
  [/--force/g, () => '“Replace”'],
  [/ ?For words there is larq classification\.?/g, () => ''],
  [/ ?To predict a number: larq regression\.?/g, () => ''],
  // A warning's name, for programs: two words, or one of these.
  [/^(?:[a-z]+(?:_[a-z]+)+|collapsed|overfitting|overconfident): (.)/, (_, first) => first.toUpperCase()],
];

export const plain = text => changes.reduce((said, [from, to]) => said.replace(from, to), text ?? '');
