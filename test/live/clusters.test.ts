import test, { type TestFn } from 'ava';
import { createLiveClusters, type LiveClusters } from './clusters.js';
import { testCommands } from './commands.js';
import { testDeletion } from './deletion.js';
import { testDoctor } from './doctor.js';
import { testImages } from './images.js';
import { sweep } from './live.js';
import { testLogs } from './logs.js';
import { testMemory } from './memory.js';
import { testNetwork } from './network.js';
import { testRestart } from './restart.js';
import { testStorage } from './storage.js';
import { testUpstream } from './upstream.js';
import { testUsable } from './usable.js';

let clusters: LiveClusters | undefined;

test.before(async () => {
  await sweep();
  clusters = await createLiveClusters();
});

test.after.always(async () => {
  await clusters?.[Symbol.asyncDispose]();
  await sweep();
});

const live = (): LiveClusters => {
  if (clusters === undefined) throw new Error('the clusters could not be created');
  return clusters;
};

// In this order: the last ones take the clusters away.
for (const declare of [
  testUsable,
  testNetwork,
  testStorage,
  testCommands,
  testImages,
  testMemory,
  testDoctor,
  testLogs,
  testRestart,
  testUpstream,
  testDeletion,
])
  declare(test.serial as TestFn, live);
