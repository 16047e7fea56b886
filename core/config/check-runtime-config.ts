import type { ClusterSpec } from '../contracts/index.js';
import type { Problems } from './problems.js';
import { expectation } from './wording.js';

/** The words that the API server reads as a boolean. */
const booleans = ['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False', ''];

/** Checks the values that the API server would refuse to start with. */
export function checkRuntimeConfig({ runtimeConfig }: ClusterSpec, problems: Problems): void {
  for (const [name, value] of Object.entries(runtimeConfig))
    if (!booleans.includes(value)) problems.report(['runtimeConfig', name], expectation('"true" or "false"', value));
}
