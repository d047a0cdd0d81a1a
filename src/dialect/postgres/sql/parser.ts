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

function namesOver(bytes: number, { library: { scanSync }, sql }: Scanned): readonly string[] {
  if (!mayHoldNameOver(bytes, sql)) return [];
  const names = scanSync(sql).tokens.filter(({ tokenName }) => tokenName === 'IDENT').map(({ text }) => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()));
  return names.filter((name) => Buffer.byteLength(name) > bytes);
}

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
