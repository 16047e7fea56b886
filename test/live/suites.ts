import type { TestFn } from 'ava';
import type { LiveClusters } from './clusters.js';

/** Declares the tests of one topic, in order. The clusters are there when a test runs. */
export type Suite = (declare: TestFn, live: () => LiveClusters) => void;
