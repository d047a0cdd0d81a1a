import { dollarQuote, quoteIdentifier, quoteName, truncateIdentifier } from './quote.js';
import type { CopiedColumns, CopyTrigger } from '../dialect.js';

/** Begins the name of a function that copies values, and of a trigger that is to run last. */
const copies = { routine: 'limbeck_copy_', trigger: '~limbeck_copy_' } as const;

/** Whether a trigger or its function has this name as it copies values for a while. */
export const isCopying = (name: string): boolean => Object.values(copies).some((prefix) => name.startsWith(prefix));

/**
 * The statements that keep columns up to date with others of their row, and those that stop it. The name of the trigger comes after all others, as triggers
 * run in the order of their names, so that it sees what they make of the row.
 *
 * Source: PostgreSQL 18, 37.1 "Overview of Trigger Behavior"; 41.10.1 "Triggers on Data Changes"; 41.11.1 "Variable Substitution" (`#variable_conflict`).
 */
export function copyTrigger({ table, values }: CopiedColumns): CopyTrigger {
  const [first = ''] = Object.keys(values);
  const name = truncateIdentifier(`${copies.trigger}${first}`);
  const routine = quoteName({ schema: table.schema, name: truncateIdentifier(`${copies.routine}${table.name}_${first}`) });
  const body = ['#variable_conflict use_column', 'BEGIN', ...Object.entries(values).map(assignment), '  RETURN NEW;', 'END'].join('\n');
  return {
    trigger: name,
    create: [
      `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuote(body)}`,
      `CREATE TRIGGER ${quoteIdentifier(name)} BEFORE INSERT OR UPDATE ON ${quoteName(table)} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [`DROP TRIGGER ${quoteIdentifier(name)} ON ${quoteName(table)}`, `DROP FUNCTION ${routine}()`],
  };
}

const assignment = ([column, expression]: [string, string]): string => `  NEW.${quoteIdentifier(column)} := (SELECT ${expression} FROM (SELECT NEW.*) AS changed);`;
