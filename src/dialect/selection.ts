import type { Selection } from '../model/select.js';
import type { Scope } from './dialect.js';

/** What is not left alone. */
export const selectionOf = ({ excludable = null, ...scope }: Scope): Selection => ({ includes: (ref) => !scope.excludes(ref), kinds: excludable });
