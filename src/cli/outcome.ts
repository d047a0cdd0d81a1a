/** What came of a command: as people read it, and as programs do. */
export interface Outcome {
  /** 0: done. 1: done, and what was asked about is not so (`check` found a difference). */
  readonly exitCode: 0 | 1;
  /** For stdout, as words for people. Each may have several lines. */
  readonly lines: readonly string[];
  /** For stdout in place of `lines`: what a program reads, such as a script. */
  readonly text?: string;
  /** The same as data, for `--json`: its shape is public, and described in docs/cli.md. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** The outcome of a command that cannot answer no. */
export const done = (lines: readonly string[], json: Outcome['json']): Outcome => ({ exitCode: 0, lines, json });

/** The outcome of a command that makes a text for a program; stdout ends it with a line feed. */
export const made = (text: string, json: Outcome['json']): Outcome => ({ exitCode: 0, lines: [], text: text.trimEnd(), json });
