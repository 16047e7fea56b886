import type { Check, HostSubject } from '../../contracts/index.js';
import { cgroups, rootless } from './cgroups.js';
import { diskSpace } from './disk.js';
import { clock, engine, engineStorage } from './engine.js';
import { inotifyInstances, inotifyWatches } from './inotify.js';
import { forwarding, kernelFeatures, kernelLog } from './kernel.js';
import { proxy } from './proxy.js';
import { resolver } from './resolver.js';
import { cpus, memory } from './resources.js';
import { subnets } from './subnets.js';

/** What is looked at on a host, in the order in which it is told. */
export const hostChecks: readonly Check<HostSubject>[] = [
  engine,
  engineStorage,
  rootless,
  cgroups,
  inotifyInstances,
  inotifyWatches,
  diskSpace,
  memory,
  cpus,
  kernelFeatures,
  kernelLog,
  forwarding,
  subnets,
  resolver,
  proxy,
  clock,
];

/** What decides, before anything is created, whether new nodes can boot at all. Cheap. */
export const bootChecks: readonly Check<HostSubject>[] = [
  cgroups,
  rootless,
  inotifyInstances,
  inotifyWatches,
  diskSpace,
  kernelLog,
];
