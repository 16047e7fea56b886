/** For the suites that need an engine: one cluster at a time, and time for an image to be built or loaded. */
module.exports = {
  files: ['build/test/contract/**/*.test.js', 'build/test/live/**/*.test.js'],
  nodeArguments: ['--enable-source-maps'],
  concurrency: 1,
  timeout: '20m',
};
