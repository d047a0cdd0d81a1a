import { defineProgram } from '../../src/cli/program.js';

/** The commands of `limbeck`, with their words; they do nothing. */
export const program = defineProgram('1.2.3', { write: () => undefined, take: () => undefined });
