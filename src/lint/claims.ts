import { readFileSync } from 'node:fs';
import type { HazardCode } from '../dialect/hazard.js';
import { nearest } from '../kernel/nearest.js';
import { isNamedPlace } from '../revision/read-class.js';
import type { Revision } from '../revision/revision.js';
import { readAllowances } from './allowances.js';
import type { LintCode } from './levels.js';
import { type CompleteLintOptions, knownCodes, type LintProblem } from './options.js';
import type { Danger } from './read-direction.js';

/** Somebody's word that a danger is meant, in the file of the revision or in the options. */
export interface Claim {
  readonly code: string;
  readonly reason: string;
  /** The line of the comment; `null` for an entry of the options. */
  readonly line: number | null;
  /** Whether it is about the call that a danger comes from, whatever its code. */
  isAbout(danger: Danger): boolean;
}

/** What is claimed of a revision. */
export const claimsOf = (revision: Revision, { accept }: CompleteLintOptions): readonly Claim[] => [
  ...claimsIn(revision),
  ...accept.filter((entry) => entry.revision === revision.id).map(({ code, reason }) => ({ code, reason, line: null, isAbout: () => true })),
];

/** The file of a class that the data source names itself is not known. */
function claimsIn(revision: Revision): readonly Claim[] {
  if (isNamedPlace(revision)) return [];
  return readAllowances(readFileSync(revision.file, 'utf8')).map((allowance) => ({
    ...allowance,
    isAbout: ({ calls }) => (calls.length === 0 ? allowance.isOutermost : calls.some((call) => allowance.covers(call))),
  }));
}

/** Whether a claim accepts a danger: it names it, and says why. What was left of a generated comment is no reason. */
export const accepts = (claim: Claim, danger: Danger): boolean => names(claim, danger) && claim.reason !== '' && claim.reason !== danger.message;

const names = (claim: Claim, danger: Danger): boolean => claim.code === danger.code && claim.isAbout(danger);

/** What a fault is found by. */
export interface Findings {
  readonly dangers: readonly Danger[];
  /** Whether all that the revision does is known. */
  readonly isWhole: boolean;
  readonly options: CompleteLintOptions;
}

/** That no entity can ask for what a step drops is known where its file is written; the file does not say it. */
const knownToWriter = 'unmanaged/lost' satisfies HazardCode;

/** What is wrong with a claim; `null` where it does what it is there for. */
export function faultOf(claim: Claim, { dangers, isWhole, options }: Findings): (LintProblem & { readonly code: LintCode }) | null {
  const known = knownCodes(options);
  if (!known.includes(claim.code)) return unknownCode(claim, known);
  const named = dangers.filter((danger) => names(claim, danger));
  if (claim.reason === '' || (named.length > 0 && !named.some((danger) => accepts(claim, danger)))) return withoutReason(claim);
  return named.length === 0 && isWhole && claim.code !== knownToWriter ? unused(claim) : null;
}

function unknownCode({ code }: Claim, known: readonly string[]): LintProblem & { readonly code: LintCode } {
  const alike = nearest(code, known);
  return {
    code: 'lint/unknown-code',
    message: code === '' ? 'It is not said which hazard is accepted.' : `There is no hazard "${code}".`,
    hint: alike === null ? 'Name one: `// limbeck-allow data/lost: nobody read it since May`.' : `Did you mean \`${alike}\`?`,
  };
}

const withoutReason = ({ code }: Claim): LintProblem & { readonly code: LintCode } => ({
  code: 'lint/no-reason',
  message: `${code} is accepted without a reason, so it is not.`,
  hint: `Say why: \`// limbeck-allow ${code}: nobody read it since May\`.`,
});

const unused = ({ code }: Claim): LintProblem & { readonly code: LintCode } => ({
  code: 'lint/unused',
  message: `${code} is accepted where there is no such hazard.`,
  hint: 'Take it out; or put it right above the call, or above the class.',
});
