import test from 'ava';
import { parse } from 'yaml';
import { age, type Column, renderRecords } from '../../cli/render/records.js';

interface Pet {
  readonly name: string;
  readonly legs: number;
  readonly owner?: string;
}

const pets: readonly Pet[] = [
  { name: 'a dog', legs: 4, owner: 'me' },
  { name: 'ant', legs: 6, owner: undefined },
];
const columns: readonly Column<Pet>[] = [
  ['NAME', ({ name }) => name],
  ['OWNER', ({ owner }) => owner],
  ['LEGS', ({ legs }) => legs],
];

test('a table is aligned, and has a dash for what is not known', (t) => {
  t.is(renderRecords(pets, 'table', columns), 'NAME    OWNER   LEGS\na dog   me      4\nant     -       6\n');
});

test('JSON and YAML have every field that is known', (t) => {
  const known = [
    { name: 'a dog', legs: 4, owner: 'me' },
    { name: 'ant', legs: 6 },
  ];
  t.deepEqual(JSON.parse(renderRecords(pets, 'json', columns)), known);
  t.deepEqual(parse(renderRecords(pets, 'yaml', columns)), known);
  t.is(renderRecords([], 'json', columns), '[]\n');
  t.is(renderRecords([], 'yaml', columns), '[]\n');
});

const now = Date.parse('2030-01-10T00:00:00Z');
const ages: Readonly<Record<string, string>> = {
  '2030-01-10T00:00:00Z': '0s',
  '2030-01-09T23:58:30Z': '90s',
  '2030-01-09T23:58:00Z': '2m',
  '2030-01-09T22:00:00Z': '2h',
  '2030-01-08T12:00:00Z': '36h',
  '2030-01-01T00:00:00Z': '9d',
  '2031-01-01T00:00:00Z': '0s',
};

for (const [createdAt, text] of Object.entries(ages))
  test(`what was made at ${createdAt} is ${text} old`, (t) => {
    t.is(age(createdAt, now), text);
  });
