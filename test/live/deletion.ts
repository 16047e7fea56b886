import { readFile } from 'node:fs/promises';
import { foreignKubeconfigAfterwards } from './clusters.js';
import { containers } from './engine.js';
import { kindOk } from './kind.js';
import type { Suite } from './suites.js';

export const testDeletion: Suite = (declare, live) => {
  declare(
    'delete clusters removes those that are named, and leaves the rest of the kubeconfig byte for byte',
    async (t) => {
      const { kubeconfig, single, multi } = live();
      const { stdout } = await kindOk(['delete', 'clusters', single.name, multi.name], {
        env: { KUBECONFIG: kubeconfig },
      });
      t.is(stdout, '');
      t.deepEqual([...(await containers(single.name)), ...(await containers(multi.name))], []);
      t.is(await readFile(kubeconfig, 'utf8'), foreignKubeconfigAfterwards);
    },
  );
};
