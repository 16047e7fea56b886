import {
  aborted,
  engineRefused,
  KindError,
  messageOf,
  nodeExists,
  portInUse,
  providerUnreachable,
} from '../../core/errors/index.js';

/** What dockerode throws for an answer that is not a success. */
interface HttpError extends Error {
  readonly statusCode?: number;
  readonly json?: { readonly message?: string } | null;
  readonly code?: string;
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EACCES',
  'EPERM',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]);

const portTaken = /port is already allocated|address already in use|ports are not available/i;
const nameTaken = /\bname\b.*\bin use\b/i;
const networkGone = /network .*not found|could not find network|no such network/i;

const notRunning = /is not running|no such (container|process)/i;
/** The second: somebody is removing it already. */
const offNetwork = /is not connected to|removal in progress|marked for removal|is dead|no such container/i;

/** The engine's own words, without what the client wraps around them. */
export function reasonOf(error: unknown): string {
  const answer = (error as HttpError).json?.message;
  return (answer ?? messageOf(error)).trim();
}

export const isNotFound = (error: unknown): boolean => statusOf(error) === 404;
export const isNetworkGone = (error: unknown): boolean => networkGone.test(reasonOf(error));

export const isNotRunning = (error: unknown): boolean => notRunning.test(reasonOf(error));
export const isOffNetwork = (error: unknown): boolean => offNetwork.test(reasonOf(error));

/** The HTTP status of the engine's answer, also of a translated error. */
export function statusOf(error: unknown): number | undefined {
  const source = error instanceof KindError ? error.cause : error;
  return (source as HttpError | undefined)?.statusCode;
}

export interface Attempt {
  readonly provider: string;
  readonly endpoint: string;
  /** A verb phrase: what the engine was asked to do. */
  readonly action: string;
  /** The node whose ports may be taken. */
  readonly node?: string;
}

/** Puts an engine's error into the project's words. Errors that are translated already pass. */
export function translateError(error: unknown, { provider, endpoint, action, node }: Attempt): KindError {
  if (error instanceof KindError) return error;
  const { name, code } = error as HttpError;
  const options = { cause: error };
  const reason = reasonOf(error);
  if (name === 'AbortError' || name === 'TimeoutError') return aborted({ what: `The attempt to ${action}` }, options);
  if (node !== undefined && nameTaken.test(reason)) return nodeExists({ node }, options);
  if (node !== undefined && portTaken.test(reason)) return portInUse({ node, reason }, options);
  if (code !== undefined && connectionCodes.has(code))
    return providerUnreachable({ provider, endpoint, reason: messageOf(error) }, options);
  return engineRefused({ provider, action, reason }, options);
}
