import { claim, list, pod } from './manifests.js';
import type { Suite } from './suites.js';

export const testStorage: Suite = (declare, live) => {
  declare('a claim binds, and what a pod wrote is there after the pod was replaced', async (t) => {
    const { apply, kubectl } = live().single;
    const finish = (name: string) =>
      kubectl(['wait', `pod/${name}`, '--for=jsonpath={.status.phase}=Succeeded', '--timeout=2m']);
    await apply(list(claim('files'), pod('writer', 'echo written >/data/file', { claim: 'files' })));
    await finish('writer');
    t.is(await kubectl(['get', 'pvc', 'files', '--output', 'jsonpath={.status.phase}']), 'Bound');
    await kubectl(['delete', 'pod', 'writer']);
    await apply(pod('reader', 'cat /data/file', { claim: 'files' }));
    await finish('reader');
    t.is(await kubectl(['logs', 'reader']), 'written\n');
    await kubectl(['delete', 'pod/reader', 'pvc/files']);
  });

  declare('the default StorageClass is standard and is local-path’s', async (t) => {
    const classes = await live().single.kubectl(['get', 'storageclass', '--no-headers']);
    t.regex(classes, /^standard \(default\) +rancher\.io\/local-path /);
  });
};
