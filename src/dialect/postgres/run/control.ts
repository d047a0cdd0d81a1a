import type { TransactionControl } from '../../transaction-control.js';
import { commandsIn } from './commands.js';

/** Words without which no command controls a transaction. */
const controlWord = String.raw`\b(?:begin|start|commit|end|rollback|abort|prepare|savepoint|release)\b`;

/** A cheap look before a long text is read. */
const anyControl = new RegExp(controlWord, 'i');

/** A beginning that is neither a comment nor such a word. */
const plainStart = new RegExp(String.raw`^\s*(?!${controlWord})[a-z]`, 'i');

/**
 * What each command of `sql` does to the transaction: `null` for a command that does something else.
 *
 * A function or a DO block cannot end the transaction that it is called in, so the top of the text is all there is to look at.
 * Source: PostgreSQL 18, BEGIN, COMMIT, END, ABORT, PREPARE TRANSACTION; 41.8 "Transaction Management".
 */
export const controlsIn = (sql: string): readonly (TransactionControl | null)[] => (anyControl.test(sql) ? commandsIn(sql).flatMap(controlsOf) : [null]);

/** Whether `sql` is a single command, and leaves the transaction alone. Most texts show that without being taken into tokens. */
export function isPlainCommand(sql: string): boolean {
  if (plainStart.test(sql) && !sql.includes(';')) return true;
  const [command, ...others] = commandsIn(sql);
  return command !== undefined && others.length === 0 && controlOf(command) === null;
}

/** `COMMIT AND CHAIN` begins another one at once. */
function controlsOf(words: readonly string[]): readonly (TransactionControl | null)[] {
  const control = controlOf(words);
  const isChained = (control === 'commit' || control === 'rollback') && words.at(-1) === 'CHAIN' && words.at(-2) === 'AND';
  return isChained ? [control, 'begin'] : [control];
}

function controlOf([first = '', second, third]: readonly string[]): TransactionControl | null {
  switch (first) {
    case 'BEGIN':
      return 'begin';
    case 'START':
      return second === 'TRANSACTION' ? 'begin' : null;
    case 'COMMIT':
      return second === 'PREPARED' ? null : 'commit';
    case 'END':
      return 'commit';
    case 'PREPARE':
      return second === 'TRANSACTION' ? 'commit' : null;
    case 'ABORT':
      return 'rollback';
    case 'ROLLBACK':
      if (second === 'PREPARED') return null;
      return second === 'TO' || third === 'TO' ? 'savepoint' : 'rollback';
    case 'SAVEPOINT':
    case 'RELEASE':
      return 'savepoint';
    default:
      return null;
  }
}

/** Commands that change the session only, and so must be sent anew in another session. */
const sessionWords = new Set(['SET', 'RESET', 'DISCARD', 'LISTEN', 'UNLISTEN', 'LOAD']);

/** Whether `sql` changes nothing but the session that sends it. */
export const isOfSession = (sql: string): boolean =>
  /^\s*(?:set|reset|discard|listen|unlisten|load|--|\/\*)/i.test(sql) && commandsIn(sql).every(([first = '']) => sessionWords.has(first));
