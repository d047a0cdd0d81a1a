import { withoutPasswords } from '../kernel/without-passwords.js';
import type { ReportedDirection } from './content.js';

/** The statements of a direction as a script; passwords of roles and servers are left out. */
export const scriptOf = ({ statements, stopped }: ReportedDirection): string =>
  [...statements.map((sql) => `${withoutPasswords(sql.trimEnd()).replace(/;$/, '')};`), ...(stopped === null ? [] : [stopped.replace(/^/gm, '-- ')])].join('\n');
