import picocolors from 'picocolors';

const { env, stderr, stdout } = process;

/** Colours for what people read, which goes to standard error; picocolors itself looks at standard output. */
export const pc = colorsFor(stderr);

/** Colours for results that are text for people. */
export const stdoutColors = colorsFor(stdout);

function colorsFor(stream: NodeJS.WriteStream) {
  return picocolors.createColors(!env.NO_COLOR && (Boolean(env.FORCE_COLOR) || (stream.isTTY && env.TERM !== 'dumb')));
}
