import test from 'ava';
import type { MountSpec } from '../../../core/contracts/index.js';
import { bindOf } from '../../../providers/engine-api/container-spec.js';

const mount: MountSpec = {
  hostPath: '/a',
  containerPath: '/b',
  readOnly: false,
  selinuxRelabel: false,
  propagation: 'None',
};

test('a plain mount has no options', (t) => {
  t.is(bindOf(mount), '/a:/b');
});

test('every option of a mount reaches the engine', (t) => {
  t.is(bindOf({ ...mount, readOnly: true, selinuxRelabel: true, propagation: 'HostToContainer' }), '/a:/b:ro,Z,rslave');
  t.is(bindOf({ ...mount, propagation: 'Bidirectional' }), '/a:/b:rshared');
});
