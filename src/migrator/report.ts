import type { Hazard } from '../dialect/hazard.js';
import { count } from '../kernel/text.js';
import type { LintFinding } from '../lint/finding.js';
import { levelOf } from '../lint/levels.js';
import type { Operation } from '../operation/operation.js';
import type { Chapter, GraphRevision, ReportContent, ReportedDirection, ReportedHazard } from '../report/content.js';
import { pictureOfChange } from '../report/change-picture.js';
import { type KnownSchema, nothingKnown, type Replayed, replay, wholly } from '../report/known-schema.js';
import { type ReportFormat, writeReport } from '../report/write-report.js';
import type { RevisionGraph } from '../revision/graph.js';
import type { Revision, RevisionId } from '../revision/revision.js';
import type { Direction } from '../runtime/events.js';
import type { Rehearsals } from '../runtime/rehearsals.js';
import type { PartlyRehearsed } from '../runtime/rehearse.js';
import { configuredNamespaceOf, defaultNamespaceOf } from '../typeorm/compat.js';
import { queryableOf } from '../typeorm/queryable.js';
import type { Against } from './against.js';
import { contextOfNew } from './assessment-context.js';
import { explainDifferences, type RenamingRequest } from './differences.js';
import { type Linted, lintKnowing, type LintRequest } from './lint.js';
import type { CompleteOptions } from './options.js';
import { readWholeSchema } from './whole-schema.js';
import type { Workspace } from './workspace.js';

/** Which revisions a report is about, and how it is written. */
export interface ReportRequest extends Omit<LintRequest, 'directions' | 'range'> {
  /** `first:last` as `history` takes it, or one revision. By default what is not applied, and where no database is asked, all; less what came up to the option `lint.since`. */
  readonly range?: string;
  /** `html` by default. */
  readonly format?: ReportFormat;
}

/** A report to be read by people. */
export interface Report {
  /** The revisions that it is about, in the order in which they run. */
  readonly revisions: readonly Revision[];
  readonly format: ReportFormat;
  /** An HTML page, or Markdown. */
  readonly text: string;
}

/** Writes what revisions do, for those who review them. Changes nothing. */
export async function report(workspace: Workspace, { format = 'html', range, ...request }: ReportRequest): Promise<Report> {
  const linted = await lintKnowing(workspace, range === undefined ? request : { ...request, range: range.includes(':') ? range : `${range}:${range}` });
  const known = linted.applied === null ? nothingKnown : wholly(await workspace.withRunner((queryRunner) => readWholeSchema(queryRunner, workspace.dialect)));
  const chapters = await chaptersOf(workspace, linted, known);
  const content: ReportContent = { title: titleOf(linted.revisions), notes: notesOf(linted), namespace: namespaceOf(workspace), chapters, graph: graphOf(linted) };
  return { revisions: linted.revisions, format, text: await writeReport(content, format) };
}

/** What is compared for a report of it, and how it is written. */
export interface DiffReportRequest extends Pick<RenamingRequest, 'renames'> {
  /** What the entities are compared with; the connected `database` by default. */
  readonly against?: Against;
  /** `html` by default. */
  readonly format?: ReportFormat;
}

/** Writes what the entities would change in the database, for which no revision is written yet. Changes nothing. */
export async function reportDiff(workspace: Workspace, { format = 'html', ...request }: Omit<DiffReportRequest, 'against'>): Promise<Report> {
  const chapter = await workspace.withRunner(async (queryRunner): Promise<Chapter> => {
    const { dialect, options, dataSource } = workspace;
    const before = await readWholeSchema(queryRunner, dialect);
    const { operations } = await explainDifferences(workspace, queryRunner, request);
    const { serverVersion, tables } = await dialect.readFigures(queryableOf(queryRunner));
    const namespace = defaultNamespaceOf(dataSource);
    const assessed = await dialect.assess(operations, { ...contextOfNew(namespace, options), serverVersion, figures: tables });
    return {
      revision: null,
      title: 'What the entities change',
      up: { operations, statements: operations.flatMap((operation) => dialect.render(operation).map(({ sql }) => sql)), stopped: null },
      down: null,
      hazards: operations.flatMap((operation, position) => (assessed[position] ?? []).flatMap((hazard) => openHazard(hazard, operation, options))),
      picture: pictureOfChange(replay(wholly(before), operations), namespace),
    };
  });
  const title = chapter.up.operations.length === 0 ? 'The database is as the entities say' : 'What the entities change in the database';
  const content: ReportContent = { title, notes: ['No revision is written for it yet.'], namespace: namespaceOf(workspace), chapters: [chapter], graph: [] };
  return { revisions: [], format, text: await writeReport(content, format) };
}

