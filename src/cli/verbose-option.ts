/** `--verbose`, for the commands that list revisions. */
export const verboseOption = ['-v, --verbose', 'print all there is to say of each revision'] as const;

/** What commander makes of it. */
export interface VerboseOption {
  readonly verbose?: true;
}
