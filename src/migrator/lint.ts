import type { ReadColumn, ServerFigures } from '../dialect/hazard.js';
import { LimbeckError } from '../kernel/errors.js';
import { nearest } from '../kernel/nearest.js';
import { isOpenError, type LintFinding } from '../lint/finding.js';
import type { RevisionGraph } from '../revision/graph.js';
import { needsApplied, parseRange, revisionsIn } from '../revision/range.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import { upgradeTargets } from '../revision/target.js';
import type { Direction } from '../runtime/events.js';
import type { Rehearsals } from '../runtime/rehearsals.js';
import { queryableOf } from '../typeorm/queryable.js';
import { type KnownServer, lintRevisions, rehearsalsOf } from './lint-revisions.js';
import { appliedNow } from './look-up.js';
import type { Workspace } from './workspace.js';

/** Which revisions are linted, and by what. */
export interface LintRequest {
  /** `first:last`, as `history` takes it. By default what is not applied, and where no database is asked, all; less what came up to the option `lint.since`. */
  readonly range?: string;
  /** The last revision that is not looked at: it and all that it needs are left out. */
  readonly since?: string;
  /** Whose findings are given; `["up"]` by default. */
  readonly directions?: readonly Direction[];
  /** `true`: no database is asked what is applied, which version it has, and how large its tables are. */
  readonly offline?: boolean;
  /** The major version of the server, in place of that of the database. */
  readonly serverVersion?: number;
}

/** What revisions can do to data or to a running system. */
export interface LintReport {
  /** What was looked at, in the order in which it runs. */
  readonly revisions: readonly Revision[];
  /** In that order, too; also those that are accepted. */
  readonly findings: readonly LintFinding[];
  /** Whether no finding is an error that nobody has accepted. */
  readonly isSafe: boolean;
}

/** Says what revisions can do to data or to a running system. Changes nothing. */
export async function lint(workspace: Workspace, request: LintRequest): Promise<LintReport> {
  const { revisions, findings } = await lintKnowing(workspace, request);
  return { revisions, findings, isSafe: !findings.some(isOpenError) };
}

/** What was linted, and what else was found out on the way. */
export interface Linted extends Omit<LintReport, 'isSafe'> {
  readonly graph: RevisionGraph;
  /** `null`: no database was asked. */
  readonly applied: ReadonlySet<RevisionId> | null;
  readonly rehearsals: Rehearsals;
}

/** As {@link lint}, with what it has learned. */
export async function lintKnowing(workspace: Workspace, request: LintRequest): Promise<Linted> {
  const graph = workspace.loadGraph();
  requireKnownRevisions(graph, workspace);
  const server = request.offline === true ? null : await askServer(workspace, graph);
  const applied = server?.applied ?? null;
  const revisions = await chooseRevisions(workspace, graph, { request, applied });
  const { directions = ['up'] } = request;
  const { lockTimeoutMs, statementTimeoutMs } = workspace.options;
  const limits = { lockTimeoutMs, statementTimeoutMs };
  const rehearsals = rehearsalsOf(workspace);
  const known = { graph, rehearsals, ...limits, ...versionOf(request, server), ...(server === null ? {} : { figures: server.tables }), columnsBefore: columnsBefore(workspace, server) };
  const all = await lintRevisions(workspace, revisions, known);
  return { graph, applied, rehearsals, revisions, findings: all.filter(({ direction }) => direction === null || directions.includes(direction)) };
}

/** That which is asked for, else that of the database. */
function versionOf({ serverVersion }: LintRequest, server: AskedServer | null): Pick<KnownServer, 'serverVersion' | 'minorVersion'> {
  return serverVersion === undefined ? { serverVersion: server?.serverVersion ?? null, minorVersion: server?.minorVersion ?? null } : { serverVersion, minorVersion: null };
}

/** What is to run next is what is not applied, while all that it stands on is. */
function columnsBefore(workspace: Workspace, server: AskedServer | null): KnownServer['columnsBefore'] {
  if (server === null) return () => ({});
  const { applied } = server;
  const isNext = ({ id, parents, dependsOn }: Revision): boolean => !applied.has(id) && parents.every((parent) => applied.has(parent)) && dependsOn.length === 0;
  const readColumn: ReadColumn = (table, column) => workspace.withRunner((queryRunner) => workspace.dialect.readColumn(queryableOf(queryRunner), table, column));
  return (revision, direction) => (direction === 'up' && isNext(revision) ? { readColumn } : {});
}

/** An entry for a revision that there is not accepts nothing. @throws {LimbeckError} `revision/unknown`. */
function requireKnownRevisions({ revisions }: RevisionGraph, { options }: Workspace): void {
  const unknown = options.lint.accept.find(({ revision }) => !revisions.has(revision));
  if (unknown !== undefined) throw new LimbeckError('revision/unknown', { target: unknown.revision, nearest: nearest(unknown.revision, revisions.keys()) });
}

interface AskedServer extends ServerFigures {
  readonly applied: ReadonlySet<RevisionId>;
}

const askServer = (workspace: Workspace, graph: RevisionGraph): Promise<AskedServer> =>
  workspace.withRunner(async (queryRunner) => ({
    ...(await workspace.dialect.readFigures(queryableOf(queryRunner))),
    applied: new Set((await workspace.readApplied(queryRunner, graph)).keys()),
  }));

interface Choice {
  readonly request: LintRequest;
  /** `null`: not known. */
  readonly applied: ReadonlySet<RevisionId> | null;
}

async function chooseRevisions(workspace: Workspace, graph: RevisionGraph, { request, applied }: Choice): Promise<readonly Revision[]> {
  const { range, since = range === undefined ? workspace.options.lint.since : undefined } = request;
  const chosen = range === undefined ? notApplied(graph, applied ?? new Set()) : await inRange(workspace, graph, { range, applied });
  if (since === undefined) return chosen;
  const before = new Set(graph.required(upgradeTargets(graph, { target: since, applied: applied ?? new Set() })));
  return chosen.filter((revision) => !before.has(revision));
}

const notApplied = ({ revisions }: RevisionGraph, applied: ReadonlySet<RevisionId>): readonly Revision[] => [...revisions.values()].filter(({ id }) => !applied.has(id));

/** The revisions of a range, for which only `current` needs a database. */
async function inRange(workspace: Workspace, graph: RevisionGraph, { range, applied }: { readonly range: string; readonly applied: Choice['applied'] }): Promise<readonly Revision[]> {
  const parsed = parseRange(range);
  return revisionsIn(graph, { range: parsed, applied: applied ?? (needsApplied(parsed) ? await appliedNow(workspace, graph) : new Set()) });
}
