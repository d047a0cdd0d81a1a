/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- Jest runs no import() in CommonJS */
import type { Node } from 'libpg-query';
import { all, as } from './tree.js';

type Library = typeof import('libpg-query');

/** PostgreSQL's own parser, as of version 18, which reads what older versions read. */
export interface SqlParser {
  /** The commands of a text, or what the parser says against it. */
  parse(sql: string): readonly Node[] | SyntaxFault;
  /** The names in a text of more than `bytes` in UTF-8, as they are written. */
  namesOver(bytes: number, sql: string): readonly string[];
  /** The texts of the commands in a DO block, as far as they stand in it; `null` for code that is not PL/pgSQL. */
  bodyOf(block: Node): DoBody | null;
}

/** Why a text is no SQL. */
export interface SyntaxFault {
  /** In PostgreSQL's words. */
  readonly refusal: string;
}

/** What a DO block does. */
export interface DoBody {
  readonly commands: readonly string[];
  /** Whether it also runs text that it puts together itself. */
  readonly isDynamic: boolean;
}

/** The parser, which the first call loads: some 15 ms, so only where SQL is to be read. */
export async function loadParser(): Promise<SqlParser> {
  const library = require('libpg-query') as Library;
  await library.loadModule();
  return { parse: (sql) => parse(library, sql), namesOver: (bytes, sql) => namesOver(bytes, { library, sql }), bodyOf: (block) => bodyOf(library, block) };
}

function parse({ parseSync, hasSqlDetails }: Library, sql: string): readonly Node[] | SyntaxFault {
  // The library refuses a text without a command.
  if (sql.trim() === '') return [];
  try {
    return (parseSync(sql).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return { refusal: error.message };
  }
}

interface Scanned {
  readonly library: Library;
  readonly sql: string;
}

function namesIn({ scanSync }: Library, sql: string): readonly string[] {
  if (sql.trim() === '') return [];
  const { shown, read } = withoutControls(sql);
  const names = scanSync(shown).tokens.filter(({ tokenName }) => tokenName === 'IDENT').map(({ text }) => read(text));
  return names.map((text) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()));
}

/**
 * A text in which other characters, which it does not have, stand for control characters, and how to read it.
 *
 * Source: libpg-query 18.1, `wasm_scan`, which leaves them in the JSON that it gives.
 */
function withoutControls(sql: string): { readonly shown: string; readonly read: (text: string) => string } {
  // Blocks of the private use area, each with one character for each control character.
  const blocks = Array.from({ length: 200 }, (_, position) => 0xe000 + 32 * position);
  const block = blocks.find((start) => ![...sql].some((each) => each.charCodeAt(0) >> 5 === start >> 5)) ?? 0xe000;
  const standIns = new RegExp(`[\\u{${block.toString(16)}}-\\u{${(block + 31).toString(16)}}]`, 'gu');
  return {
    shown: sql.replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, (each) => String.fromCharCode(block + each.charCodeAt(0))),
    read: (text) => text.replace(standIns, (each) => String.fromCharCode(each.charCodeAt(0) - block)),
  };
}

const namesOver = (bytes: number, { library, sql }: Scanned): readonly string[] =>
  mayHoldNameOver(bytes, sql) ? namesIn(library, sql).filter((name) => Buffer.byteLength(name) > bytes) : [];

/** Most texts hold none, and to see that costs a hundredth of a scan. A name in quotes stands between two of them unless it has one in it, which is doubled; any other stands in what lies between. */
const mayHoldNameOver = (bytes: number, sql: string): boolean => sql.includes('""') || sql.split('"').some((part) => Buffer.byteLength(part) > bytes);

function bodyOf({ parsePlPgSQLSync, hasSqlDetails }: Library, block: Node): DoBody | null {
  const code = codeOf(block);
  if (code === null) return null;
  try {
    const tree = parsePlPgSQLSync(`DO ${quote(code)}`);
    return { commands: queriesIn(tree, 'PLpgSQL_stmt_execsql'), isDynamic: JSON.stringify(tree).includes('"PLpgSQL_stmt_dynexecute"') };
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return null;
  }
}

/** The code of a DO block in PL/pgSQL. */
function codeOf(block: Node): string | null {
  const options = all('DefElem', as('DoStmt', block)?.args);
  const valueOf = (name: string): string | undefined => as('String', options.find(({ defname }) => defname === name)?.arg)?.sval;
  return (valueOf('language') ?? 'plpgsql') === 'plpgsql' ? (valueOf('as') ?? null) : null;
}

/** A string constant, as the parser alone reads it. */
const quote = (code: string): string => `'${code.replaceAll("'", "''")}'`;

/** The queries of each statement of this kind, wherever it stands in the tree. */
function queriesIn(tree: unknown, kind: string): readonly string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => (key === kind ? queryOf(value) : queriesIn(value, kind)));
}

/** Source: libpg_query 18, `pg_query_json_plpgsql.c`. */
function queryOf(statement: unknown): readonly string[] {
  const { sqlstmt } = statement as { readonly sqlstmt?: { readonly PLpgSQL_expr?: { readonly query?: string } } };
  const query = sqlstmt?.PLpgSQL_expr?.query;
  return query === undefined ? [] : [query];
}
