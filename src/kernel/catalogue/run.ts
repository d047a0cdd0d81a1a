import { indent, list } from '../text.js';

/** A statement that the server refused, and what it said about it. */
export interface StatementFailure {
  readonly revision: string;
  readonly direction: 'up' | 'down';
  /** The line of the revision file that sent it, where that is known. */
  readonly source: string | null;
  readonly sql: string;
  /** The statement with a caret under the place, shortened where it is long. */
  readonly excerpt: string;
  readonly sqlState: string;
  readonly serverMessage: string;
  readonly detail: string | null;
  readonly serverHint: string | null;
  /** Where in functions of the server it happened. */
  readonly context: string | null;
  /** Counted from 1. */
  readonly place: { readonly line: number; readonly column: number } | null;
  /** What the failure leaves behind. */
  readonly standing: string;
}

/** The area `run` of the catalogue: running revisions. */
export const runErrors = {
  'run/bookkeeping-failed': (d: { table: string; sqlState: string; serverMessage: string }) => ({
    message: `Limbeck cannot keep its books in the table ${d.table}: ${d.serverMessage} (SQLSTATE ${d.sqlState}).`,
    hint: 'Connect as the owner of the table, or as a role that may create it.',
  }),
  'run/connection-lost': (d: { server: string; standing: string; reason: string }) => ({
    message: `The connection to ${d.server} was lost (${d.reason}). ${d.standing}`,
    hint: 'Once the server answers again, `limbeck current` shows where the database is, and the same command goes on from there.',
  }),
  'run/enum-value-in-use': (d: { revision: string; direction: 'up' | 'down'; source: string | null; uses: string; standing: string }) => ({
    message: [
      `${d.direction}() of revision ${d.revision} stopped${d.source === null ? '' : ` at ${d.source}`} before it changed the type:`,
      indent(d.uses),
      d.standing,
    ].join('\n'),
    hint: 'Give these rows another value, in the database or with `op.execute` before this step, and run the same command again.',
  }),
  'run/refused': (d: { sqlState: string; serverMessage: string }) => ({
    message: `The database refused what Limbeck asked it: ${d.serverMessage} (SQLSTATE ${d.sqlState}).`,
    hint: 'Remove the cause and run the command again; nothing was changed by what was refused. A time-out of the server or the role (57014, 55P03) can be raised for this session.',
  }),
  'run/revision-failed': (d: { revision: string; direction: 'up' | 'down'; reason: string; source: string | null; standing: string; advice: string | null }) => ({
    message: `${d.direction}() of revision ${d.revision} failed${d.source === null ? '' : ` at ${d.source}`}: ${d.reason}\n${d.standing}`,
    hint: d.advice ?? 'Correct the revision file and run the same command again.',
  }),
  'run/statement-failed': (d: StatementFailure) => ({
    message: [
      `${d.direction}() of revision ${d.revision} failed${d.source === null ? '' : ` at ${d.source}`}: ${d.serverMessage} (SQLSTATE ${d.sqlState})`,
      ...(d.detail === null ? [] : [`Detail: ${d.detail}`]),
      ...(d.context === null ? [] : [`Context: ${d.context}`]),
      d.place === null ? 'The statement:' : `The statement, at line ${d.place.line}, column ${d.place.column}:`,
      indent(d.excerpt),
      d.standing,
    ].join('\n'),
    hint: d.serverHint ?? 'Correct the statement, the entity it came from, or the data, and run the same command again.',
  }),
  'run/transaction-conflict': (d: { revisions: readonly string[] }) => ({
    message: `With \`transaction: "all"\` the whole run is one transaction, but ${list(d.revisions)} must run outside of one (\`transaction = false\`).`,
    hint: 'Use `transaction: "each"`.',
  }),
};
