import { tokens } from '../container/tokens.js';
import type { ImagePlacement, ImageSource, Node, Provider } from '../contracts/index.js';
import { usageError } from '../errors/index.js';
import { archiveSource } from '../images/archive-source.js';
import { engineSource } from '../images/engine-source.js';
import { type Engines, findImages } from '../images/find-images.js';
import { isReference } from '../images/reference.js';
import { runPlan } from '../plan/run.js';
import type { Step } from '../plan/step.js';
import { chooseNodes } from './choose-nodes.js';
import { openProvider, providerNames } from './choose-provider.js';
import { withExistingCluster } from './find-clusters.js';
import type { Session } from './session.js';

export interface LoadTarget {
  readonly cluster: string;
  /** Names of nodes; all nodes unless given. */
  readonly nodes?: readonly string[];
}

/**
 * Loads images into nodes: of the cluster's engine, or else of another engine of the host. Throws IMAGE_NOT_FOUND before
 * anything is sent.
 */
export function loadImages(
  session: Session,
  references: readonly string[],
  target: LoadTarget,
): Promise<ImagePlacement[]> {
  const wrong = references.find((reference) => !isReference(reference));
  if (wrong !== undefined) throw usageError({ problem: `"${wrong}" cannot be the name of an image` });
  return loadInto(session, target, async (provider, open) => {
    const others = providerNames(session.app).filter((name) => name !== provider.name);
    const engines: Engines = [async () => provider, ...others.map((name) => () => open(name))];
    const images = await findImages(references, engines, session.surroundings.signal);
    return images.map(({ provider: engine, found }) => engineSource(engine, found));
  });
}

/** Loads every image of archive files into nodes. Throws IMAGE_ARCHIVE_INVALID before anything is sent. */
export function loadImageArchives(
  session: Session,
  files: readonly string[],
  target: LoadTarget,
): Promise<ImagePlacement[]> {
  const { host, surroundings } = session;
  return loadInto(session, target, () =>
    Promise.all([...new Set(files)].map((file) => archiveSource(host, file, surroundings.signal))),
  );
}

type FindSources = (provider: Provider, open: (name: string) => Promise<Provider>) => Promise<ImageSource[]>;

function loadInto(session: Session, target: LoadTarget, findSources: FindSources): Promise<ImagePlacement[]> {
  const { app, events, surroundings } = session;
  const opened: Provider[] = [];
  const open = async (name: string) => {
    const provider = await openProvider(app, { name, options: {} }, surroundings.signal);
    opened.push(provider);
    return provider;
  };
  return withExistingCluster(session, target.cluster, async (nodes, provider) => {
    try {
      const chosen = chooseNodes(nodes, target.nodes, events);
      return await runLoad(session, target.cluster, await findSources(provider, open), chosen);
    } finally {
      await Promise.all(opened.map((other) => other.close()));
    }
  });
}

async function runLoad(session: Session, cluster: string, sources: readonly ImageSource[], nodes: readonly Node[]) {
  const placements: ImagePlacement[] = [];
  const steps = sources.map((source) => loadStep(session, source, nodes, placements));
  const { events, surroundings } = session;
  await runPlan({ name: 'load', cluster, steps }, undefined, { events, signal: surroundings.signal });
  return placements;
}

function loadStep(
  { app, events }: Session,
  source: ImageSource,
  nodes: readonly Node[],
  placements: ImagePlacement[],
): Step<undefined> {
  const step = `Load images from ${source.name}`;
  const onProgress = ({ done, total }: { done: number; total: number }) =>
    events.emit({ type: 'progress', step, done, total });
  return {
    title: step,
    async run(_context, signal) {
      const factory = app.get(tokens.imageLoaderFactory, { name: 'delta' });
      const loader = await factory({}, app.get(tokens.pluginContext));
      for (const placement of await loader.load(source, nodes, { signal, onProgress })) {
        placements.push(placement);
        const { image, sent, tagged, present } = placement;
        events.emit({ type: 'image-loaded', image: image.title, id: image.digests[0] ?? '', sent, tagged, present });
      }
    },
  };
}
