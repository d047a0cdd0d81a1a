import type { Revision } from '../revision/revision.js';
import { accepts, type Claim, claimsOf, faultOf } from './claims.js';
import type { LintFinding } from './finding.js';
import { levelOf } from './levels.js';
import { type Danger, type LintSurroundings, readDirections } from './read-direction.js';

/**
 * What both directions of a revision can do to data or to a running system, accepted or not, and what is wrong with how it is accepted.
 *
 * Runs `up()` and `down()`, but what they send goes nowhere; no database is asked.
 */
export async function lintRevision(revision: Revision, surroundings: LintSurroundings): Promise<readonly LintFinding[]> {
  const { options } = surroundings;
  const claims = claimsOf(revision, options);
  const read = await readDirections(revision, surroundings);
  const dangers = read.flatMap((direction) => direction.dangers);
  const isWhole = read.every((direction) => direction.isWhole);
  const found = [
    ...dangers.map((danger) => ({ ...dangerous(danger), acceptance: claims.find((claim) => accepts(claim, danger))?.reason ?? null })),
    ...claims.flatMap((claim) => wrong(claim, faultOf(claim, { dangers, isWhole, options }))),
  ];
  return found.flatMap((each) => {
    const level = levelOf(each.code, options.rules);
    return level === 'off' ? [] : [{ ...each, revision, level }];
  });
}

type Found = Omit<LintFinding, 'revision' | 'level'>;

function dangerous({ calls: [call], ...danger }: Danger): Omit<Found, 'acceptance'> {
  return { ...danger, place: call === undefined ? null : { line: call.line, column: call.column } };
}

const wrong = ({ line }: Claim, fault: ReturnType<typeof faultOf>): readonly Found[] =>
  fault === null ? [] : [{ ...fault, direction: null, operation: null, place: line === null ? null : { line, column: 1 }, acceptance: null }];
