import { Client } from 'pg';
import type { TestDatabase } from './database.js';

/** Runs a script as `psql` does: one statement after the other, each sent by itself; stops at the first that the server refuses, or goes on. */
export async function runScript(database: TestDatabase, script: string, { goesOn = false }: { readonly goesOn?: boolean } = {}): Promise<readonly string[]> {
  const { username: user, ...options } = database.options;
  const client = new Client({ ...options, user });
  await client.connect();
  const errors: string[] = [];
  try {
    for (const statement of splitStatements(script)) {
      await client.query(statement).catch((error: unknown) => {
        if (!goesOn) throw error;
        errors.push((error as Error).message);
      });
    }
  } finally {
    await client.end();
  }
  return errors;
}

/** What may hold a semicolon that ends nothing, and the semicolon itself. Source: PostgreSQL 18, 4.1 "Lexical Structure". */
const pieces = /--[^\n]*|\/\*[^]*?\*\/|[eE]'(?:\\[^]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|\$(\w*)\$[^]*?\$\1\$|;|[^]/g;

/** The statements of a script, without those of nothing but comments. */
export function splitStatements(script: string): readonly string[] {
  const statements = [''];
  for (const [piece] of script.matchAll(pieces)) {
    if (piece === ';') statements.push('');
    else statements.push(`${statements.pop() ?? ''}${piece.startsWith('--') ? '' : piece}`);
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}
