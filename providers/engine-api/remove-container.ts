import type Dockerode from 'dockerode';
import type { Engine } from './engine.js';
import { isNotFound, reasonOf } from './errors.js';

const beingRemoved = /removal of container .* in progress/i;

/** Removes a container, running or not, with all its volumes. Succeeds when it is gone. */
export async function removeContainer(engine: Engine, name: string, signal?: AbortSignal): Promise<void> {
  const container = engine.docker.getContainer(name);
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (beingRemoved.test(reasonOf(error))) await untilRemoved(container);
    else if (!isNotFound(error)) throw error;
  }
  await engine.dialect.removeVolumes(name, signal);
}

async function untilRemoved(container: Dockerode.Container): Promise<void> {
  try {
    await container.wait({ condition: 'removed' });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
