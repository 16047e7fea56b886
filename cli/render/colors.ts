import picocolors from 'picocolors';

const { env, stderr } = process;

/** Colours for what people read, which goes to standard error; picocolors itself looks at standard output. */
export const pc = picocolors.createColors(
  !env.NO_COLOR && (Boolean(env.FORCE_COLOR) || (stderr.isTTY && env.TERM !== 'dumb')),
);
