/**
 * Migrations for TypeORM entities: {@link Migrator} compares, writes and runs revisions, and {@link operations} gives a revision file its `op`.
 *
 * @packageDocumentation
 */

export { type DiffRequest, Migrator } from './migrator/migrator.js';
export type { Against } from './migrator/against.js';
export type { ChooseRenames, RenamingRequest } from './migrator/differences.js';
export type { DriftReport } from './migrator/drift.js';
export type { AppliedRevision } from './migrator/applied.js';
export type { HalfApplied, HalfAppliedStatement } from './migrator/half-applied.js';
export type { Repair, RepairRequest } from './migrator/repair.js';
export type { ReviewRequest, RunRequest } from './migrator/run-path.js';
export type { UpgradeRequest } from './migrator/upgrade.js';
export type { LintReport, LintRequest } from './migrator/lint.js';
export type { DiffReportRequest, Report, ReportRequest } from './migrator/report.js';
export type { ModelPicture, ModelPictureRequest } from './migrator/erd.js';
export type { PictureFormat } from './report/write-picture.js';
export type { ReportFormat } from './report/write-report.js';
export type { FindingPlace, LintFinding } from './lint/finding.js';
export type { HazardLevel, Levels, LintCode } from './lint/levels.js';
export type { LintAcceptance, LintedStep, LintOptions, LintProblem, LintRule } from './lint/options.js';
export type { AdoptionReport, AdoptionRequest } from './migrator/adopt.js';
export type { MergeJudgement } from './migrator/judge-merge.js';
export type { Conflict, ConflictingOperation } from './migrator/merge-conflicts.js';
export type { MergedRevision, MergeRequest } from './migrator/merge-revisions.js';
export type { RevisionRequest } from './migrator/new-revision.js';
export type { NamingRequest, PlacementRequest } from './migrator/placement.js';
export type { WrittenRevision } from './migrator/write-revision.js';
export type { Stamped, StampOptions } from './migrator/stamp.js';
export type { Script } from './migrator/scripts.js';
export type { VerifiedRevision, VerifyReport, VerifyRequest } from './migrator/verify-history.js';
export type { SquashedRevision, SquashRequest } from './migrator/squash.js';
export type { ShownDirection, ShownRevision } from './migrator/show-revision.js';
export type { EditedRevisions, IncludedObject, MigratorOptions, OnlineLimits, ProcessRevision, ProposedRevision, RevisionStyle, VerifyMode } from './migrator/options.js';
export type { PostWriteHook } from './migrator/post-write-hooks.js';
export type { RevisionArguments } from './runtime/context.js';
export type { ExplainedDifference, Explanation } from './migrator/explain.js';
export type { UnmanagedObject } from './migrator/settle.js';
export type { Acceptance, AcceptedDifference } from './diff/accept.js';
export type { Difference } from './diff/differences.js';
export type { AppliedRow } from './typeorm/version-table.js';
export type { Origin } from './typeorm/entity-model.js';
export type { RenameCandidate } from './diff/rename-candidates.js';
export { type RenamedColumn, type RenamedEntity, RenamedFrom, renamedFrom, type RenamedTable } from './typeorm/renamed-from.js';
export type { ColumnComparator, ColumnComparison } from './diff/options.js';
export { type Op, operations } from './runtime/op.js';
export type { Inspection } from './runtime/inspection.js';
export type { Direction, LimbeckEvent, RunPart } from './runtime/events.js';
export type { Hooks, RevisionRun, StatementRun } from './runtime/hooks.js';
export type { Blocker, OpenHazard } from './kernel/catalogue/run.js';
export type { TransactionMode } from './runtime/run.js';
export { type ErrorCode, type ErrorDetails, LimbeckError } from './kernel/errors.js';
export type { RevisionGraph } from './revision/graph.js';
export type { Phase } from './revision/phase.js';
export type { Revision, RevisionId } from './revision/revision.js';
export type {
  AddConstraintOptions,
  AlterColumnOptions,
  AlterEnumOptions,
  AlterViewOptions,
  BackfillOptions,
  CreateIndexOptions,
  CreateKeyOptions,
  CreateOptions,
  DropIndexOptions,
  DropOptions,
  EnumColumnInput,
  RenameColumnOptions,
  RenameTableOptions,
} from './operation/call.js';
export type { AcceptedHazard, Alter, Backfill, Change, Changes, Create, Drop, EnumColumn, Execute, Operation, Rename, Validate, ValidatedKind } from './operation/operation.js';
export type { InsertedRow, Statement } from './dialect/dialect.js';
export type { Hazard, HazardCode, LockMode, NamePatterns, TableLock, Work } from './dialect/hazard.js';
export type {
  CheckInput,
  ColumnInput,
  EnumInput,
  ExclusionInput,
  ForeignKeyInput,
  IndexInput,
  KeyInput,
  MaterializedViewInput,
  NameInput,
  TableInput,
  ViewInput,
} from './model/complete.js';
export type { ObjectRef } from './model/identity.js';
export type {
  Check,
  Column,
  Deferrable,
  EnumType,
  Exclusion,
  Expression,
  Extension,
  ForeignKey,
  Generation,
  Index,
  IndexKey,
  Key,
  MaterializedView,
  MemberKind,
  Namespace,
  ObjectKind,
  Objects,
  QualifiedName,
  ReferentialAction,
  Schema,
  Table,
  Unmanaged,
  UnmanagedKind,
  View,
  ViewFacts,
  ViewSource,
} from './model/schema.js';
