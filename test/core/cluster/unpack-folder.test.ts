import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import { pack } from 'tar-stream';
import { unpackInto } from '../../../core/cluster/unpack-folder.js';
import { temporaryFolder } from '../../arch/temporary-folder.js';

/** A tar as a node of somebody else's might make it. */
function archive() {
  const tar = pack();
  tar.entry({ name: 'log/', type: 'directory' });
  tar.entry({ name: 'log/pods/a/0.log' }, 'from a pod');
  tar.entry({ name: 'log/empty/', type: 'directory' });
  tar.entry({ name: 'log/link', type: 'symlink', linkname: '/etc/passwd' });
  tar.entry({ name: 'log/../../escaped' }, 'outside');
  tar.finalize();
  return tar;
}

test('files and folders are unpacked without the parts that are stripped', async (t) => {
  const folder = await temporaryFolder(t);
  const { input, done } = unpackInto(folder, 1);
  await Promise.all([pipeline(archive(), input), done]);
  t.is(readFileSync(join(folder, 'pods/a/0.log'), 'utf8'), 'from a pod');
  t.true(statSync(join(folder, 'empty')).isDirectory());
});

test('nothing that leads out of the folder is unpacked, and no link', async (t) => {
  const outer = await temporaryFolder(t);
  const { input, done } = unpackInto(join(outer, 'in/ner'), 1);
  await Promise.all([pipeline(archive(), input), done]);
  t.deepEqual(readdirSync(outer), ['in']);
  t.deepEqual(readdirSync(join(outer, 'in/ner')).sort(), ['empty', 'pods']);
});

test('what is no tar is an error', async (t) => {
  const { input, done } = unpackInto(await temporaryFolder(t));
  input.on('error', () => {});
  input.end('x'.repeat(2000));
  await t.throwsAsync(done);
});
