import test from 'ava';
import { engineRefused } from '../../../core/errors/index.js';
import { reasonOf, translateError } from '../../../providers/engine-api/errors.js';

const attempt = { provider: 'docker', endpoint: 'unix:///docker.sock', action: 'create node a', node: 'a' };

const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) server error - ${message} `), { statusCode, json: { message } });

const portMessages = {
  'docker 26':
    'driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated',
  'docker 29': 'failed to bind host port 127.0.0.1:80/tcp: address already in use',
  'Docker Desktop': 'Ports are not available: exposing port TCP 127.0.0.1:80',
  podman: 'cannot listen on the TCP port: listen tcp4 127.0.0.1:80: bind: address already in use',
};

for (const [engine, message] of Object.entries(portMessages))
  test(`a port that is taken is told as such by ${engine}`, (t) => {
    t.is(translateError(answer(500, message), attempt).code, 'PORT_IN_USE');
  });

test('an engine that is gone is PROVIDER_UNREACHABLE with its address', (t) => {
  const gone = Object.assign(new Error('connect ECONNREFUSED /docker.sock'), { code: 'ECONNREFUSED' });
  const error = translateError(gone, attempt);
  t.is(error.code, 'PROVIDER_UNREACHABLE');
  t.regex(error.message, /unix:\/\/\/docker\.sock: connect ECONNREFUSED/);
});

test('an abort is ABORTED', (t) => {
  t.is(translateError(new DOMException('This operation was aborted', 'AbortError'), attempt).code, 'ABORTED');
});

test("any other refusal has the engine's own words", (t) => {
  const error = translateError(answer(500, 'no space left on device'), attempt);
  t.is(error.code, 'ENGINE_REFUSED');
  t.is(error.message, 'docker could not create node a: no space left on device');
});

test('a translated error is left alone', (t) => {
  const error = engineRefused({ provider: 'docker', action: 'x', reason: 'y' });
  t.is(translateError(error, attempt), error);
});

test('the reason of an error without an answer is its message', (t) => {
  t.is(reasonOf(new Error('socket hang up')), 'socket hang up');
});
