import type { Command } from 'commander';
import { pathOf } from './values.js';

/** What commander makes of `--sql` and `--output`. */
export interface ScriptOptions {
  readonly sql?: true;
  /** As it was typed. */
  readonly output?: string;
}

/** Adds `--sql` and `--output` to a command that can write a script instead of changing a database. */
export const withScriptOptions = (command: Command): Command =>
  command.option('--sql', 'print the SQL instead of running it; asks no database').option('-o, --output <file>', 'write the SQL into this file', pathOf('--output'));

/** Whether a script is asked for; a file to write it into says so, too. */
export const asksForScript = ({ sql, output }: ScriptOptions): boolean => sql === true || output !== undefined;

/** Where the script goes, for the request of the command. */
export const destinationOf = ({ output }: ScriptOptions): { readonly output?: string } => (output === undefined ? {} : { output });
