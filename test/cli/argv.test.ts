import test from 'ava';
import { readCommandLine } from '../../cli/argv.js';
import { createProgram } from '../../cli/main.js';

/** What is written, and how commander shall read it. */
const spellings: readonly (readonly [written: string, read: string])[] = [
  ['create cluster --retain --wait 5m', 'create cluster --retain --wait 5m'],
  ['create cluster --retain=true --wait=5m', 'create cluster --retain --wait=5m'],
  ['create cluster --retain=False', 'create cluster'],
  ['create cluster --retain=perhaps', 'create cluster --retain=perhaps'],
  ['create cluster -n=dev -v=1', 'create cluster -n dev -v 1'],
  ['-q --name dev get nodes', 'get nodes -q --name dev'],
  ['get --name nodes nodes', 'get nodes --name nodes'],
  ['get nodes --name --retain=true', 'get nodes --name --retain=true'],
  ['delete clusters one -A=0 two', 'delete clusters one two'],
  ['-v 1 delete --kubeconfig x clusters one', 'delete clusters -v 1 --kubeconfig x one'],
  ['delete clusters -- -A=0', 'delete clusters -- -A=0'],
  ['help create cluster', 'create cluster --help'],
  ['help', '--help'],
  ['create cluster --config -', 'create cluster --config -'],
  ['nope --wiat=5m x', 'nope --wiat=5m x'],
];

for (const [written, read] of spellings)
  test(`kind ${written} is read as kind ${read}`, (t) => {
    t.is(readCommandLine(createProgram(), written.split(' ')).args.join(' '), read);
  });

test('the command that the words name is found, and whether anything follows them', (t) => {
  const group = readCommandLine(createProgram(), ['get']);
  t.is(group.command.name(), 'get');
  t.true(group.isBare);
  t.false(readCommandLine(createProgram(), ['get', 'pods']).isBare);
  t.false(readCommandLine(createProgram(), ['get', '-h']).isBare);
  t.is(readCommandLine(createProgram(), []).command.name(), 'kind');
});
