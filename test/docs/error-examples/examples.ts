import type { ErrorCode, ErrorDetails } from '../../../src/kernel/errors.js';

/** What happened in the example of each code of an area. */
export type Examples<Area extends string> = { readonly [C in Extract<ErrorCode, `${Area}/${string}`>]: ErrorDetails<C> };
