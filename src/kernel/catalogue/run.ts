import { count, indent, sentence } from '../text.js';

/** A session that held a lock which another waited for. What is not known of it, or its role may not see, is `null`; times are in UTC. */
export interface Blocker {
  readonly pid: number;
  readonly application: string | null;
  readonly role: string | null;
  readonly state: string | null;
  /** When its transaction began. */
  readonly since: string | null;
  readonly query: string | null;
}

/** A statement that did not get a lock. */
export interface LockFailure {
  readonly revision: string;
  readonly direction: 'up' | 'down';
  readonly source: string | null;
  readonly sql: string;
  readonly excerpt: string;
  readonly attempts: number;
  readonly blockers: readonly Blocker[];
  readonly standing: string;
}

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

/** A hazard that nobody has accepted. */
export interface OpenHazard {
  readonly revision: string;
  readonly code: string;
  readonly message: string;
  /** The file, and the line where it is known. */
  readonly place: string;
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
  'run/half-applied': (d: { revision: string; direction: 'up' | 'down'; statements: number; sql: string }) => ({
    message: [
      `${d.direction}() of revision ${d.revision} was interrupted and is half done: ${count(d.statements, 'statement')} of it cannot be rolled back. The last one:`,
      indent(d.sql),
    ].join('\n'),
    hint: `Run \`limbeck ${d.direction === 'up' ? 'upgrade' : 'downgrade'}\` over this revision, which goes on after that statement. Or undo these statements by hand and say so with \`limbeck repair --forget\`.`,
  }),
  'run/hook-failed': (d: { hook: string; revision: string; reason: string; standing: string }) => ({
    message: `Your function ${d.hook} failed at revision ${d.revision}: ${sentence(d.reason)}\n${d.standing}`,
    hint: `Correct ${d.hook} in the options, and run the same command again.`,
  }),
  'run/journal-mismatch': (d: { revision: string; direction: 'up' | 'down'; position: number; expected: string; found: string }) => ({
    message: [
      `${d.direction}() of revision ${d.revision} was interrupted, and does not send the same statements now. Statement ${d.position} was`,
      indent(d.expected),
      'and now is',
      indent(d.found),
    ].join('\n'),
    hint: 'Put back what the file did before this place; what comes after it may be changed. Or undo what it did by hand and say so with `limbeck repair --forget`.',
  }),
  'run/lock-timeout': (d: LockFailure) => ({
    message: [
      `${d.direction}() of revision ${d.revision} did not get a lock${d.attempts === 1 ? '' : ` in ${d.attempts} attempts`}${d.source === null ? '' : ` at ${d.source}`}. The statement:`,
      indent(d.excerpt),
      d.blockers.length === 0 ? 'It is not known who held the lock.' : 'The lock was held by:',
      ...d.blockers.map((blocker) => indent(describeBlocker(blocker))),
      d.standing,
    ].join('\n'),
    hint: 'End the sessions that hold the lock, or run it when they are idle; raise `lockTimeoutMs` or `lockRetries` to wait longer.',
  }),
  'run/not-accepted': (d: { hazards: readonly OpenHazard[] }) => ({
    message: [`Nothing was run, as ${count(d.hazards.length, 'hazard')} of the revisions to run ${d.hazards.length === 1 ? 'is' : 'are'} not accepted:`, ...d.hazards.map((hazard) => indent(describeHazard(hazard)))].join('\n'),
    hint: `Change the revision; or accept a hazard where it is called, with the reason: \`// limbeck-allow ${d.hazards[0]?.code ?? 'data/lost'}: why it does no harm\`. \`limbeck lint\` tells more of each.`,
  }),
  'run/not-to-be-tried': (d: { revision: string; sql: string }) => ({
    message: `A dry run is rolled back in the end, but revision ${d.revision} would commit it: ${firstLine(d.sql)}`,
    hint: 'Try this revision on a copy of the database, or leave transactions to Limbeck (`op.autocommitBlock`).',
  }),
  'run/refused': (d: { sqlState: string; serverMessage: string }) => ({
    message: `The database refused what Limbeck asked it: ${d.serverMessage} (SQLSTATE ${d.sqlState}).`,
    hint: 'Remove the cause and run the command again; nothing was changed by what was refused. A time-out of the server or the role (57014, 55P03) can be raised for this session.',
  }),
  'run/revision-failed': (d: { revision: string; direction: 'up' | 'down'; reason: string; source: string | null; standing: string; advice: string | null }) => ({
    message: `${d.direction}() of revision ${d.revision} failed${d.source === null ? '' : ` at ${d.source}`}: ${d.reason}\n${d.standing}`,
    hint: d.advice ?? 'Correct the revision file and run the same command again.',
  }),
  'run/rolled-back-inside': (d: { revision: string; sql: string }) => ({
    message: `Revision ${d.revision} rolls back the transaction in which Limbeck runs it (${firstLine(d.sql)}), so that nothing of it would be left, and yet it would count as applied.`,
    hint: 'Throw an error where the revision must not go on, or begin an inner transaction (`queryRunner.startTransaction()`) and roll that back.',
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
    hint: isOutOfLocks(d) ? moreLocks : (d.serverHint ?? 'Correct the statement, the entity it came from, or the data, and run the same command again.'),
  }),
  'run/too-much-to-remember': (d: { revision: string; sql: string; rows: number }) => ({
    message: `Revision ${d.revision} ends its transaction before its own end (${firstLine(d.sql)}) after it has read more than ${d.rows} rows, which Limbeck would have to remember to go on there.`,
    hint: 'Move what reads so much, or what must run outside the transaction, into a revision of its own.',
  }),
  'run/unknown-outcome': (d: { revision: string; sql: string; position: number }) => ({
    message: `Revision ${d.revision} was interrupted while statement ${d.position} ran outside a transaction, and the database does not say whether it was done:\n${indent(d.sql)}`,
    hint: 'Look whether it was done, then say so: `limbeck repair --statement done`, or `limbeck repair --statement again`. Then run the same command again; it goes on from there.',
  }),
};

/** Source: PostgreSQL 18, Appendix A "PostgreSQL Error Codes", 53200; `LockAcquireExtended` in lock.c, whose hint names the setting. */
const isOutOfLocks = ({ sqlState, serverHint }: StatementFailure): boolean => sqlState === '53200' && serverHint?.includes('max_locks_per_transaction') === true;

const moreLocks =
  'It locks more tables, indexes and sequences than the server has room for. Raise the setting `max_locks_per_transaction` (64 unless it was set) and restart the server; or run without a ' +
  'transaction around all of it: with the option `transaction: "none"`, or `transaction = false` in the revision.';

const firstLine = (sql: string): string => sql.trim().split('\n', 1).join();

/** A session as people name it: its process, and what is known besides. */
export function describeBlocker({ pid, application, role, state, since, query }: Blocker): string {
  const parts = [
    `process ${pid}`,
    application === null ? null : `application "${application}"`,
    role === null ? null : `role "${role}"`,
    state,
    since === null ? null : `in a transaction since ${since}`,
    query === null ? null : `last statement: ${firstLine(query)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** A hazard in one line: what, and where. */
export const describeHazard = ({ revision, code, message, place }: OpenHazard): string => `${revision}: ${code}: ${message} (${place})`;
