import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Host, ImageSource } from '../contracts/index.js';
import { imageArchiveInvalid, messageOf } from '../errors/index.js';
import { readArchiveFiles } from './archive-files.js';
import { type ArchivedImage, imagesOf } from './archive-images.js';
import { chooseVariant } from './choose-variant.js';

/** The images of an archive file: of `docker save` or `podman save`, or an OCI layout. Throws IMAGE_ARCHIVE_INVALID. */
export async function archiveSource(host: Host, file: string, signal?: AbortSignal): Promise<ImageSource> {
  const archived = await readImages(host, file, signal);
  return {
    name: file,
    size: (await stat(file)).size,
    images: async (arch) =>
      archived.map(({ references, nameInStream, variants }) => {
        const title = references[0] ?? nameInStream;
        return { title, references, nameInStream, ...chooseVariant(title, variants, arch) };
      }),
    open: async () => createReadStream(file, { highWaterMark: 1 << 20 }),
  };
}

async function readImages(host: Host, file: string, signal?: AbortSignal): Promise<ArchivedImage[]> {
  try {
    const images = imagesOf(await readArchiveFiles(host, file, signal));
    if (images.length === 0) throw new Error('none of its images has a name that a pod could ask for');
    return images;
  } catch (cause) {
    signal?.throwIfAborted();
    throw imageArchiveInvalid({ file, reason: messageOf(cause) }, { cause });
  }
}
