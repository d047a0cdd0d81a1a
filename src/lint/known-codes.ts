import { lintCodes } from './levels.js';
import type { CompleteLintOptions } from './options.js';

/** All codes that there are: those of Limbeck, and those of the rules of the project. */
export const knownCodes = ({ add }: Pick<CompleteLintOptions, 'add'>): readonly string[] => [...lintCodes, ...add.map(({ code }) => code)];
