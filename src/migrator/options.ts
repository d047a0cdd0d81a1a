import { resolve } from 'node:path';
import type { Acceptance } from '../diff/accept.js';
import type { ColumnComparator } from '../diff/options.js';
import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import { isLintOptions, requireKnownCodes } from '../lint/check-options.js';
import { type CompleteLintOptions, completeLintOptions, type LintOptions } from '../lint/options.js';
import { kindNames, type ObjectRef } from '../model/identity.js';
import type { Operation } from '../operation/operation.js';
import type { Phase } from '../revision/phase.js';
import type { LimbeckEvent } from '../runtime/events.js';
import { type Hooks, noHooks } from '../runtime/hooks.js';
import type { TransactionMode } from '../runtime/run.js';
import type { PostWriteHook } from './post-write-hooks.js';

/** An object that is about to be compared, and where it was found. */
export interface IncludedObject {
  readonly ref: ObjectRef;
  readonly side: 'database' | 'entities';
}

/** For which tables a change is taken apart: those with at least so many rows and bytes, as far as the server has counted; all by default. */
export interface OnlineLimits {
  readonly minRows?: number;
  readonly minBytes?: number;
}

/** `operations`: calls of `op`. `sql`: their statements, through `op.execute`. */
export type RevisionStyle = 'operations' | 'sql';

/** `warn`: tell of an applied revision whose file was changed. `error`: do nothing before that is settled. */
export type EditedRevisions = 'warn' | 'error';

/** `transaction`: on the connected database, rolled back. `scratch`: on one that is made for it. `off`: not. */
export type VerifyMode = 'transaction' | 'scratch' | 'off';

/** A revision that is about to be written. */
export interface ProposedRevision {
  readonly message: string;
  /** What its `up()` does. */
  readonly operations: readonly Operation[];
  /** What its `down()` does; the reverse by default. */
  readonly down?: readonly Operation[];
  /** In which phase of a deploy it belongs; by default it does not say. */
  readonly phase?: Phase;
  /** `false`: it runs outside a transaction, as what cannot run in one must. */
  readonly transaction?: false;
}

/** Gives what is to be written instead: the same, another, several that stand one on the other, or none. */
export type ProcessRevision = (proposed: ProposedRevision) => Processed | Promise<Processed>;

type Processed = ProposedRevision | readonly ProposedRevision[] | null;

/** What a {@link Migrator} can be told; everything may be left out. */
export interface MigratorOptions {
  /**
   * The folder of the revision files, `"migrations"` by default.
   * Relative to the working directory, or to the folder of the data source's file when the command runs.
   */
  readonly directory?: string;
  /** Further folders of revision files, `[]` by default; relative as `directory` is. A new file goes where those it stands on are. */
  readonly versionLocations?: readonly string[];
  /** Whether the folders below these hold revision files too; `false` by default. Folders of tools (`.git`, `node_modules`) never do. */
  readonly recursiveVersionLocations?: boolean;
  /** Whether the types of columns are compared, or a function that decides for each; `true` by default. */
  readonly compareType?: boolean | ColumnComparator;
  /** Whether the defaults of columns are compared, or a function that decides for each; `true` by default. */
  readonly compareDefault?: boolean | ColumnComparator;
  /**
   * Whether an object is compared; what is refused on one side is left alone on both. Everything by default.
   * The members of a refused table are not asked about.
   */
  readonly includeObject?: (object: IncludedObject) => boolean;
  /**
   * Whether an object of this name is looked at, asked before the catalog is read: of what is refused, nothing is. Everything by default.
   * What is in a refused schema is not asked about, nor are the members of a refused table.
   */
  readonly includeName?: (name: ObjectRef) => boolean;
  /** Schemas that are looked at besides those of the entities and the default one; none by default. */
  readonly schemas?: readonly string[];
  /** Differences that shall stay, each with the reason; `diff --explain` prints the entry for each. None by default. */
  readonly accept?: readonly Acceptance[];
  /** What of the hazards of revisions counts, and which are accepted. */
  readonly lint?: LintOptions;
  /** Whether `upgrade` refuses revisions with hazards that are not accepted, before anything runs; `false` by default. */
  readonly requireSafe?: boolean;
  /** Renames for every comparison: `user.mail=user.email`, `orders=purchases`, `type:kind=sort`, `enum:status.old=new`. None by default. */
  readonly renames?: readonly string[];
  /**
   * `each` revision in a transaction of its own, `all` of a run in one, or `none`.
   * By default `migrationsTransactionMode` of the DataSource counts, and `each` where it says nothing.
   */
  readonly transaction?: TransactionMode;
  /** How long to wait for another run on the same database to end, in milliseconds; 60,000 by default, 0: not at all. */
  readonly lockWaitMs?: number;
  /** How long a statement waits for a lock before its revision is rolled back and tried again, in milliseconds; 0, the default: as the server says. */
  readonly lockTimeoutMs?: number;
  /** How often a revision that did not get a lock is tried again, after pauses that grow; 5 by default. */
  readonly lockRetries?: number;
  /** How long a statement may take, in milliseconds; 0, the default: as the server says. */
  readonly statementTimeoutMs?: number;
  /** Whether an applied revision whose file was changed since is told of, or stops `upgrade`, `downgrade` and `check`; `"warn"` by default. */
  readonly editedRevisions?: EditedRevisions;
  /** Takes part in each revision before it runs, inside its transaction. What it throws stops the run. */
  readonly beforeRevision?: Hooks['beforeRevision'];
  /** Takes part in each revision before it is committed. What it throws undoes the revision. */
  readonly afterRevision?: Hooks['afterRevision'];
  /** Sees each statement that a revision sent, and how long it took. */
  readonly onStatement?: Hooks['onStatement'];
  /**
   * How new files are named, in Alembic's tokens and without an ending; with folders (`/`) where `recursiveVersionLocations` is set;
   * `"%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s"` by default.
   */
  readonly fileTemplate?: string;
  /** How `revision` writes what a file does: as calls of `op`, or as the SQL statements of these; `"operations"` by default. */
  readonly style?: RevisionStyle;
  /**
   * How a generated file proves itself before it is kept: run up and down in a `transaction` on the connected database that is rolled
   * back, on a `scratch` database that the revisions before it make, or not at all (`off`); `"transaction"` by default.
   */
  readonly verify?: VerifyMode;
  /**
   * Whether a generated change is taken apart into revisions that others can read and write beside, and for tables of which size; `false` by default.
   * Each is given to `processRevision`.
   */
  readonly online?: boolean | OnlineLimits;
  /** May change what a new file is to say, make several of it that stand one on the other, or none (`null`). */
  readonly processRevision?: ProcessRevision;
  /** The time zone of the date in a file's name, as IANA names it; `"UTC"` by default. */
  readonly timeZone?: string;
  /** The most letters that the message may take in a file's name; 40 by default. */
  readonly slugLength?: number;
  /** What revision files read as `op.arguments`; nothing by default. */
  readonly arguments?: Readonly<Record<string, string>>;
  /**
   * What is done with each new file, in order: a command as the list of its words, where `{file}` is the path, or a function.
   * Nothing by default.
   */
  readonly postWriteHooks?: readonly PostWriteHook[];
  /** Is told what happens; by default nobody is. It must not throw. */
  readonly onEvent?: (event: LimbeckEvent) => void;
}

