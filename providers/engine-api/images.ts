import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import type { EngineImages, ImageFacts, Progress } from '../../core/contracts/provider.js';
import { imagePullFailed } from '../../core/errors/index.js';
import type { Engine } from './engine.js';
import { isNotFound, reasonOf } from './errors.js';
import { PullProgress, type PullRecord } from './pull-progress.js';
import { describeImage, listImageNames, saveImages } from './saved-images.js';
import { plainArchive } from './zstd.js';

/** The images of an engine; `connected` gives the engine when it is first needed. */
export function engineImages(connected: (signal?: AbortSignal) => Promise<Engine>): EngineImages {
  return {
    find: async (reference, signal) => findImage(await connected(signal), reference),
    load: async (archive, signal) => loadImages(await connected(signal), archive, signal),
    pull: async (reference, onProgress, signal) => pullImage(await connected(signal), reference, onProgress, signal),
    remove: async (reference) => removeImage(await connected(), reference),
    list: async (signal) => listImageNames(await connected(signal), signal),
    describe: async (reference, signal) => describeImage(await connected(signal), reference, signal),
    save: async (names, platform, signal) => saveImages(await connected(signal), names, platform, signal),
  };
}

async function findImage(engine: Engine, reference: string): Promise<ImageFacts | undefined> {
  try {
    const image = await engine.docker.getImage(engine.dialect.imageReference(reference)).inspect();
    return { id: image.Id, arch: image.Architecture, labels: image.Config.Labels ?? {} };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw engine.translate(`inspect the image ${reference}`, error);
  }
}

async function loadImages(engine: Engine, archive: Readable, signal?: AbortSignal): Promise<void> {
  const action = 'load an image archive';
  const source = engine.dialect.loadsZstd ? archive : await plainArchive(engine.host, archive, signal);
  try {
    // dockerode hands the body to `pipe`, so it must be a stream that fails together with its source.
    const body = source.pipe(new PassThrough());
    source.once('error', (error) => body.destroy(error));
    const answer = await engine.docker.loadImage(body, { abortSignal: signal, quiet: true });
    const records = await readRecords(answer);
    const loaded = records.flatMap(({ stream }) => [...(stream ?? '').matchAll(/Loaded image: (\S+)/g)]);
    await engine.dialect.nameLoaded(
      loaded.map(([, reference = '']) => reference),
      signal,
    );
  } catch (error) {
    throw engine.translate(action, error);
  }
}

async function pullImage(
  engine: Engine,
  reference: string,
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<void> {
  const wanted = engine.dialect.imageReference(reference);
  // Without a tag the engine would pull every tag there is.
  const image = /[:@][^/]*$/.test(wanted) ? wanted : `${wanted}:latest`;
  const progress = new PullProgress();
  try {
    const answer: NodeJS.ReadableStream = await engine.docker.pull(image, { abortSignal: signal });
    await readRecords(answer, (record) => onProgress?.(progress.add(record)));
  } catch (error) {
    if (signal?.aborted) throw engine.translate(`pull ${image}`, signal.reason);
    throw imagePullFailed({ image, reason: reasonOf(error) }, { cause: error });
  }
}

async function removeImage(engine: Engine, reference: string): Promise<void> {
  try {
    await engine.docker.getImage(engine.dialect.imageReference(reference)).remove();
  } catch (error) {
    if (!isNotFound(error)) throw engine.translate(`remove the image ${reference}`, error);
  }
}

/** Reads the JSON lines of a long-running request; throws the error that one of them carries. */
async function readRecords(input: NodeJS.ReadableStream, each?: (record: PullRecord) => void): Promise<PullRecord[]> {
  const records: PullRecord[] = [];
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    const record = JSON.parse(line) as PullRecord;
    if (record.error !== undefined) throw new Error(record.error);
    each?.(record);
    records.push(record);
  }
  return records;
}
