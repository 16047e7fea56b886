import type { Host } from '../contracts/index.js';
import { messageOf } from '../errors/index.js';
import { type AuthFile, type Credentials, isWanted } from './auth-file.js';

interface Outcome {
  readonly found: Credentials;
  readonly problems: string[];
}

/** What a helper prints for `get`. */
interface Answer {
  readonly Username: string;
  readonly Secret: string;
}

/** In the place of a user's name, for a token that only docker itself can use. */
const tokenUser = '<token>';

/** Asks the helpers of a file, by docker's protocol, for the credentials that are wanted. They win over what the file has. */
export async function askHelpers(
  { credHelpers = {}, credsStore }: AuthFile,
  wanted: readonly string[],
  host: Host,
  { found, problems }: Outcome,
): Promise<void> {
  const helpers = new Map(credsStore ? await serversOf(credsStore, host, problems) : []);
  for (const [server, helper] of Object.entries(credHelpers)) helpers.set(server, helper);
  for (const [server, helper] of helpers) {
    if (!isWanted(server, wanted)) continue;
    const answer = await ask<Answer>(helper, 'get', server, { host, problems });
    if (answer?.Username && answer.Username !== tokenUser)
      found.set(server, Buffer.from(`${answer.Username}:${answer.Secret}`).toString('base64'));
  }
}

async function serversOf(helper: string, host: Host, problems: string[]): Promise<[string, string][]> {
  const users = await ask<Record<string, string>>(helper, 'list', '', { host, problems });
  return Object.keys(users ?? {}).map((server) => [server, helper]);
}

/** Undefined when the helper has nothing. What it prints is never repeated. */
async function ask<T>(
  helper: string,
  action: 'get' | 'list',
  server: string,
  { host, problems }: { readonly host: Host; readonly problems: string[] },
): Promise<T | undefined> {
  const program = `docker-credential-${helper}`;
  try {
    const { exitCode, stdout } = await host.exec([program, action], { stdin: server });
    return exitCode === 0 ? (JSON.parse(stdout) as T) : undefined;
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it did not answer with JSON' : messageOf(error);
    problems.push(`registryCredentials.credentialHelpers: expected ${program} to run, found: ${reason}`);
    return undefined;
  }
}
