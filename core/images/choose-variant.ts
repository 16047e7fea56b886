import type { ImageVariant } from '../contracts/index.js';
import { imagePlatformMissing } from '../errors/index.js';

/**
 * The variant that nodes of an architecture run. An image that has one only is taken as it is: the node may emulate it.
 * Throws IMAGE_PLATFORM_MISSING.
 */
export function chooseVariant(image: string, variants: readonly ImageVariant[], arch: string): ImageVariant {
  const fitting = variants.find(({ platform }) => platform.os === 'linux' && platform.architecture === arch);
  const [only, ...others] = variants;
  const chosen = fitting ?? (others.length === 0 ? only : undefined);
  if (chosen !== undefined) return chosen;
  const has = variants.map(({ platform: { os, architecture } }) => `${os}/${architecture}`);
  throw imagePlatformMissing({ image, wanted: `linux/${arch}`, has });
}