/** The options with their defaults filled in and the folders made absolute. */
export type CompleteOptions = Required<Omit<MigratorOptions, 'transaction' | 'lint'>> & Pick<MigratorOptions, 'transaction'> & { readonly lint: CompleteLintOptions };

/** What one option may be: in words, and as a test. */
interface Rule {
  readonly allowed: string;
  accepts(value: unknown): boolean;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isTextRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string');
const isHookList = (value: unknown): boolean => Array.isArray(value) && value.every((hook) => isFunction(hook) || (isTextList(hook) && (hook as readonly unknown[]).length > 0));
const isWhole = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;
const isLimits = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, least]) => ['minRows', 'minBytes'].includes(name) && isWhole(least, 0));
};
const comparator: Rule = { allowed: 'true, false or a function', accepts: (value) => typeof value === 'boolean' || isFunction(value) };
/** The server keeps times in 32 bits. Source: PostgreSQL 18, 19.11.1 "Statement Behavior". */
const milliseconds: Rule = { allowed: 'a whole number of milliseconds, 0 or more', accepts: (value) => isWhole(value, 0) && (value as number) < 2 ** 31 };
const aFunction: Rule = { allowed: 'a function', accepts: isFunction };

/** The object as an explanation names it, the facet where there is one, and a reason. */
const isAcceptance = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { object, facet, reason, ...rest } = value as Readonly<Record<string, unknown>>;
  const isObject = typeof object === 'string' && Object.values(kindNames).some((kind) => object.startsWith(`${kind} `));
  return isObject && (facet === undefined || isText(facet)) && isText(reason) && Object.keys(rest).length === 0;
};
const isAcceptances = (value: unknown): boolean => Array.isArray(value) && value.every(isAcceptance);

