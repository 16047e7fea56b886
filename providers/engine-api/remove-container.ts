import type Dockerode from 'dockerode';
import type { Engine } from './engine.js';
import { isNotFound, reasonOf } from './errors.js';

const beingRemoved = /removal of container .* in progress/i;

/** Removes a container, running or not, with all its volumes. Succeeds when it is gone. */
export async function removeContainer(engine: Engine, name: string, signal?: AbortSignal): Promise<void> {
  await forceRemove(engine.docker.getContainer(name));
  await engine.dialect.removeVolumes(name, signal);
}

/** Removes a container with the volumes that go with it. Succeeds when it is gone. */
export async function forceRemove(container: Dockerode.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (beingRemoved.test(reasonOf(error))) await untilRemoved(container);
    else if (!isNotFound(error)) throw error;
  }
}

async function untilRemoved(container: Dockerode.Container): Promise<void> {
  try {
    await container.wait({ condition: 'removed' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