/** What will be said of a hazard once it is in a revision; nobody has accepted it yet. */
function openHazard(hazard: Hazard, operation: Operation, { lint }: CompleteOptions): readonly ReportedHazard[] {
  const level = levelOf(hazard.code, lint.rules);
  return level === 'off' ? [] : [{ ...hazard, operation, level, acceptance: null }];
}

const namespaceOf = ({ dataSource }: Workspace): string => configuredNamespaceOf(dataSource);

const titleOf = (revisions: readonly Revision[]): string => (revisions.length === 0 ? 'No revision to review' : `${count(revisions.length, 'revision')} to review`);

const notesOf = ({ applied }: Linted): readonly string[] =>
  applied === null ? ['No database was asked: what is applied and how large the tables are is not known, and of tables that SQL made only what operations say of them.'] : [];

/** Those that the report is about, and what they stand and depend on. */
function graphOf({ graph, revisions, applied }: Linted): readonly GraphRevision[] {
  const chosen = new Set(revisions);
  const around = new Set(revisions.flatMap((revision) => [revision, ...graph.needs(revision)]));
  const heads = new Set(graph.heads);
  return [...graph.revisions.values()]
    .filter((revision) => around.has(revision))
    .map((revision) => ({ revision, dependencies: dependenciesOf(revision, graph), isChosen: chosen.has(revision), isApplied: applied?.has(revision.id) ?? null, isHead: heads.has(revision) }));
}

const dependenciesOf = (revision: Revision, graph: RevisionGraph): readonly RevisionId[] => graph.needs(revision).flatMap(({ id }) => (revision.parents.includes(id) ? [] : [id]));

async function chaptersOf(workspace: Workspace, { graph, revisions, applied, rehearsals, findings }: Linted, known: KnownSchema): Promise<readonly Chapter[]> {
  let schema = await schemaBefore({ graph, revisions, applied: applied ?? new Set(), rehearsals }, known);
  const chapters: Chapter[] = [];
  for (const revision of revisions) {
    const up = reported(await rehearsals.of(revision, 'up'));
    const replayed: Replayed = replay(schema, up.operations);
    schema = replayed.to;
    chapters.push({
      revision,
      title: revision.message,
      up,
      down: reported(await rehearsals.of(revision, 'down')),
      hazards: findings.filter((finding: LintFinding) => finding.revision === revision),
      picture: pictureOfChange(replayed, namespaceOf(workspace)),
    });
  }
  return chapters;
}

interface Stretch {
  readonly graph: RevisionGraph;
  readonly revisions: readonly Revision[];
  readonly applied: ReadonlySet<RevisionId>;
  readonly rehearsals: Rehearsals;
}

/** The schema before the first of the revisions: back over those that are applied, and on over what they need and is not. */
async function schemaBefore({ graph, revisions, applied, rehearsals }: Stretch, known: KnownSchema): Promise<KnownSchema> {
  const chosen = new Set(revisions);
  let schema = known;
  const walk = async (path: readonly Revision[], direction: Direction): Promise<void> => {
    for (const revision of path) schema = replay(schema, (await rehearsals.of(revision, direction)).operations).to;
  };
  await walk(graph.downgradePath(revisions, applied), 'down');
  await walk(graph.required(revisions).filter((revision) => !chosen.has(revision) && !applied.has(revision.id)), 'up');
  return schema;
}

const reported = ({ operations, statements, irreversible, stopped }: PartlyRehearsed): ReportedDirection => ({
  operations,
  statements: statements.map(({ sql }) => sql),
  stopped: irreversible ?? stopped?.message ?? null,
});
