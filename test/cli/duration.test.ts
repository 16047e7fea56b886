import test from 'ava';
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../cli/duration.js';

const durations: Readonly<Record<string, number>> = {
  '0': 0,
  '0s': 0,
  '250ms': 250,
  '90s': 90_000,
  '1m30s': 90_000,
  '1.5h': 5_400_000,
  '2h0m1s': 7_201_000,
  '.5s': 500,
  '1.m': 60_000,
  '+1500us': 1.5,
  '-5s': -5000,
};

for (const [text, ms] of Object.entries(durations))
  test(`${text} is ${ms} ms`, (t) => {
    t.is(parseDuration(text), ms);
  });

for (const text of ['', '5', 's', '5d', '5 s', '--5s', '.s', '1', '5s later', 'five', '1,5h', '1e3s'])
  test(`"${text}" is no duration`, (t) => {
    t.throws(() => parseDuration(text), { instanceOf: InvalidArgumentError });
  });