const rules: { readonly [K in keyof Required<MigratorOptions>]: Rule } = {
  directory: { allowed: 'the path of a folder', accepts: isText },
  versionLocations: { allowed: 'a list of paths of folders', accepts: isTextList },
  recursiveVersionLocations: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  compareType: comparator,
  compareDefault: comparator,
  includeObject: aFunction,
  includeName: aFunction,
  schemas: { allowed: 'a list of the names of schemas', accepts: isTextList },
  accept: { allowed: 'a list of entries such as { object: "column public.user.mail", facet: "default", reason: "set by the DBA" }', accepts: isAcceptances },
  lint: {
    allowed: 'an object such as { rules: { "lock/*": "warn" }, accept: [{ revision: "8c41f0a6d2be", code: "data/lost", reason: "nobody read it" }], names: { index: /^ix_/ }, add: [{ code: "team/no-json", check }], since: "8c41f0a6d2be" }',
    accepts: isLintOptions,
  },
  requireSafe: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  renames: { allowed: 'a list of texts such as "user.mail=user.email"', accepts: isTextList },
  transaction: { allowed: '"each", "all" or "none"', accepts: (value) => value === 'each' || value === 'all' || value === 'none' },
  lockWaitMs: milliseconds,
  lockTimeoutMs: milliseconds,
  lockRetries: { allowed: 'a whole number, 0 or more', accepts: (value) => isWhole(value, 0) },
  statementTimeoutMs: milliseconds,
  editedRevisions: { allowed: '"warn" or "error"', accepts: (value) => value === 'warn' || value === 'error' },
  beforeRevision: aFunction,
  afterRevision: aFunction,
  onStatement: aFunction,
  fileTemplate: { allowed: 'the template of a file name', accepts: isText },
  style: { allowed: '"operations" or "sql"', accepts: (value) => value === 'operations' || value === 'sql' },
  verify: { allowed: '"transaction", "scratch" or "off"', accepts: (value) => value === 'transaction' || value === 'scratch' || value === 'off' },
  online: { allowed: 'true, false or the least size of tables, such as { minRows: 100000 }', accepts: (value) => typeof value === 'boolean' || isLimits(value) },
  processRevision: aFunction,
  timeZone: { allowed: 'a time zone such as "UTC" or "Europe/Vienna"', accepts: (value) => isText(value) && (value === 'UTC' || isTimeZone(value as string)) },
  slugLength: { allowed: 'a whole number of letters, 1 or more', accepts: (value) => isWhole(value, 1) },
  arguments: { allowed: 'an object of texts', accepts: isTextRecord },
  postWriteHooks: { allowed: 'a list of commands, each a list of words such as ["prettier", "--write", "{file}"], or functions', accepts: isHookList },
  onEvent: aFunction,
};

/** What `includeObject` and `includeName` are when nobody said anything. */
export const includeEverything = (): boolean => true;

const defaults: CompleteOptions = {
  directory: 'migrations',
  versionLocations: [],
  recursiveVersionLocations: false,
  compareType: true,
  compareDefault: true,
  includeObject: includeEverything,
  includeName: includeEverything,
  schemas: [],
  accept: [],
  lint: completeLintOptions({}),
  requireSafe: false,
  renames: [],
  lockWaitMs: 60_000,
  lockTimeoutMs: 0,
  lockRetries: 5,
  statementTimeoutMs: 0,
  editedRevisions: 'warn',
  ...noHooks,
  fileTemplate: '%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s',
  style: 'operations',
  verify: 'transaction',
  online: false,
  processRevision: (proposed) => proposed,
  timeZone: 'UTC',
  slugLength: 40,
  arguments: {},
  postWriteHooks: [],
  onEvent: () => undefined,
};

/**
 * The options, checked and completed. What is `undefined` counts as left out.
 *
 * @param folder What a relative path starts from.
 * @throws {LimbeckError} `config/bad-option`, `config/unknown-option`, `config/unknown-hazard`.
 */
export function completeOptions(options: unknown, folder: string = process.cwd()): CompleteOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new LimbeckError('config/bad-option', { option: 'limbeck', found: describeValue(options), allowed: 'an object of options' });
  }
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of said) checkOption(name, value);
  const { lint = {}, ...rest } = Object.fromEntries(said) as MigratorOptions;
  const complete: CompleteOptions = { ...defaults, ...rest, lint: completeLintOptions(lint) };
  requireKnownCodes(complete.lint);
  requireReadableNames(complete);
  return { ...complete, directory: resolve(folder, complete.directory), versionLocations: complete.versionLocations.map((location) => resolve(folder, location)) };
}

/** A file in a folder below would be written, and never be found again. */
function requireReadableNames({ fileTemplate, recursiveVersionLocations }: CompleteOptions): void {
  if (recursiveVersionLocations || !fileTemplate.includes('/')) return;
  const allowed = 'the name of a file without folders, unless `recursiveVersionLocations` is true';
  throw new LimbeckError('config/bad-option', { option: 'fileTemplate', found: describeValue(fileTemplate), allowed });
}

/** What can be said for one call. */
type CallOptions = Omit<MigratorOptions, 'lint'>;

/**
 * `options`, with what is said for one call in place of them. What is `undefined` counts as left out.
 *
 * @throws {LimbeckError} `config/bad-option`.
 */
export function overrideOptions(options: CompleteOptions, said: { readonly [K in keyof CallOptions]?: CallOptions[K] | undefined }): CompleteOptions {
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) checkOption(name, value);
  return { ...options, ...(Object.fromEntries(given) as CallOptions) };
}

function checkOption(name: string, value: unknown): void {
  const known = Object.keys(rules);
  if (!known.includes(name)) throw new LimbeckError('config/unknown-option', { option: name, nearest: nearest(name, known), known });
  const rule = rules[name as keyof MigratorOptions];
  if (!rule.accepts(value)) throw new LimbeckError('config/bad-option', { option: name, allowed: rule.allowed, found: describeValue(value) });
}

/** A value as an error shows it; long texts and objects by their kind only. */
function describeValue(value: unknown): string {
  if (typeof value === 'string') return value.length <= 60 ? JSON.stringify(value) : 'a long text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : typeof value === 'function' ? 'a function' : String(value);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
