import { getSystemErrorMap } from 'node:util';

/** What Node adds to an error of the operating system. By shape, since tests run in a realm whose `Error` is another. */
const fieldsOf = (error: unknown): { readonly code?: unknown; readonly errno?: unknown } => (typeof error === 'object' && error !== null ? error : {});

/** Whether the operating system refused with this code. */
export const isErrno = (error: unknown, code: string): boolean => fieldsOf(error).code === code;

/** Why the operating system refused, in its words: `permission denied (EACCES)`. */
export function reasonOf(error: unknown): string {
  const [code, text] = getSystemErrorMap().get(Number(fieldsOf(error).errno)) ?? [];
  return code === undefined || text === undefined ? String(error) : `${text} (${code})`;
}
