/** What every command needs; what is absent was not said, so that the options beside the data source count. */
export interface CommonOptions {
  /** The file that exports the DataSource, as it was typed. */
  readonly dataSource?: string;
  /** The name under which the file exports it, where it exports several. */
  readonly name?: string;
  /** The folder of the revision files, as it was typed. */
  readonly directory?: string;
  readonly compareType?: boolean;
  readonly compareDefault?: boolean;
  /** What revision files read as `op.arguments`: `key=value`, as it was typed. */
  readonly argument?: readonly string[];
  /** The outcome as one JSON object on stdout. */
  readonly json?: true;
  /** No notes and no progress. */
  readonly quiet?: true;
}
