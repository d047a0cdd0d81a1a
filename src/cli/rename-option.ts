import { listOf } from './values.js';

/** `--rename`, for the commands that compare. */
export const renameOption = [
  '--rename <old=new>',
  'what was renamed: user.mail=user.email, orders=purchases, type:kind=sort, enum:status.old=new',
  listOf('--rename'),
] as const;

/** What commander makes of it. */
export interface RenameOption {
  readonly rename?: readonly string[];
}
