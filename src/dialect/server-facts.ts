import type { QualifiedName } from '../model/schema.js';

/** What to find out about a server. */
export interface FactsWish {
  /** The namespaces in which tables are made. */
  readonly namespaces: readonly string[];
  /** The key of the migration lock. */
  readonly lock: string;
}

/** What a server, and the session that asks it, are like. */
export interface ServerFacts {
  /** `18.1` */
  readonly version: string;
  /** The major version. */
  readonly majorVersion: number;
  readonly database: string;
  readonly role: string;
  readonly mayCreateDatabase: boolean;
  /** Whether the role may make schemas in the database. */
  readonly mayCreateNamespace: boolean;
  /** Of the namespaces that were asked about, those that are there, and whether the role may make tables in them. */
  readonly namespaces: ReadonlyMap<string, { readonly mayCreate: boolean }>;
  /** The tables in these namespaces that belong to other roles, and to whom. */
  readonly foreignTables: readonly { readonly table: QualifiedName; readonly owner: string }[];
  /** As the server has it. */
  readonly searchPath: string;
  /** Where a name without a namespace is made; `null` if nowhere. */
  readonly currentNamespace: string | null;
  /** `Europe/Vienna` */
  readonly timeZone: string;
  /** The offset of that zone from UTC now, in minutes. */
  readonly offsetMinutes: number;
  /** The time of the server, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly installedExtensions: readonly string[];
  readonly availableExtensions: readonly string[];
  /** The session that holds the migration lock; `null` if it is free. */
  readonly lockHolder: string | null;
}
