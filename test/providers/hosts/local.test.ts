import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { localHost } from '../../../providers/hosts/local.js';

const host = localHost({ ...process.env, KIND_BASE: 'base' });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilEnded(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

test('a program tells its exit code, output and errors', async (t) => {
  const result = await host.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
  t.deepEqual(result, { exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
});

test('arguments reach the program as they are', async (t) => {
  t.is((await host.exec(['echo', '$HOME', ';', '*'])).stdout, '$HOME ; *\n');
});

test("a program has the host's environment and what it was given", async (t) => {
  const { stdout } = await host.exec(['sh', '-c', 'echo $KIND_BASE $KIND_MORE'], { env: { KIND_MORE: 'more' } });
  t.is(stdout, 'base more\n');
});

test('a program gets its input from text, bytes and streams', async (t) => {
  for (const stdin of ['input', Buffer.from('input'), Readable.from(['in', 'put'])])
    t.is((await host.exec(['cat'], { stdin })).stdout, 'input');
});

test('a program may end before it has read its input', async (t) => {
  const stdin = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(1 << 16)));
  t.is((await host.exec(['false'], { stdin })).exitCode, 1);
  t.is((await host.exec(['false'], { stdin: Buffer.alloc(1 << 22) })).exitCode, 1);
});

test('a source of input that fails fails the call', async (t) => {
  const stdin = new Readable({ read: () => {} });
  const result = host.exec(['cat'], { stdin });
  stdin.destroy(new Error('the disk is gone'));
  await t.throwsAsync(result, { message: 'the disk is gone' });
});

test('output goes to a stream, which is left open', async (t) => {
  const stdout = new PassThrough();
  const received = text(stdout);
  const result = await host.exec(['echo', 'out'], { stdout });
  t.deepEqual(result, { exitCode: 0, stdout: '', stderr: '' });
  stdout.end('more');
  t.is(await received, 'out\nmore');
});

test('a program that is ended by a signal exits with 128 and its number', async (t) => {
  t.is((await host.exec(['sh', '-c', 'kill -TERM $$'])).exitCode, 143);
});

test('a program that is missing is an error that names it', async (t) => {
  await t.throwsAsync(host.exec(['kind-ts-no-such-program']), {
    code: 'COMMAND_FAILED',
    message: /kind-ts-no-such-program/,
  });
});

test('an aborted program is ended', async (t) => {
  const controller = new AbortController();
  const stdout = new PassThrough();
  const result = host.exec(['sh', '-c', 'echo $$; exec sleep 60'], { stdout, signal: controller.signal });
  const pid: number = await new Promise((resolve) => stdout.once('data', (line) => resolve(Number(line))));
  controller.abort();
  await t.throwsAsync(result, { code: 'ABORTED' });
  await untilEnded(pid);
  t.false(isAlive(pid));
});

test('a spawned program runs until it is stopped, which may be said twice', async (t) => {
  const program = await host.spawn(['sh', '-c', 'echo $$ >&2; exec sleep 60']);
  await program.stop();
  await program.stop();
  const { stderr, exitCode } = await program.exited;
  t.is(exitCode, 143);
  await untilEnded(Number(stderr));
  t.false(isAlive(Number(stderr)));
});

test('a spawned program that ends by itself tells its exit code and its errors', async (t) => {
  const program = await host.spawn(['sh', '-c', 'echo why >&2; exit 4']);
  t.deepEqual(await program.exited, { exitCode: 4, stderr: 'why\n' });
});

test('closing the host stops what it started', async (t) => {
  const own = localHost(process.env);
  const program = await own.spawn(['sleep', '60']);
  await own.close();
  await own.close();
  t.is((await program.exited).exitCode, 143);
});

test('connections reach sockets and ports', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'kind-ts-host-'));
  const path = join(folder, 'socket');
  const servers = [createServer((socket) => socket.end('hello')), createServer((socket) => socket.end('hello'))];
  t.teardown(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });
  const port = await host.freePort('127.0.0.1');
  await new Promise<void>((resolve) => servers[0]?.listen(path, resolve));
  await new Promise<void>((resolve) => servers[1]?.listen(port, '127.0.0.1', resolve));
  t.is(await text(await host.connect({ path })), 'hello');
  t.is(await text(await host.connect({ host: '127.0.0.1', port })), 'hello');
});

test('a connection to nothing is refused with the reason', async (t) => {
  await t.throwsAsync(host.connect({ path: '/no/such/socket' }), { code: 'ENOENT' });
  const port = await host.freePort('127.0.0.1');
  await t.throwsAsync(host.connect({ host: '127.0.0.1', port }), { code: 'ECONNREFUSED' });
});

test('what exists is found', async (t) => {
  t.true(await host.exists('/'));
  t.false(await host.exists('/no/such/path'));
});

test('facts describe the machine', async (t) => {
  const facts = await host.facts();
  t.is(facts.os, process.platform);
  t.regex(facts.arch, /^(amd64|arm64)$/);
  t.true(facts.cpus > 0 && facts.memoryBytes > 1 << 20);
  t.is(facts.isRoot, process.getuid?.() === 0);
});
