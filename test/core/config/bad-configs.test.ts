import test from 'ava';
import { badConfigs } from './bad-configs.js';
import { loadText, problemsOf } from './load.js';

for (const { title, yaml, problems } of badConfigs) {
  test(`a config with ${title} is refused with the place of each problem`, (t) => {
    t.deepEqual(
      problemsOf(() => loadText(yaml)),
      problems.map((problem) => `kind.yaml:${problem}`),
    );
  });
}

test('the error of a bad config has exit code 2, counts the problems and lists them', (t) => {
  const error = t.throws(() => loadText('kind: Cluster\napiVersion: kind-ts.dev/v1\nnam: a\nnods: []\n'));
  t.like(error, {
    code: 'CONFIG_INVALID',
    exitCode: 2,
    message: [
      'The config has 2 problems:',
      '  kind.yaml:3:1: nam: expected a known field, found the unknown nam; did you mean "name"?',
      '  kind.yaml:4:1: nods: expected a known field, found the unknown nods; did you mean "nodes"?',
    ].join('\n'),
  });
});
