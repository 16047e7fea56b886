import test from 'ava';
import { portAddress } from '../../../providers/engine-api/podman-dialect.js';

const traits = { isRootless: false, remapsUsers: false, needsDeviceMapper: true };
const addresses = ['127.0.0.1', '0.0.0.0', '::1', '::', 'fd00::1'];

test('a rootful podman forwards from 127.0.0.1 in place of ::1, and from every address in place of ::', (t) => {
  const found = addresses.map((address) => portAddress(address, traits));
  t.deepEqual(found, ['127.0.0.1', '0.0.0.0', '127.0.0.1', '', 'fd00::1']);
});

test('a rootless podman, which forwards itself, is told the addresses as they are', (t) => {
  t.deepEqual(
    addresses.map((address) => portAddress(address, { ...traits, isRootless: true })),
    addresses,
  );
});
