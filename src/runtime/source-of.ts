import { isError } from '../kernel/error-text.js';
import type { Revision } from '../revision/revision.js';

/** `file:line:column` of the revision file, where the stack of the error leads through it. */
export function sourceOf(error: unknown, { file }: Pick<Revision, 'file'>): string | null {
  const stack = isError(error) ? (error.stack ?? '') : '';
  const start = stack.indexOf(`${file}:`);
  return start === -1 ? null : (/^[^\n]*?:\d+:\d+/.exec(stack.slice(start))?.[0] ?? null);
}
