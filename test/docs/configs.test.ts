import test from 'ava';
import { loadConfig } from '../../core/config/index.js';
import { codeBlocks } from './markdown.js';

const configs = codeBlocks('yaml').filter(({ text }) => /^apiVersion: kind(-ts\.dev|\.x-k8s\.io)\//m.test(text));

for (const { document, line, text } of configs)
  test(`the config in line ${line} of ${document} loads`, (t) => {
    t.true(loadConfig({ file: `${document}:${line}`, text }, {}, '/').nodes.length > 0);
  });

test('the documents have configs', (t) => {
  t.true(configs.length >= 3);
});
