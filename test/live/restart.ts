import { engine } from './engine.js';
import { eventually } from './live.js';
import { list, service, webPod } from './manifests.js';
import type { Suite } from './suites.js';

export const testRestart: Suite = (declare, live) => {
  declare('a cluster whose containers were stopped and started in another order works again', async (t) => {
    const { multi, workers } = live();
    const { kubectl } = multi;
    const addresses = () =>
      Promise.all(
        [multi.controlPlane, ...workers].map((node) =>
          engine(['inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', node]),
        ),
      );
    const before = await addresses();
    await engine(['stop', ...workers, multi.controlPlane]);
    for (const node of [...workers, multi.controlPlane]) await engine(['start', node]);
    t.log(`addresses ${before.join(' ')} became ${(await addresses()).join(' ')}`.replaceAll('\n', ''));

    await eventually(() => kubectl(['get', '--raw', '/readyz']));
    // Only a kubelet that is back starts pods: what the API server still says of its nodes may be old.
    await eventually(() =>
      multi.apply(list(webPod('three', workers[0]), webPod('four', workers[1]), service('back', 'four'))),
    );
    await kubectl(['wait', 'pod/three', 'pod/four', '--for=condition=Ready', '--timeout=5m']);
    await kubectl(['wait', 'node', '--all', '--for=condition=Ready', '--timeout=5m']);
    const wget = ['exec', 'three', '--', 'wget', '-q', '-T', '5', '-O', '-'];
    const address = await kubectl(['get', 'pod', 'four', '--output', 'jsonpath={.status.podIP}']);
    t.is(await eventually(() => kubectl([...wget, `http://${address}:8080`])), 'four\n');
    t.is(await eventually(() => kubectl([...wget, 'http://back'])), 'four\n');
  });
};
