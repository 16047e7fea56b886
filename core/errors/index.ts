export * from './catalogue.js';
export * from './kind-error.js';
