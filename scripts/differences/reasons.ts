const usageCode = 'wrong usage is 2 and a failure 1, so that scripts can tell them apart';
const cleanOutput = `${usageCode}; nothing is printed to standard output that a script may take for a result`;
const defaultNoun = '`create` and `delete` alone are about a cluster';

/** Why something is not as upstream has it, by subject. Every difference needs one, and nothing else may have one. */
export const reasons: Readonly<Record<string, string>> = {
  'build node-image --base-image':
    'accepted and refused: a node is made from Debian packages, so there is no base image to choose',
  'build node-image --image': 'an image that names its version, and that `create` finds without `--image`',
  get: usageCode,
  'get nope': cleanOutput,
  nope: usageCode,
  'version --nope': usageCode,
  create: defaultNoun,
  'create cluster one-too-many': usageCode,
  'create cluster --config no-such.yaml': usageCode,
  'create cluster --wait 5': usageCode,
  'create cluster --retain=perhaps': usageCode,
  'delete clusters': usageCode,
  'get clusters one-too-many': usageCode,
  '-q get clusters': '`-q` leaves out what is not a result, but a failure still says why',
  'export logs one two': usageCode,
  completion: usageCode,
  'completion nope': cleanOutput,
  'load docker-image': usageCode,
  'load image-archive': usageCode,
};
