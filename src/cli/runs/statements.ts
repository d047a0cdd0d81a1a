import { withoutPasswords } from '../../kernel/without-passwords.js';
import type { RunRequest } from '../../migrator/run-path.js';
import { printDuration } from '../print.js';
import type { Reporter } from '../reporter.js';

/** What makes a run tell of its statements, where that was asked for. Values of parameters are not shown. */
export const tellingStatements = (verbose: true | undefined, reporter: Reporter): Pick<RunRequest, 'onStatement'> =>
  verbose === undefined ? {} : { onStatement: ({ sql, durationMs }) => reporter.print(withoutPasswords(`${sql.trim()} ${reporter.paint('dim', `(${printDuration(durationMs)})`)}`)) };
