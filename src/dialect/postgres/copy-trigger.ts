import { dollarQuote, quoteIdentifier, quoteName, truncateIdentifier } from './quote.js';
import type { CopiedColumn, CopyTrigger } from '../dialect.js';

/**
 * The statements that keep a column up to date with another one of its row, and those that stop it.
 *
 * Source: PostgreSQL 18, 41.10.1 "Triggers on Data Changes"; 41.11.1 "Variable Substitution" (`#variable_conflict`).
 */
export function copyTrigger({ table, column, expression }: CopiedColumn): CopyTrigger {
  const name = truncateIdentifier(`limbeck_copy_${column}`);
  const routine = quoteName({ schema: table.schema, name: truncateIdentifier(`limbeck_copy_${table.name}_${column}`) });
  const body = `#variable_conflict use_column
BEGIN
  NEW.${quoteIdentifier(column)} := (SELECT ${expression} FROM (SELECT NEW.*) AS changed);
  RETURN NEW;
END`;
  return {
    create: [
      `CREATE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuote(body)}`,
      `CREATE TRIGGER ${quoteIdentifier(name)} BEFORE INSERT OR UPDATE ON ${quoteName(table)} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [`DROP TRIGGER ${quoteIdentifier(name)} ON ${quoteName(table)}`, `DROP FUNCTION ${routine}()`],
  };
}
