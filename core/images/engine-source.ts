import type { EngineImage, ImageSource, Provider, SourceImage } from '../contracts/index.js';
import { imageUnnamed } from '../errors/index.js';
import { chooseVariant } from './choose-variant.js';
import { isIdOf, normalizeReference } from './reference.js';

/** An image that an engine has, under the name by which the user asked for it. */
export interface FoundImage {
  readonly title: string;
  readonly image: EngineImage;
}

/** Images of one engine. Throws IMAGE_UNNAMED for one that pods would have no name for. */
export function engineSource(provider: Provider, found: readonly FoundImage[]): ImageSource {
  const images = found.map(({ title, image }) => ({ ...namesOf(title, image, provider.name), title, image }));
  return {
    name: provider.name,
    images: async (arch) =>
      images.map(({ title, image, references, saveAs }): SourceImage => {
        const { platform, digests } = chooseVariant(title, image.variants, arch);
        return { title, references, nameInStream: saveAs && normalizeReference(saveAs), digests, platform };
      }),
    open: async (wanted, signal) => {
      const names = wanted.map(({ title }) => {
        const { saveAs, image } = images.find((candidate) => candidate.title === title) as (typeof images)[number];
        return saveAs ?? image.id;
      });
      return provider.images.save(names, (wanted[0] as SourceImage).platform, signal);
    },
  };
}

interface Names {
  readonly references: readonly string[];
  /** The tag under which the engine saves it; undefined when it has none. */
  readonly saveAs: string | undefined;
}

function namesOf(title: string, { id, tags }: EngineImage, engine: string): Names {
  const wanted = normalizeReference(title);
  const tag = tags.find((candidate) => normalizeReference(candidate) === wanted);
  if (tag !== undefined) return { references: [wanted], saveAs: tag };
  if (!isIdOf(title, id)) return { references: [wanted], saveAs: tags[0] };
  if (tags.length === 0) throw imageUnnamed({ image: title, engine });
  return { references: tags.map(normalizeReference), saveAs: tags[0] };
}
